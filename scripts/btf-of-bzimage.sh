#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Write an ELF file with the BTF of an x86 kernel and none of its code. The headers of some kernels
# come without a vmlinux, and BTF of a module is made from the kernel's.
#   btf-of-bzimage.sh BZIMAGE OUT
set -eu

die() { echo "btf-of-bzimage.sh: $*" >&2; exit 1; }

[ $# = 2 ] || die 'usage: btf-of-bzimage.sh BZIMAGE OUT'
[ -r "$1" ] || die "cannot read '$1'"
field() { od -An -"t$1" -j "$2" -N "$3" "$image" | tr -d ' '; }

image=$1 tmp=$2.tmp
trap 'rm -f "$tmp" "$tmp.z"' EXIT
[ "$(field x1 514 4)" = 48647253 ] || die "'$1' is no x86 kernel image"
# The boot header says where the compressed ELF file is.
setup=$(field u1 497 1)
start=$(field u4 584 4)
length=$(field u4 588 4)
start=$((start + (setup + 1) * 512))
# The last four bytes are the unpacked size.
tail -c +$((start + 1)) "$1" | head -c $((length - 4)) >"$tmp.z" || :
case $(od -An -tx1 -N 4 "$tmp.z" | tr -d ' ') in
fd377a58) xz -dc <"$tmp.z" >"$tmp" ;;
28b52ffd) zstd -dcq <"$tmp.z" >"$tmp" ;;
1f8b*) gzip -dc <"$tmp.z" >"$tmp" ;;
*) die "'$1': unknown compression" ;;
esac
objcopy --only-section=.BTF "$tmp" "$2" 2>/dev/null || die "'$1': its kernel is no ELF file"
readelf -SW "$2" | grep -q ' \.BTF ' || { rm -f "$2"; die "'$1' has no BTF"; }
