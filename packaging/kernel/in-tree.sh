#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Put the module into a kernel tree as security/lorica, so that the kernel's own build makes it:
#   in-tree.sh KERNEL_TREE         `make in-tree LORICA_KERNEL_TREE=DIR` does the same
# Run again, it brings the copy up to date. Nothing else of the tree changes but a line in security/Kconfig
# and one in security/Makefile.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
die() { echo "lorica: $*" >&2; exit 1; }

[ $# = 1 ] || { echo 'usage: in-tree.sh KERNEL_TREE' >&2; exit 2; }
tree=$1
[ -n "$tree" ] || die 'no kernel tree: set LORICA_KERNEL_TREE'
for file in Makefile Kbuild security/Kconfig security/Makefile; do
	[ -f "$tree/$file" ] || die "'$tree' is no kernel tree, it has no $file: set LORICA_KERNEL_TREE to one"
done
version=$(sed -n 's/^VERSION = //p' "$tree/Makefile") patchlevel=$(sed -n 's/^PATCHLEVEL = //p' "$tree/Makefile")
[ $((version * 1000 + patchlevel)) -ge 6001 ] || die "'$tree' is Linux $version.$patchlevel: take 6.1 or later"
[ ! -e "$tree/include/config/auto.conf" ] || [ -w "$tree/security" ] || die "cannot write to '$tree/security'"

dir=$tree/security/lorica
# Only what is ours goes away.
[ ! -d "$dir" ] || [ -e "$dir/.from-lorica" ] || die "'$dir' exists and is not from here: remove it"
rm -rf "$dir"
mkdir -p "$dir/uapi"
touch "$dir/.from-lorica"
cp "$top"/kernel/*.[chS] "$dir/"
cp "$top"/kernel/uapi/*.h "$dir/uapi/"

# A module and never built in: the loader holds its links by the module, and BPF programs name it.
cat >"$dir/Kconfig" <<'KCONFIG'
# SPDX-License-Identifier: GPL-2.0-only
config SECURITY_LORICA
	tristate "Lorica: one signed policy for a device"
	depends on m
	depends on X86_64 || ARM64
	depends on SECURITYFS && BPF_LSM && BPF_JIT && SECCOMP_FILTER
	depends on DEBUG_INFO_BTF && DEBUG_INFO_BTF_MODULES
	depends on DYNAMIC_FTRACE_WITH_DIRECT_CALLS
	select KEYS
	select CRYPTO
	select CRYPTO_SHA256
	select CRYPTO_RSA
	select ASYMMETRIC_KEY_TYPE
	select ASYMMETRIC_PUBLIC_KEY_SUBTYPE
	select X509_CERTIFICATE_PARSER
	select PKCS7_MESSAGE_PARSER
	select SYSTEM_DATA_VERIFICATION
	help
	  Enforces one signed policy from the initramfs on: which code may
	  run, and which ports, devices and debug interfaces are open.
	  BPF has to be in CONFIG_LSM or in lsm= on the command line.

	  It is always a module, lorica.ko, which the initramfs loads.

config SECURITY_LORICA_ANCHOR
	string "Trust anchor of Lorica"
	depends on SECURITY_LORICA
	help
	  Absolute path of the certificate that signs policies, PEM or DER.
	  It is compiled into the module. No anchor, no build.
KCONFIG
{
	echo '# SPDX-License-Identifier: GPL-2.0-only'
	echo '# Made by in-tree.sh from kernel/Kbuild of Lorica.'
	# Kernels before 5.18 kept the quotes.
	# shellcheck disable=SC2016 # it is for make
	printf 'LORICA_ANCHOR := $(patsubst "%%",%%,$(CONFIG_SECURITY_LORICA_ANCHOR))\n\n'
	sed -e 1d -e 's/set LORICA_ANCHOR=CERT to/set CONFIG_SECURITY_LORICA_ANCHOR to/' "$top/kernel/Kbuild"
} >"$dir/Makefile"

# line FILE TEXT ANCHOR: TEXT before the first line with ANCHOR, or at the end; once.
line() {
	! grep -qxF "$2" "$1" || return 0
	awk -v text="$2" -v anchor="$3" '
		anchor != "" && !done && index($0, anchor) == 1 { print text; done = 1 }
		{ print }
		END { if (!done) print text }' "$1" >"$1.lorica"
	cat "$1.lorica" >"$1"
	rm "$1.lorica"
}
line "$tree/security/Kconfig" 'source "security/lorica/Kconfig"' 'source "security/integrity/Kconfig"'
# shellcheck disable=SC2016 # it is for make
line "$tree/security/Makefile" 'obj-$(CONFIG_SECURITY_LORICA)		+= lorica/' ''
printf '  %-7s %s\n' INTREE "$dir" >&2
