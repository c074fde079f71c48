#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make an ext4 image of a directory, without mounting and without root.
#   image.sh ARCH TREE OUT.img [FREE-MIB]
# 4 KiB blocks and fs-verity, as devices have; FREE-MIB (default 64) is room for writing.
set -eu

die() { echo "image.sh: $*" >&2; exit 1; }

[ $# = 3 ] || [ $# = 4 ] || die "usage: image.sh ARCH TREE OUT.img [FREE-MIB]"
arch=$1 tree=$2 out=$3 free=${4:-64}
case $arch in amd64 | arm64) ;; *) die "unknown architecture '$arch'" ;; esac
[ -d "$tree" ] || die "no directory '$tree'"
PATH=$PATH:/usr/sbin:/sbin

# Block rounding, inode tables (256 bytes a file) and the journal come on top of the files.
used=$(du -sm --apparent-size "$tree" | cut -f1)
files=$(find "$tree" | wc -l)
size=$((used + used / 8 + files * 5 / 1024 + 24 + free))

as_root=()
if [ "$(id -u)" != 0 ]; then
	as_root=(unshare --map-root-user)
fi
printf '  %-7s %s\n' IMAGE "$out ($size MiB)" >&2
tmp=$out.$$
trap 'rm -f "$tmp"' EXIT
rm -f "$tmp"
# Same tree, same image: fixed identifiers, and no work left for a first mount.
"${as_root[@]}" env SOURCE_DATE_EPOCH=0 E2FSPROGS_FAKE_TIME=1700000000 mkfs.ext4 -q -F -b 4096 -m 0 -L lorica-root \
	-U 6c6f7269-6361-4000-8000-000000000001 -O verity \
	-E hash_seed=6c6f7269-6361-4000-8000-000000000002,root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0 \
	-d "$tree" "$tmp" "${size}M" >/dev/null
mv "$tmp" "$out"
