#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a disk with the full command and the libraries that it needs.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
out=$2
tree=$out/tool
mkdir -p "$tree"
cp "$build/lorica" "$tree/"
ldd "$build/lorica" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | xargs -I{} cp -L {} "$tree/"
cp -L "$(ldd "$build/lorica" | sed -n 's/^\s*\(\/[^ ]*ld-linux[^ ]*\).*/\1/p')" "$tree/ld.so"
"$top/scripts/image.sh" amd64 "$tree" "$out/tool.img"
rm -rf "$tree"
