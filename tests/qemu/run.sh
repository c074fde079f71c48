#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Boot kernels in QEMU with scenarios and judge what they report. Every pair is a boot of its own.
#   run.sh [-k KERNEL]... [-t SECONDS] [-j N] [-1] [-i INITRD] [-r ROOT.img] [-a ARGS] SCENARIO...
# A SCENARIO is for every KERNEL; KERNEL/SCENARIO is that pair alone. They start in the order given.
#     -k KERNEL   amd64-6.12 (default) arm64-6.12 amd64-6.1 kunit, repeatable
#     -t SECONDS  give up on a boot (default 900, a scenario's options may say otherwise)
#     -j N        boots at a time (default 2)
#     -1          one CPU that counts instructions, for repeatable figures
#     -i, -r      use these instead of what the build made
#     -a ARGS     more for the kernel command line
# A scenario is a directory in tests/qemu/scenarios:
#   run.sh      runs in the guest, see scenarios/lib.sh
#   options     optional, sourced here: boot=plain|lorica (default lorica), timeout=, append=,
#               qemu=, memory=, only='KERNEL...', expect=panic|off, console=REGEX (see verdict.sh),
#               typed=TEXT for the console to read, tpm=yes for UEFI firmware and a TPM,
#               qmp=yes for the guest to plug and unplug devices (`qmp` in scenarios/lib.sh)
#   prepare.sh  optional, runs here first as `prepare.sh KERNEL OUTDIR`; initrd.gz and root.img it
#               leaves in OUTDIR are used; with tpm=yes the firmware boots an esp.img from there, and has
#               the variables of a vars.fd.
#               For that it has IMAGE, INITRD and CMDLINE.
# boot=lorica takes build/qemu/KERNEL/lorica.cpio.gz and build/qemu/KERNEL/root.img, which the
# Makefile makes. Logs: build/qemu/KERNEL/SCENARIO/{console.log,verdict.tap,result}
# shellcheck disable=SC2054 # QEMU's own commas
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}/qemu
die() { echo "run.sh: $*" >&2; exit 1; }

kernels=() limit='' jobs=2 counting=0 use_initrd='' use_root='' more=
while getopts k:t:j:1i:r:a: opt; do
	case $opt in
	k) kernels+=("$OPTARG") ;;
	t) limit=$OPTARG ;;
	j) jobs=$OPTARG ;;
	1) counting=1 ;;
	i) use_initrd=$OPTARG ;;
	r) use_root=$OPTARG ;;
	a) more=$OPTARG ;;
	*) die "see the head of this file for usage" ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || die "no scenario"
[ ${#kernels[@]} -gt 0 ] || kernels=(amd64-6.12)
scenario_dir=${LORICA_SCENARIOS:-$here/scenarios}
pairs=()
for arg; do
	case $arg in
	*/*) pairs+=("$arg") ;;
	*) for kernel in "${kernels[@]}"; do pairs+=("$kernel/$arg"); done ;;
	esac
done
for pair in "${pairs[@]}"; do
	[ -d "$scenario_dir/${pair#*/}" ] || die "no scenario '${pair#*/}'"
done

arch_of() { case $1 in arm64-*) echo arm64 ;; *) echo amd64 ;; esac }

image_of() {
	if [ "$1" = kunit ]; then
		"$top/scripts/kunit-kernel.sh" | tail -n 1
	else
		echo "$("$top/scripts/kernels.sh" "$1")/vmlinuz"
	fi
}

# Made before anything boots, so that parallel boots find it complete.
make_plain() {
	local kernel=$1 arch
	arch=$(arch_of "$kernel")
	"$here/root.sh" "$arch" "$build/$arch"
	mkdir -p "$build/$kernel"
	"$top/initramfs/mkinitramfs.sh" -k "$kernel" -i "$here/plain-init" -o "$build/$kernel/plain.cpio.gz"
}

# start_tpm OUTDIR: sets tpm_dir, tpm_pid and tpm_args: a TPM of this boot alone, and firmware that
# measures into it. What the guest brings out goes to OUTDIR/files.tar.
start_tpm() {
	tpm_dir=$(mktemp -d)
	local vars=/usr/share/OVMF/OVMF_VARS_4M.fd
	[ ! -e "$1/vars.fd" ] || vars=$1/vars.fd
	cp "$vars" "$tpm_dir/vars.fd"
	swtpm socket --tpm2 --tpmstate "dir=$tpm_dir" --ctrl "type=unixio,path=$tpm_dir/sock" --terminate \
		>"$1/swtpm.log" 2>&1 &
	tpm_pid=$!
	for _ in {1..50}; do
		[ ! -S "$tpm_dir/sock" ] || break
		sleep 0.1
	done
	[ -S "$tpm_dir/sock" ] || die "swtpm does not start: $(cat "$1/swtpm.log")"
	tpm_args=(
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd"
		-drive "if=pflash,format=raw,unit=1,file=$tpm_dir/vars.fd"
		-chardev "socket,id=tpm,path=$tpm_dir/sock" -tpmdev emulator,id=tpm0,chardev=tpm
		-device tpm-crb,tpmdev=tpm0
		-chardev "file,id=files,path=$1/files.tar" -device virtserialport,chardev=files,name=lorica.files)
}

