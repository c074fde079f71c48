#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Example: one signed EFI program of kernel, initramfs and command line (a unified kernel image), by objcopy
# alone. Whoever can change none of the three cannot start the device without Lorica.
#   uki.sh --kernel VMLINUZ --initrd INITRD --cmdline TEXT --out OUT.efi [--stub STUB] [--key KEY --cert CERT]
#     --stub   systemd's stub; default: where Debian's package systemd-boot-efi has it
#     --key, --cert   sign for secure boot with sbsign
# `lorica measure --kernel OUT.efi` says what it is going to measure, for the boot section of the policy.
set -eu

die() { echo "lorica: $*" >&2; exit 1; }

kernel='' initrd='' cmdline='' out='' key='' cert=''
case $(uname -m) in aarch64) arch=aa64 ;; *) arch=x64 ;; esac
stub=/usr/lib/systemd/boot/efi/linux$arch.efi.stub
while [ $# -gt 1 ]; do
	case $1 in
	--kernel) kernel=$2 ;;
	--initrd) initrd=$2 ;;
	--cmdline) cmdline=$2 ;;
	--out) out=$2 ;;
	--stub) stub=$2 ;;
	--key) key=$2 ;;
	--cert) cert=$2 ;;
	*) die "unknown option $1, see the head of uki.sh" ;;
	esac
	shift 2
done
[ "$#:${out:+set}" = 0:set ] || die 'see the head of uki.sh for usage'
# An image without a command line takes one from the boot loader: init=, module parameters, lsm=.
[ -n "$cmdline" ] || die 'no command line: say --cmdline'
for file in "$kernel" "$initrd" "$stub"; do
	[ -s "$file" ] || die "no file '$file': say --kernel, --initrd and --stub"
done
case $key:$cert in
: | ?*:?*) ;;
*) die 'a signature needs --key and --cert' ;;
esac

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
printf '%s' "$cmdline" >"$tmp/cmdline"
printf 'ID=lorica\nNAME="A device under Lorica"\n' >"$tmp/osrel"

# Each section behind the one before, on a page of its own.
align=4096
at=$(objdump -h "$stub" | awk 'NF == 7 && $1 ~ /^[0-9]+$/ { print $4, $3 }' |
	while read -r vma size; do echo $((16#$vma + 16#$size)); done | sort -n | tail -n 1)
args=()
for section in osrel cmdline initrd linux; do
	case $section in
	linux) file=$kernel ;;
	initrd) file=$initrd ;;
	*) file=$tmp/$section ;;
	esac
	at=$(((at + align - 1) / align * align))
	args+=(--add-section ".$section=$file" --change-section-vma ".$section=$(printf 0x%x $at)")
	at=$((at + $(stat -Lc %s "$file")))
done
objcopy "${args[@]}" "$stub" "$tmp/uki.efi"
if [ -n "$key" ]; then
	sbsign --key "$key" --cert "$cert" --output "$tmp/signed.efi" "$tmp/uki.efi"
	mv "$tmp/signed.efi" "$tmp/uki.efi"
fi
install -m 0644 "$tmp/uki.efi" "$out"
