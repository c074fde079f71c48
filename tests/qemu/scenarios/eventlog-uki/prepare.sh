#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a disk with one EFI program: systemd's stub, command line, kernel and
# initramfs; IMAGE, INITRD and CMDLINE are set.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
out=$2 stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
"$here/../eventlog/prepare.sh" "$@"

printf %s "$CMDLINE" >"$out/cmdline"
# Each section behind the one before, in pages of 64 KiB, from the end of the stub on.
at=0
while read -r _ name size vma _; do
	[[ $name != .* ]] || at=$((0x$vma + 0x$size > at ? 0x$vma + 0x$size : at))
done < <(objdump -h -w "$stub")
args=()
for section in "osrel=/usr/lib/os-release" "cmdline=$out/cmdline" "initrd=$INITRD" "linux=$IMAGE"; do
	at=$(((at + 0xffff) & ~0xffff))
	args+=(--add-section ".${section%%=*}=${section#*=}" --change-section-vma ".${section%%=*}=$at")
	at=$((at + $(stat -L -c %s "${section#*=}")))
done
objcopy "${args[@]}" "$stub" "$out/uki.efi"
"$here/../eventlog/esp.sh" "$out/esp.img" "$out/uki.efi:EFI/BOOT/BOOTX64.EFI"
