#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make the source package and the binary packages for Debian 12, from a copy of this tree.
#   deb.sh OUTDIR [dpkg-buildpackage ARGUMENT...]    for example `-b`; the default is everything
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
die() { echo "deb.sh: $*" >&2; exit 1; }

[ $# -ge 1 ] || die 'usage: deb.sh OUTDIR [dpkg-buildpackage ARGUMENT...]'
out=$1
shift
command -v dh >/dev/null || die 'no debhelper; scripts/setup.sh installs what is needed'
mkdir -p "$out"
out=$(cd "$out" && pwd -P)
version=$(dpkg-parsechangelog -l "$here/debian/changelog" -S Version)
made=$(sed -n 's/^VERSION := //p' "$top/Makefile")
[ "$version" = "$made" ] || die "the changelog says $version, and Makefile says $made"

rm -rf "$out"/lorica*
tree=$out/lorica-$version
mkdir "$tree"
# What is in the tree, committed or not; in a tree without git nothing may be left of a build.
if git -C "$top" rev-parse --git-dir >/dev/null 2>&1; then
	git -C "$top" ls-files -z --cached --others --exclude-standard
else
	(cd "$top" && find . -path ./build -prune -o \( -type f -o -type l \) -printf '%P\0')
fi | (cd "$top" && while IFS= read -r -d '' f; do [ ! -e "$f" ] || printf '%s\0' "$f"; done) |
	tar -C "$top" --null -T - -c | tar -C "$tree" -x
cp -r "$here/debian" "$tree/debian"

printf '  %-7s %s\n' DEB "lorica $version" >&2
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l "$here/debian/changelog" -S Timestamp)
# -d: build-essential has a C++ compiler, which nothing here needs. A calling make would hand over its variables,
# and some of them are ours.
if ! (cd "$tree" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u O -u DESTDIR -u LORICA_ANCHOR LC_ALL=C TZ=UTC \
	dpkg-buildpackage -us -uc -d "$@") >"$out/log" 2>&1; then
	tail -n 40 "$out/log" >&2
	die "the build failed, see $out/log"
fi
find "$out" -maxdepth 1 -name 'lorica*.deb' | sort
