#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: the usual initramfs, which opens the leak scanner before the seal closes it.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
statements=$build/qemu/$kernel/statements

case $kernel in
arm64-*) loader=$build/device-arm64/lorica ;;
*) loader=$build/device/lorica ;;
esac
module=$build/module/$kernel/kernel/lorica.ko
# The scenario `kunit` builds there at the same time, and takes the old one away first.
exec 8>"$build/module/$kernel/.lock"
flock -s 8
"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$module" -l "$loader" -o "$out/initrd.gz" \
	-f "$top/initramfs/lorica-boot.sh:scripts/lorica-boot-one.sh" -f "$here/lorica-boot.sh:scripts/lorica-boot.sh" \
	"$statements"/{policy,manifest,newer}.stmt
