#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: policies for the boot without the added word, and a changed initramfs.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# Between two archives the kernel passes over zeros: the same files, another digest.
{ cat "$INITRD" && head -c 512 /dev/zero; } >"$2/initrd.gz"
GOLDEN_CMDLINE=${CMDLINE/single/} GOLDEN_INITRD=$INITRD "$here/../boot/prepare.sh" "$@"
sha256sum <"$2/initrd.gz" | cut -d' ' -f1 >"$2/changed-digest"
