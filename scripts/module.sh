#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the module for one kernel, in a private copy of its sources, so that several kernels can
# build at the same time and the source tree stays clean. Warnings are errors.
#   module.sh NAME OUTDIR [MAKE-ARGUMENT...]
# NAME: amd64-6.12 arm64-6.12 amd64-6.1, or kunit (sanitised kernel, adds the KUnit module).
# LORICA_ANCHOR names the trust anchor's certificate. Prints the modules that were built.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=scripts/cache.sh
. "$here/cache.sh"

[ $# -ge 2 ] || die "usage: module.sh NAME OUTDIR [MAKE-ARGUMENT...]"
name=$1 out=$2
shift 2
tree=${LORICA_TREE:-$(dirname "$here")}

args=(W=1)
cflags=-Werror
if [ "$name" = kunit ]; then
	kdir=$("$here/kunit-kernel.sh" | head -n 1)
	# KASAN's redzones swell every frame; the stock kernels hold our own code to 2048 bytes.
	cflags+=' -Wframe-larger-than=8192'
	args+=(CONFIG_LORICA_KUNIT=1 LORICA_KUNIT=1)
else
	kernel=$("$here/kernels.sh" "$name")
	kdir=$kernel/build
	read -ra more <"$kernel/make-args" || :
	args+=("${more[@]}")
fi
if [ -n "${LORICA_ANCHOR:-}" ]; then
	args+=("LORICA_ANCHOR=$(realpath "$LORICA_ANCHOR")")
fi

mkdir -p "$out"
out=$(cd "$out" && pwd -P)
exec 8>"$out/.lock"
flock 8
# Unchanged files keep their time, so a second build only makes what changed; files that are gone
# from the tree must go from the copy.
sources=("$tree/Kbuild" "$tree/kernel")
[ ! -e "$tree/Makefile" ] || sources+=("$tree/Makefile")
rsync -a --delete --include='*/' --include='*.[chS]' --include='Kbuild' --include='Makefile' \
	--include='*.crt' --include='*.der' --exclude='*' "${sources[@]}" "$out/"

step MODULE "$name"
log=$out/module.log
rm -f "$out"/kernel/*.ko
# A calling make would hand over its job server and its variables.
if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$kdir" M="$out" -s -j"$(nproc)" \
	KCFLAGS="$cflags" "${args[@]}" "$@" modules >"$log" 2>&1; then
	grep -vE '^make|Skipping BTF' "$log" >&2
	die "module build for $name failed"
fi

modules=$(find "$out" -name '*.ko' | sort)
[ -n "$modules" ] || die "$name: no module came out, see $log"
for ko in $modules; do
	# Without it the module's kfuncs can not be called, and loading does not say so.
	readelf -SW "$ko" | grep -q ' \.BTF ' || die "$ko has no BTF, see $log"
done
echo "$modules"
