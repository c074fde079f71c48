#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Says what a kernel's .config lacks for Lorica: one line for each thing, with what to set.
#   check-kernel-config.sh [--cmdline TEXT] [--untried] CONFIG
#     --cmdline TEXT   the kernel command line of the image; lsm= there goes before CONFIG_LSM
#     --untried        let pass what nobody has tried: PREEMPT_RT, kernel control flow integrity
# Exit: 0 this kernel can enforce, 1 no file, 2 wrong usage, 4 something is missing.
set -eu

usage() { echo 'usage: check-kernel-config.sh [--cmdline TEXT] [--untried] CONFIG' >&2; exit 2; }

cmdline='' untried=0
while [ $# -gt 0 ]; do
	case $1 in
	--cmdline) [ $# -gt 1 ] || usage; cmdline=$2; shift 2 ;;
	--untried) untried=1; shift ;;
	-*) usage ;;
	*) break ;;
	esac
done
[ $# = 1 ] || usage
config=$1
[ -s "$config" ] || { echo "lorica: no kernel configuration '$config': name the .config of the kernel build" >&2; exit 1; }

missing=0
# lacks WHAT REMEDY
lacks() {
	echo "lorica: kernel configuration '$config' $1: $2" >&2
	missing=1
}
is() { grep -qE "^CONFIG_$1=[ym]\$" "$config"; }

# One line an option: how it has to be (y: built in; m: built in or a module), and what for.
while read -r how option why; do
	case $how in
	y) grep -qx "CONFIG_$option=y" "$config" || lacks "has no CONFIG_$option" "set CONFIG_$option=y ($why)" ;;
	m) is "$option" || lacks "has no CONFIG_$option" "set CONFIG_$option=y or m ($why)" ;;
	esac
done <<'TABLE'
y MODULES the module
y BPF_SYSCALL the hooks
y BPF_JIT the hooks
y BPF_LSM the hooks
y FUNCTION_TRACER BPF attaches by it
y DYNAMIC_FTRACE_WITH_DIRECT_CALLS BPF attaches by it; FUNCTION_TRACER and DYNAMIC_FTRACE bring it
y DEBUG_INFO_BTF type information; needs pahole, and DEBUG_INFO without DEBUG_INFO_REDUCED
y DEBUG_INFO_BTF_MODULES BPF calls the module by it; needs pahole
y SECURITYFS statements and status
y SECCOMP_FILTER lorica boot confines itself
y KEYS the trust anchor
y SYSTEM_DATA_VERIFICATION signatures
m CRYPTO_RSA signatures
m CRYPTO_SHA256 digests of files
TABLE

# The command line wins, as in the kernel: of several lsm= the last.
order=$(sed -n 's/^CONFIG_LSM="\(.*\)"$/\1/p' "$config")
where="CONFIG_LSM"
for word in $cmdline; do
	case $word in lsm=*) order=${word#lsm=} where='lsm= of the command line' ;; esac
done
case ,$order, in
*,bpf,*) ;;
*) lacks "does not start BPF LSM" "add ',bpf' to $where, which is '$order'" ;;
esac

# The head of each .config: # Linux/arm64 6.12.117 Kernel Configuration
head=$(sed -n 's,^# Linux/\([^ ]*\) \([0-9]*\)\.\([0-9]*\).* Kernel Configuration$,\1 \2 \3,p' "$config" | head -n 1)
if [ -n "$head" ]; then
	arch=${head%% *} version=${head#* }
	number=$((${version% *} * 1000 + ${version#* }))
	[ $number -ge 6001 ] || lacks "is of Linux ${version% *}.${version#* }" 'take Linux 6.1 or later'
	case $arch in
	arm64)
		[ $number -ge 6004 ] ||
			lacks "is of arm64 ${version% *}.${version#* }, where BPF LSM cannot attach" 'take Linux 6.4 or later'
		;;
	x86 | x86_64) ;;
	*) lacks "is of $arch" 'Lorica is for x86-64 and arm64' ;;
	esac
fi

if [ $untried = 0 ]; then
	! is PREEMPT_RT ||
		lacks 'has CONFIG_PREEMPT_RT, which is not tried' 'clear it, or pass --untried; policies with volumes are refused on it'
	for option in CFI_CLANG CFI; do
		! is $option || lacks "has CONFIG_$option, which is not tried" 'clear it, or pass --untried'
	done
fi
[ $missing = 0 ] || exit 4
