# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Sourced by prepare.sh here and of learn-enforce, with $kernel and $out: what both make.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
keys=$build/keys
# shellcheck disable=SC2034 # for those who source this
tree=$build/qemu/$kernel/tree
lorica() { "$build/lorica" "$@"; }

# sign NAME KEY: out/NAME.stmt of out/NAME.unsigned
sign() { lorica -q sign "$out/$1.unsigned" --key "$keys/$2.key" --cert "$keys/$2.crt" -o "$out/$1.stmt"; }

# initramfs STATEMENT...: the usual one, with these statements
initramfs() {
	local loader=$build/device/lorica
	case $kernel in arm64-*) loader=$build/device-arm64/lorica ;; esac
	"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" -l "$loader" \
		-o "$out/initrd.gz" "$@"
}
