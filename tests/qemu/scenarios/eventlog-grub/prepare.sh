#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a disk from which GRUB starts the kernel; IMAGE, INITRD and CMDLINE are set.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
out=$2
"$here/../eventlog/prepare.sh" "$@"

cat >"$out/grub.cfg" <<-END
	search --file /vmlinuz --set=root
	linuxefi /vmlinuz $CMDLINE
	initrdefi /initrd.gz
	boot
END
grub-mkstandalone -O x86_64-efi -o "$out/grub.efi" --fonts= --locales= --themes= \
	--modules='tpm linuxefi search search_fs_file fat part_gpt' "boot/grub/grub.cfg=$out/grub.cfg" >"$out/prepare.log" 2>&1
"$here/../eventlog/esp.sh" "$out/esp.img" "$out/grub.efi:EFI/BOOT/BOOTX64.EFI" "$IMAGE:vmlinuz" "$INITRD:initrd.gz"
