#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: the root file system of the scenario verity, and an initramfs of Debian's
# mkinitramfs that opens it.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
kernel=$1 out=$2
"$here/../verity/prepare.sh" "$kernel" "$out"
rm "$out/initrd.gz"
"$here/../../initramfs-tools.sh" "$kernel" "$out" >"$out/prepare.tap" || { cat "$out/prepare.tap" >&2; exit 1; }
