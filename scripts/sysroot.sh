#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Headers and static libraries of another architecture for linking the tools statically with a
# cross compiler. Prints the directory; it holds `flags.mk` to include or to read:
#   CC CPPFLAGS LDFLAGS PKG_CONFIG_LIBDIR
#   sysroot.sh [arm64]
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=scripts/cache.sh
. "$here/cache.sh"

arch=${1:-arm64}
case $arch in
arm64) triple=aarch64-linux-gnu ;;
*) die "no cross sysroot for '$arch'" ;;
esac
packages=(libbpf-dev libbpf1 libelf-dev libelf1 zlib1g-dev zlib1g libseccomp-dev libseccomp2 libssl-dev libssl3)

link=$CACHE/sysroot-$arch
key=$(echo "1 ${packages[*]}" | short_hash)
if [ ! -e "$link/.key-$key" ]; then
	cache_lock "sysroot-$arch"
	if [ ! -e "$link/.key-$key" ]; then
		apt_refresh "$arch"
		cache_tmp
		step FETCH "sysroot $arch"
		apt_fetch "$arch" "$CACHE_TMP/deb" "${packages[@]}"
		versions=$(cd "$CACHE_TMP/deb" && printf '%s\n' *.deb | short_hash)
		out=$link-$versions
		deb_unpack "$CACHE_TMP/root" "$CACHE_TMP"/deb/*.deb
		cat >"$CACHE_TMP/root/flags.mk" <<-END
			CC = $triple-gcc
			CPPFLAGS = -isystem $out/usr/include -isystem $out/usr/include/$triple
			LDFLAGS = -L$out/usr/lib/$triple
			PKG_CONFIG_LIBDIR = $out/usr/lib/$triple/pkgconfig
		END
		touch "$CACHE_TMP/root/.key-$key"
		rm -rf "$out"
		mv "$CACHE_TMP/root" "$out"
		ln -sfn "$out" "$link"
	fi
	cache_unlock
fi
readlink "$link"
