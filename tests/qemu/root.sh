#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The root file system that scenarios boot into: Debian packages, guest-init, the scenarios, and
# whatever directories are named (each is laid over the tree, so a program goes to DIR/usr/bin/x).
#   root.sh ARCH OUT [OVERLAY-DIR...]     makes OUT/tree and OUT/root.img
#   root.sh -t ARCH OUT [OVERLAY-DIR...]  only OUT/tree, to compute a manifest of or to change
#   root.sh -i ARCH OUT                   only OUT/root.img, of OUT/tree as it is
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
do_tree=1 do_image=1
case ${1:-} in
-t) do_image=0 && shift ;;
-i) do_tree=0 && shift ;;
esac
[ $# -ge 2 ] || { echo "root.sh: usage: root.sh [-t|-i] ARCH OUT [OVERLAY-DIR...]" >&2; exit 1; }
arch=$1 out=$2
shift 2
mkdir -p "$out"

# Parallel runs share one image: make it once, and again only when something in it changed.
exec 8>"$out/.root-lock"
flock 8

if [ $do_tree = 1 ]; then
	rootfs=$("$top/scripts/rootfs.sh" "$arch")
	stamp=$(for dir in "$here/scenarios" "$here/guest-init" "$@"; do
		find "$dir" -type f -printf '%p %m ' -exec sha256sum {} \; -o -type l -printf '%p %l\n'
	done | LC_ALL=C sort | cat - <(readlink -f "$rootfs"; sha256sum <"$0") | sha256sum)
	if [ "$stamp" != "$(cat "$out/.tree-stamp" 2>/dev/null)" ]; then
		rm -rf "$out/tree" "$out/.tree-stamp" "$out/root.img"
		"$top/scripts/rootfs.sh" "$arch" "$out/tree" >/dev/null
		install -m 755 "$here/guest-init" "$out/tree/usr/sbin/init"
		cp -r "$here/scenarios" "$out/tree/scenarios"
		find "$out/tree/scenarios" -name '*.sh' -exec chmod 755 {} +
		for dir; do
			# Through the merged-usr links, not over them.
			tar -c -C "$dir" . | tar -x --keep-directory-symlink -C "$out/tree"
		done
		echo "$stamp" >"$out/.tree-stamp"
	fi
fi
if [ $do_image = 1 ] && { [ $do_tree = 0 ] || [ ! -e "$out/root.img" ]; }; then
	"$top/scripts/image.sh" "$arch" "$out/tree" "$out/root.img"
fi
