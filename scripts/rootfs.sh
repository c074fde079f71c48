#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A small Debian 12 root file system of ARCH, from real packages: what the attacks attack.
# Files only, no maintainer script ran and nothing needs root.
#   rootfs.sh [OPTION...] ARCH         print the cached directory: rootfs.tar, busybox-static, packages
#   rootfs.sh [OPTION...] ARCH TREE    also unpack it into the (new or empty) directory TREE
#     --newest        look for newer packages
#     --mkinitramfs   another one, in which Debian's mkinitramfs runs
#     --verity        another one: what opens dm-verity devices, and its libraries
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=scripts/cache.sh
. "$here/cache.sh"

# Raise when what is done to the packages changes.
revision=1
packages=(base-files libc6 libc-bin dash coreutils grep sed busybox mount util-linux kmod keyutils
	dropbear-bin mosquitto mosquitto-clients python3-minimal libpython3.11-stdlib luajit)
# Installation machinery that some of them depend on, of no use in a read-only image.
leave_out='^(adduser|debconf|cdebconf|passwd|perl.*|login|dpkg|tar|gcc-12-base|libc-l10n|init-system-helpers|sysvinit-utils|media-types|mailcap)$'

usage() { die "usage: rootfs.sh [--newest] [--mkinitramfs | --verity] amd64|arm64 [TREE]"; }

newest=0 name=rootfs
while :; do
	case ${1:-} in
	--newest) newest=1 ;;
	--verity)
		name=verity
		packages=(libc6 dmsetup cryptsetup-bin)
		;;
	--mkinitramfs)
		name=mkinitramfs
		packages=(libc6 libc-bin bash dash coreutils findutils grep sed util-linux initramfs-tools busybox kmod
			udev zstd xz-utils)
		# mkinitramfs asks dpkg for the architecture.
		leave_out=${leave_out/|dpkg/}
		;;
	*) break ;;
	esac
	shift
done
[ $# = 1 ] || [ $# = 2 ] || usage
arch=$1
tree=${2:-}
case $arch in amd64 | arm64) ;; *) usage ;; esac

# Debian's dependency solver on an empty system, minus the machinery: NAME=VERSION lines.
resolve() {
	apt_for "$arch" apt-get install -s --no-install-recommends "${packages[@]}" |
		sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' |
		awk -F= -v out="$leave_out" '$1 !~ out'
	echo "busybox-static=$(apt_version "$arch" busybox-static)"
}

make_tree() {
	local root=$1 debs=$2 deb d pair
	mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{etc,proc,sys,dev,run,tmp,root,mnt,var/tmp}
	for d in bin sbin lib lib64; do
		ln -s "usr/$d" "$root/$d"
	done
	for deb in "$debs"/*.deb; do
		case ${deb##*/} in
		busybox-static_*) continue ;;
		esac
		deb_lay "$root" "$deb"
	done
	rm -rf "$root"/usr/share/{doc,man,info,locale,lintian,bug,perl5,bash-completion,doc-base,base-files/motd}
	for pair in sh:dash awk:mawk python3:python3.11; do
		if [ ! -e "$root/bin/${pair%:*}" ] && [ -e "$root/bin/${pair#*:}" ]; then
			ln -s "${pair#*:}" "$root/bin/${pair%:*}"
		fi
	done
	install -D -m 755 "$CACHE_TMP/out/busybox-static" "$root/usr/lib/lorica-test/busybox"

	# What maintainer scripts would have done.
	cat >"$root/etc/passwd" <<-'END'
		root:x:0:0:root:/root:/bin/sh
		daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
		mosquitto:x:100:100::/var/lib/mosquitto:/usr/sbin/nologin
		user:x:1000:1000::/tmp:/bin/sh
		nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
	END
	cat >"$root/etc/group" <<-'END'
		root:x:0:
		daemon:x:1:
		tty:x:5:
		mosquitto:x:100:
		user:x:1000:
		nogroup:x:65534:
	END
	printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
	echo lorica-test >"$root/etc/hostname"
	: >"$root/etc/fstab"
	: >"$root/etc/machine-id"
	mkdir -p "$root/etc/dropbear" "$root/var/lib/mosquitto" "$root/run/mosquitto"
	chmod 1777 "$root/tmp" "$root/var/tmp"
}

link=$CACHE/$name-$arch
want=$(echo "$revision ${packages[*]} $leave_out" | short_hash)
if [ ! -e "$link/.want-$want" ] || [ "$newest" = 1 ]; then
	cache_lock "$name-$arch"
	if [ ! -e "$link/.want-$want" ] || [ "$newest" = 1 ]; then
		apt_refresh "$arch"
		cache_tmp
		resolve >"$CACHE_TMP/packages"
		out=$link-$(cat "$CACHE_TMP/packages" - <<<"$want" | short_hash)
		if [ ! -e "$out/.want-$want" ]; then
			step FETCH "$name $arch ($(wc -l <"$CACHE_TMP/packages") packages)"
			mapfile -t list <"$CACHE_TMP/packages"
			apt_fetch "$arch" "$CACHE_TMP/deb" "${list[@]}"
			mkdir "$CACHE_TMP/out" "$CACHE_TMP/static"
			deb_lay "$CACHE_TMP/static" "$CACHE_TMP"/deb/busybox-static_*.deb
			cp "$CACHE_TMP/static/bin/busybox" "$CACHE_TMP/out/busybox-static"
			make_tree "$CACHE_TMP/root" "$CACHE_TMP/deb"
			tar --sort=name --owner=0 --group=0 --numeric-owner -cf "$CACHE_TMP/out/rootfs.tar" \
				-C "$CACHE_TMP/root" .
			mv "$CACHE_TMP/packages" "$CACHE_TMP/out/"
			touch "$CACHE_TMP/out/.want-$want"
			rm -rf "$out"
			mv "$CACHE_TMP/out" "$out"
		fi
		ln -sfn "$out" "$link"
	fi
	cache_unlock
fi

if [ -n "$tree" ]; then
	[ -z "$(ls -A "$tree" 2>/dev/null)" ] || die "$tree is not empty"
	mkdir -p "$tree"
	tar -xf "$link/rootfs.tar" -C "$tree"
fi
readlink "$link"
