#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Put stock Debian kernels and their headers into the cache, unpacked, nothing installed:
#   $LORICA_CACHE/kernels/NAME/
#     vmlinuz  config  release  arch  modules (-> lib/modules/RELEASE)
#     build      KDIR for out-of-tree modules; also makes module BTF on 6.1
#     vmlinux    ELF file with the kernel's BTF (not its code)
#     make-args  what make needs besides KDIR (ARCH=, CROSS_COMPILE=, CC=), may be empty
#
#   kernels.sh [--newest] [NAME...]   NAME: amd64-6.12 arm64-6.12 amd64-6.1; all when none is given.
# A kernel that is there stays as it is; --newest looks for a newer one. Prints one path per name.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=scripts/cache.sh
. "$here/cache.sh"

# Raise when the layout above changes.
revision=1

meta_of() {
	case $1 in
	amd64-6.12) echo amd64 6.12-amd64 ;;
	arm64-6.12) echo arm64 6.12-arm64 ;;
	amd64-6.1) echo amd64 amd64 ;;
	*) die "unknown kernel '$1' (amd64-6.12 arm64-6.12 amd64-6.1)" ;;
	esac
}

# resolve_btfids of 6.12 does for 6.1 too; 6.1's own package has none, and without it and a
# vmlinux the module build leaves BTF out.
add_resolve_btfids() {
	local kbuild=$1 from deb
	[ ! -x "$kbuild/tools/bpf/resolve_btfids/resolve_btfids" ] || return 0
	from=$(apt_depends "$host" "linux-headers-6.12-$host" '^linux-headers-')
	from=$(apt_depends "$host" "$from" '^linux-kbuild-')
	apt_fetch "$host" "$CACHE_TMP/btfids" "$from"
	deb=$(echo "$CACHE_TMP"/btfids/*.deb)
	deb_unpack "$CACHE_TMP/btfids" "$deb"
	mkdir -p "$kbuild/tools/bpf/resolve_btfids"
	cp "$CACHE_TMP/btfids/usr/lib/$from/tools/bpf/resolve_btfids/resolve_btfids" \
		"$kbuild/tools/bpf/resolve_btfids/"
	rm -rf "$CACHE_TMP/btfids"
}

fetch_kernel() {
	local name=$1 arch meta image headers common kbuild version release out t link
	read -r arch meta <<<"$(meta_of "$name")"
	link=$CACHE/kernels/$name
	if [ -e "$link/.revision-$revision" ] && [ "$newest" = 0 ]; then
		readlink "$link"
		return
	fi
	apt_refresh "$arch"
	apt_refresh "$host"
	image=$(apt_depends "$arch" "linux-image-$meta" '^linux-image-')
	headers=$(apt_depends "$arch" "linux-headers-$meta" '^linux-headers-')
	common=$(apt_depends "$arch" "$headers" '-common$')
	kbuild=$(apt_depends "$arch" "$headers" '^linux-kbuild-')
	version=$(apt_version "$arch" "$image")
	release=${image#linux-image-}
	out=$CACHE/kernels/$name-$version
	if [ ! -e "$out/.revision-$revision" ]; then
		step FETCH "$name $version"
		t=$CACHE_TMP/$name
		apt_fetch "$arch" "$t.deb" "$image=$version" "$headers=$version" "$common=$version"
		# The build tools run here, whatever the kernel runs on.
		apt_fetch "$host" "$t.deb" "$kbuild=$version"
		deb_unpack "$t" "$t.deb"/*.deb
		rm -rf "$t.deb"

		ln "$t/boot/vmlinuz-$release" "$t/vmlinuz"
		ln "$t/boot/config-$release" "$t/config"
		ln -s "lib/modules/$release" "$t/modules"
		ln -s "usr/src/$headers" "$t/build"
		echo "$release" >"$t/release"
		echo "$arch" >"$t/arch"
		# The package's Makefile names /usr/src.
		# shellcheck disable=SC2016
		printf 'include $(dir $(lastword $(MAKEFILE_LIST)))../%s/Makefile\n' "$common" >"$t/build/Makefile"
		if [ ! -e "$t/build/vmlinux" ]; then
			"$here/btf-of-bzimage.sh" "$t/vmlinuz" "$t/build/vmlinux"
		fi
		ln -s build/vmlinux "$t/vmlinux"
		add_resolve_btfids "$t/usr/lib/$kbuild"
		if [ "$arch" = "$host" ]; then
			: >"$t/make-args"
		else
			triple=$(dpkg-architecture -qDEB_HOST_GNU_TYPE -a"$arch" 2>/dev/null) || triple=aarch64-linux-gnu
			echo "ARCH=$arch CROSS_COMPILE=$triple- CC=$triple-gcc" >"$t/make-args"
		fi
		depmod -b "$t" "$release"
		touch "$t/.revision-$revision"
		rm -rf "$out"
		mv "$t" "$out"
	fi
	ln -sfn "$out" "$link"
	echo "$out"
}

newest=0
if [ "${1:-}" = --newest ]; then
	newest=1
	shift
fi
[ $# -gt 0 ] || set -- amd64-6.12 arm64-6.12 amd64-6.1
host=$(dpkg --print-architecture)
mkdir -p "$CACHE/kernels"
for name; do
	meta_of "$name" >/dev/null
done
cache_tmp
for name; do
	cache_lock "kernel-$name"
	fetch_kernel "$name"
	cache_unlock
done
