#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: an image of each file system that code may be on, a directory for 9p, and an
# initramfs with their drivers.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
guest=$build/qemu/$kernel
PATH=$PATH:/usr/sbin:/sbin

case $kernel in
arm64-*) loader=$build/device-arm64/lorica ;;
*) loader=$build/device/lorica ;;
esac

# What cannot be written to comes with its files; the others get theirs in the guest.
mkdir -p "$out/share"
cp "$guest/payload/root/attack/signed/prog" "$out/share/good"
cp "$guest/payload/root/attack/unsigned/prog" "$out/share/evil"
{
	mksquashfs "$out/share" "$out/squashfs.img" -noappend -quiet -no-progress -all-root
	mkfs.erofs "$out/erofs.img" "$out/share"
	truncate -s 16M "$out"/{ext2,vfat}.img
	truncate -s 64M "$out/f2fs.img"
	truncate -s 128M "$out/btrfs.img"
	# xfs has no smaller one; most of it is a hole.
	truncate -s 300M "$out/xfs.img"
	mkfs.ext2 -q -F "$out/ext2.img"
	mkfs.vfat "$out/vfat.img"
	mkfs.f2fs -q -O extra_attr,verity "$out/f2fs.img"
	mkfs.btrfs -q "$out/btrfs.img"
	mkfs.xfs -q "$out/xfs.img"
} >"$out/mkfs.log" 2>&1 || { cat "$out/mkfs.log" >&2; exit 1; }

"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" -l "$loader" \
	-x fuse -x btrfs -x f2fs -x xfs -x vfat -x nls_cp437 -x nls_ascii -x squashfs -x erofs -x 9p -x 9pnet_virtio \
	-x crc32_generic \
	-o "$out/initrd.gz" "$guest/statements/policy.stmt" "$guest/statements/manifest.stmt"
