#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A small Debian 12 root file system of ARCH, from real packages: what the attacks attack.
# Files only, no maintainer script ran and nothing needs root.
#   rootfs.sh [OPTION...] ARCH         print the cached directory: rootfs.tar, busybox-static, packages
#   rootfs.sh [OPTION...] ARCH TREE    also unpack it into the (new or empty) directory TREE
#     --newest        look for newer packages
#     --mkinitramfs   another one, in which Debian's mkinitramfs runs
#     --verity        another one: what opens dm-verity devices, and its libraries
#     --userland      another one: systemd, apt, openssh, cron and a login
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

usage() { die "usage: rootfs.sh [--newest] [--mkinitramfs | --verity | --userland] amd64|arm64 [TREE]"; }

newest=0 name=rootfs
while :; do
	case ${1:-} in
	--newest) newest=1 ;;
	--verity)
		name=verity
		packages=(libc6 dmsetup cryptsetup-bin)
		;;
	--userland)
		name=userland
		packages=(usr-is-merged base-files perl-base ncurses-base bsdutils libc6 libc-bin dash bash coreutils diffutils findutils
			grep sed mawk hostname mount util-linux kmod login passwd apt dpkg tar gzip python3 systemd systemd-sysv
			openssh-server openssh-client cron mosquitto mosquitto-clients)
		# A whole one: apt wants each dependency of what is installed.
		leave_out='^$'
		;;
	--mkinitramfs)
		name=mkinitramfs
		packages=(libc6 libc-bin bash dash coreutils findutils grep sed util-linux initramfs-tools busybox kmod
			udev zstd xz-utils cryptsetup-bin)
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
	rm -rf "$root"/usr/share/{doc,man,info,locale,lintian,bug,bash-completion,doc-base,base-files/motd}
	[ "$name" = userland ] || rm -rf "$root/usr/share/perl5"
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

# register ROOT DEBS: what dpkg would know, had it installed them.
register() {
	local root=$1 deb name info=$1/var/lib/dpkg/info
	mkdir -p "$info" "$root/var/lib/dpkg/updates" "$root"/var/{lib/apt/lists,cache/apt/archives}/partial \
		"$root/var/log/apt"
	for deb in "$2"/*.deb; do
		name=$(dpkg-deb -f "$deb" Package)
		[ "$name" != busybox-static ] || continue
		dpkg-deb -f "$deb" | sed 's/^Package: .*/&\nStatus: install ok installed/'
		echo
		[ "$(dpkg-deb -f "$deb" Multi-Arch)" != same ] || name+=:$arch
		dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -e 's|^\./*|/|' -e 's|/$||' -e 's|^$|/.|' >"$info/$name.list"
	done >"$root/var/lib/dpkg/status"
	: >"$root/var/lib/dpkg/available"
}

# What the maintainer scripts of --userland would have done.
set_up_userland() {
	local root=$1 unit stack
	cat >>"$root/etc/passwd" <<-'END'
		_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
		sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
		systemd-network:x:998:998::/:/usr/sbin/nologin
		person:x:1001:1001::/home/person:/bin/bash
	END
	cat >>"$root/etc/group" <<-'END'
		adm:x:4:
		utmp:x:43:
		shadow:x:42:
		crontab:x:102:
		systemd-network:x:998:
		systemd-journal:x:999:
		person:x:1001:
	END
	# The password of person is "enforce".
	{
		# shellcheck disable=SC2016 # a hash
		echo 'person:$6$lorica$'"$(openssl passwd -6 -salt lorica enforce | cut -d '$' -f 4):19000:0:99999:7:::"
		sed -n '/^person:/!s/:.*/:*:19000:0:99999:7:::/p' "$root/etc/passwd"
	} >"$root/etc/shadow"
	mkdir -p "$root/home/person" "$root/root/.ssh" "$root/var/spool/cron/crontabs"
	for stack in auth account session password; do
		cp "$root/usr/share/pam/common-$stack" "$root/etc/pam.d/"
	done
	cp "$root/usr/share/pam/common-session-noninteractive" "$root/etc/pam.d/"
	# Where pam-auth-update would put the modules.
	sed -i 's/^\$auth_primary$/auth [success=1 default=ignore] pam_unix.so nullok/' "$root/etc/pam.d/common-auth"
	sed -i 's/^\$account_primary$/account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so/' \
		"$root/etc/pam.d/common-account"
	sed -i 's/^\$session_\(nonint_\)\?primary$/session [default=1] pam_permit.so/
		s/^\$session_\(nonint_\)\?additional$/session required pam_unix.so/' "$root"/etc/pam.d/common-session*
	sed -i '/^\$/d' "$root"/etc/pam.d/common-*
	for unit in ssh cron mosquitto; do
		mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
		ln -s "/lib/systemd/system/$unit.service" "$root/etc/systemd/system/multi-user.target.wants/"
	done
	ln -s /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
	cp "$root/usr/share/openssh/sshd_config" "$root/etc/ssh/"
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
			if [ "$name" = userland ]; then
				register "$CACHE_TMP/root" "$CACHE_TMP/deb"
				set_up_userland "$CACHE_TMP/root"
			fi
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