# It ends with its connection; a machine that never came up has none.
end_tpm() {
	kill "$tpm_pid" 2>/dev/null || :
	wait "$tpm_pid" 2>/dev/null || :
	rm -rf "$tpm_dir"
}

# start_qmp OUTDIR: sets qmp_dir, qmp_pid and qmp_args: what the guest asks of the emulator is done.
start_qmp() {
	# The name of a socket is short; that of OUTDIR need not be.
	qmp_dir=$(mktemp -d)
	"$here/qmp.py" "$qmp_dir/qmp" "$qmp_dir/port" >"$1/qmp.log" 2>&1 &
	qmp_pid=$!
	qmp_args=(
		-qmp "unix:$qmp_dir/qmp,server=on,wait=off"
		-chardev "socket,id=plug,path=$qmp_dir/port,server=on,wait=off"
		-device virtserialport,chardev=plug,name=lorica.qmp)
}

# end_qmp
end_qmp() {
	kill "$qmp_pid" 2>/dev/null || :
	wait "$qmp_pid" 2>/dev/null || :
	rm -rf "$qmp_dir"
}

# begin OUTDIR [CONSOLE]: empties OUTDIR for a boot; the console of the one before it is kept.
begin() {
	local first=
	if [ $# -gt 1 ]; then
		first=$(mktemp)
		cp "$2" "$first"
	fi
	rm -rf "$1"
	mkdir -p "$1"
	: >"$1/console.log"
	: >"$1/verdict.tap"
	[ -z "$first" ] || mv "$first" "$1/console-first.log"
}

# boot KERNEL SCENARIO OUTDIR: returns QEMU's status, 124 on timeout.
boot() {
	local kernel=$1 scenario=$2 out=$3 initrd root args machine tty serial cmdline status=0
	local tpm_dir tpm_pid tpm_args qmp_dir qmp_pid qmp_args early=
	if [ "$boot" = plain ]; then
		initrd=$build/$kernel/plain.cpio.gz
		root=$build/$(arch_of "$kernel")/root.img
	else
		initrd=$build/$kernel/lorica.cpio.gz
		root=$build/$kernel/root.img
	fi
	[ -z "$use_initrd" ] || initrd=$use_initrd
	[ -z "$use_root" ] || root=$use_root
	case $(arch_of "$kernel") in
	# A busy host is late with the ticks that the kernel counts to see whether its timer works.
	amd64) machine=(qemu-system-x86_64 -M q35 -cpu max) tty=ttyS0 early='no_timer_check ' ;;
	arm64) machine=(qemu-system-aarch64 -M virt -cpu cortex-a57) tty=ttyAMA0 ;;
	esac
	cmdline="console=$tty panic_on_warn=1 oops=panic panic=-1 ${early}bench.scenario=$scenario bench.limit=$((limit_now - 20)) $append $more"
	if [ -x "$scenario_dir/$scenario/prepare.sh" ]; then
		IMAGE=$(image_of "$kernel") INITRD=$initrd CMDLINE=$cmdline \
			"$scenario_dir/$scenario/prepare.sh" "$kernel" "$out" || die "prepare.sh failed"
		[ ! -e "$out/initrd.gz" ] || initrd=$out/initrd.gz
		[ ! -e "$out/root.img" ] || root=$out/root.img
	fi
	[ -e "$initrd" ] || die "no $initrd"

	serial=file:$out/console.log
	if [ -n "$typed" ]; then
		# The pair of files that a pipe: is. The kernel drops what comes before the port is open.
		printf '\n%.0s' {1..40} >"$out/console.in"
		printf '%s' "$typed" >>"$out/console.in"
		ln "$out/console.log" "$out/console.out"
		serial=pipe:$out/console
	fi
	args=(-m "$memory" -nodefaults -display none -no-reboot -nic none -serial "$serial"
		-device virtio-serial-pci -chardev "file,id=verdict,path=$out/verdict.tap"
		-device virtserialport,chardev=verdict,name=lorica.verdict
		-device virtio-rng-pci)
	if [ -e "$out/esp.img" ]; then
		args+=(-drive "file=$out/esp.img,if=none,id=esp,format=raw,snapshot=on"
			-device virtio-blk-pci,drive=esp,bootindex=1,addr=0x1e)
	else
		args+=(-kernel "$(image_of "$kernel")" -initrd "$initrd" -append "$cmdline")
	fi
	# Emulation even where the host could do better: the same result everywhere.
	if [ "$counting" = 1 ]; then
		args+=(-accel tcg,thread=single -smp 1 -icount shift=0,sleep=off)
	else
		args+=(-accel tcg,thread=multi -smp 2)
	fi
	# snapshot=on: writes go to a temporary file, so boots share the image.
	[ ! -e "$root" ] || args+=(-drive "file=$root,if=none,id=root,format=raw,snapshot=on" -device virtio-blk-pci,drive=root)
	# shellcheck disable=SC2206
	args+=($qemu)
	if [ "$tpm" = yes ]; then
		start_tpm "$out"
		args+=("${tpm_args[@]}")
	fi
	if [ "$qmp" = yes ]; then
		start_qmp "$out"
		args+=("${qmp_args[@]}")
	fi
	timeout -k 5 "$limit_now" "${machine[@]}" "${args[@]}" </dev/null >"$out/qemu.log" 2>&1 || status=$?
	[ "$tpm" != yes ] || end_tpm
	[ "$qmp" != yes ] || end_qmp
	return $status
}

