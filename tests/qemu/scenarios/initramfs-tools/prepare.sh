#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR [IMAGE]: the initramfs is what Debian's mkinitramfs made.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2 image=${3:-initrd}
guest=$build/qemu/$kernel
made=$guest/mkinitramfs
mkdir -p "$made"

# Parallel boots of one kernel wait here for the one that makes the images. shell.img is the last.
exec 9>"$made/.prepare-lock"
flock 9
if [ ! -e "$made/shell.img" ] || [ -n "$(find "$guest/statements" "$guest/root.img" "$build/device/lorica" \
	"$build/module/$kernel/kernel/lorica.ko" "$top/initramfs" "$top/tests/qemu/initramfs-tools.sh" \
	-type f -newer "$made/shell.img")" ]; then
	"$top/tests/qemu/initramfs-tools.sh" "$kernel" >"$out/prepare.tap" || { cat "$out/prepare.tap" >&2; exit 1; }
fi
cp "$made/$image.img" "$out/initrd.gz"
