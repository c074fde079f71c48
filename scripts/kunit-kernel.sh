#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build, once, the sanitised kernel that KUnit runs on, from the distribution's kernel source.
# Prints two lines: the build directory (a KDIR for modules) and the bzImage.
#   kunit-kernel.sh          build when not in the cache
#   kunit-kernel.sh --src    only unpack the source (checkpatch.pl, coccicheck) and print its path
#   kunit-kernel.sh --check  print and succeed only when already built
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=scripts/cache.sh
. "$here/cache.sh"

# Raise to rebuild everywhere after a change of how, not what, this script builds.
revision=1
package=linux-source-6.12
fragment=$here/../tests/qemu/kunit.config

# A user of the cache may be offline, and a new point release is no reason for fifteen minutes:
# LORICA_KUNIT_SOURCE pins a version; else the newest unpacked source stays until --newest.
resolve() {
	local have
	if [ -n "${LORICA_KUNIT_SOURCE:-}" ]; then
		version=$LORICA_KUNIT_SOURCE
		return
	fi
	have=$(find "$CACHE" -maxdepth 1 -name "$package-*" -type d -printf '%f\n' | sort -V | tail -n 1)
	if [ -n "$have" ] && [ "${newest:-0}" = 0 ]; then
		version=${have#"$package-"}
		return
	fi
	apt_refresh amd64
	version=$(apt_version amd64 "$package")
}

unpack_source() {
	src=$CACHE/$package-$version
	[ -d "$src" ] && return
	cache_lock kunit-source
	if [ ! -d "$src" ]; then
		apt_refresh amd64
		cache_tmp
		step FETCH "$package $version"
		apt_fetch amd64 "$CACHE_TMP" "$package=$version"
		deb_unpack "$CACHE_TMP/deb" "$CACHE_TMP"/*.deb
		step UNPACK "$package $version"
		mkdir "$CACHE_TMP/src"
		tar -xf "$CACHE_TMP/deb/usr/src/$package.tar.xz" -C "$CACHE_TMP/src" --strip-components=1
		mv "$CACHE_TMP/src" "$src"
		rm -rf "$CACHE_TMP/deb" "$CACHE_TMP"/*.deb
	fi
	cache_unlock
}

# Lines of the fragment that the configuration does not honour. Options without which a test
# would pass for nothing are errors, the rest is reported.
check_config() {
	local line missing=0 essential='_(KUNIT|KASAN|KASAN_GENERIC|UBSAN|PROVE_LOCKING|DEBUG_KMEMLEAK|DEBUG_ATOMIC_SLEEP|BPF_LSM|DEBUG_INFO_BTF|DEBUG_INFO_BTF_MODULES|MODULES|MODULE_UNLOAD|DYNAMIC_FTRACE_WITH_DIRECT_CALLS|SECURITYFS|SYSTEM_DATA_VERIFICATION|VIRTIO_BLK|VIRTIO_CONSOLE|EXT4_FS|FAILSLAB|LSM)(=| is)'
	while read -r line; do
		case $line in
		CONFIG_*=*) grep -qxF "$line" "$1" && continue ;;
		"# CONFIG_"*" is not set") grep -q "^${line:2:-11}=" "$1" || continue ;;
		*) continue ;;
		esac
		if [[ $line =~ $essential ]]; then
			missing=1
			echo "kunit-kernel.sh: error: not honoured: $line" >&2
		else
			echo "kunit-kernel.sh: warning: not honoured: $line" >&2
		fi
	done <"$fragment"
	return $missing
}

build() {
	local jobs log=$out/build.log
	jobs=$(nproc)
	mkdir -p "$out"
	step CONFIG "kunit kernel $version"
	make -C "$src" O="$out" -s tinyconfig >"$log" 2>&1 || { tail -n 20 "$log" >&2; die "tinyconfig failed"; }
	(cd "$out" && "$src/scripts/kconfig/merge_config.sh" -m .config "$fragment" >>"$log" 2>&1)
	make -C "$src" O="$out" -s olddefconfig >>"$log" 2>&1
	check_config "$out/.config" || die "the configuration lacks what the tests rely on"
	step BUILD "kunit kernel $version (about 15 minutes on two cores)"
	# MAKEFLAGS of a calling make would hand over its job server and its variables.
	if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL KBUILD_BUILD_USER=lorica KBUILD_BUILD_HOST=lorica \
		make -C "$src" O="$out" -s -j"$jobs" bzImage modules >>"$log" 2>&1 9>&-; then
		grep -E 'error|Error' "$log" | head -n 20 >&2
		die "kernel build failed, see $log"
	fi
	touch "$out/.complete"
}

mode=${1:-build}
[ "$mode" = --newest ] && newest=1
resolve
if [ "$mode" = --src ]; then
	unpack_source
	echo "$src"
	exit 0
fi

key=$(cat "$fragment" <(echo "$version $revision") | short_hash)
# Not made in a temporary place: an interrupted build of this length should go on where it was.
out=$CACHE/kunit-$version-$key
if [ ! -e "$out/.complete" ]; then
	[ "$mode" != --check ] || exit 1
	unpack_source
	cache_lock "kunit-$key"
	[ -e "$out/.complete" ] || build
	cache_unlock
fi
ln -sfn "$out" "$CACHE/kunit"
echo "$out"
echo "$out/arch/x86/boot/bzImage"