# one KERNEL SCENARIO: boots and judges; the result is in OUTDIR/result.
one() {
	local kernel=$1 scenario=$2 out=$build/$1/$2 status=0 start=$SECONDS verdict text last
	local boot=lorica timeout=900 append='' qemu='' memory=1024 expect='' console='' only='' typed='' tpm='' qmp=''
	# shellcheck disable=SC1090,SC1091
	[ ! -e "$scenario_dir/$scenario/options" ] || . "$scenario_dir/$scenario/options"
	if [ -n "$only" ] && [[ " $only " != *" $kernel "* ]]; then
		printf '  %-7s %s\n' SKIP "$kernel $scenario (not for this kernel)"
		return 0
	fi
	[ "$tpm" != yes ] || [ "$(arch_of "$kernel")" = amd64 ] || die "$scenario: tpm=yes is for x86-64; say so with only="
	limit_now=${limit:-$timeout}
	begin "$out"
	(boot "$kernel" "$scenario" "$out") || status=$?
	# An emulated CPU now and then lets a sanitised kernel die in its first milliseconds. Nothing of
	# ours has run before /init, so such a boot says nothing: once more, and it is told.
	if ! grep -q 'Run .*init as init process' "$out/console.log" &&
		grep -q 'Kernel panic' "$out/console.log"; then
		printf '  %-7s %s\n' AGAIN "$kernel $scenario: the kernel died before it started /init: $(
			grep -m 1 'Kernel panic' "$out/console.log")"
		begin "$out" "$out/console.log"
		status=0
		(boot "$kernel" "$scenario" "$out") || status=$?
	fi
	verdict=$("$here/verdict.sh" ${expect:+-e "$expect"} ${console:+-c "$console"} \
		"$out/verdict.tap" "$out/console.log" "$status") || :
	last=${verdict##*$'\n'}
	text=${verdict%"$last"}
	echo "$last seconds=$((SECONDS - start))" >"$out/result"
	if [[ $last == *verdict=green* ]]; then
		printf '  %-7s %s\n' PASS "$kernel $scenario: ${last% verdict=*} ($((SECONDS - start)) s)"
		return 0
	fi
	[ ! -s "$out/qemu.log" ] || text+=$(head -n 5 "$out/qemu.log")$'\n'
	printf '  %-7s %s\n%s' FAIL "$kernel $scenario: ${last% verdict=*} ($((SECONDS - start)) s)" "$text"
	return 1
}

for kernel in $(printf '%s\n' "${pairs[@]%%/*}" | sort -u); do
	image_of "$kernel" >/dev/null
	for pair in "${pairs[@]}"; do
		if [ "${pair%%/*}" = "$kernel" ] && grep -qs '^boot=plain' "$scenario_dir/${pair#*/}/options"; then
			make_plain "$kernel"
			break
		fi
	done
done

running=0 bad=0
for pair in "${pairs[@]}"; do
	if [ "$running" -ge "$jobs" ]; then
		wait -n || bad=1
		running=$((running - 1))
	fi
	one "${pair%%/*}" "${pair#*/}" &
	running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
	wait -n || bad=1
	running=$((running - 1))
done
exit $bad
