#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Debian's own mkinitramfs with our hook, in a Debian tree of its own. Prints TAP: what the hook
# refuses, and whether the image is what it should be. Needs what guest.sh made.
#   initramfs-tools.sh KERNEL          makes build/qemu/KERNEL/mkinitramfs/{initrd,refused,shell}.img
#   initramfs-tools.sh KERNEL DIR      makes DIR/initrd.gz alone, of DIR/policy.stmt and DIR/cmdline
# Root is not needed: a user namespace does for chroot.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
PATH=$PATH:/usr/sbin:/sbin
kernel=$1 volume=${2:-}
out=$build/qemu/$kernel/mkinitramfs
tree=$out/tree
keys=$build/keys
lorica=$build/lorica
statements=$build/qemu/$kernel/statements
case $kernel in
amd64-*) ;;
*) echo "initramfs-tools.sh: mkinitramfs cannot run here for $kernel" >&2; exit 1 ;;
esac
mkdir -p "$out"

exec 8>"$out/.lock"
flock 8

# The tree stays; what changes from run to run is put into it anew below.
rootfs=$("$top/scripts/rootfs.sh" --mkinitramfs amd64)
stock=$(readlink -f "$("$top/scripts/kernels.sh" "$kernel")")
release=$(cat "$stock/release")
modules=$tree/usr/lib/modules/$release
stamp=$(id -u; echo "$rootfs $stock"; sha256sum <"$0")
if [ "$stamp" != "$(cat "$out/.tree-stamp" 2>/dev/null)" ]; then
	rm -rf "$tree" "$out/.tree-stamp"
	"$top/scripts/rootfs.sh" --mkinitramfs amd64 "$tree" >/dev/null
	mkdir -p "$tree/boot" "$tree/usr/lib/modules" "$tree/etc/lorica"
	cp "$stock/config" "$tree/boot/config-$release"
	cp -r "$stock/lib/modules/$release" "$modules"
	# The manifest of this tree shall be good for the image too. mkinitramfs copies, but for packed
	# modules: those it would unpack.
	find "$modules" -name '*.ko.xz' -print0 | xargs -0 -r -n 64 -P "$(nproc)" xz -d
	# Only root can make the device; others get the host's bound over a file.
	if [ "$(id -u)" = 0 ]; then
		mknod -m 666 "$tree/dev/null" c 1 3
	else
		: >"$tree/dev/null"
	fi
	# Quicker, for images that must not get to the disk; they could.
	cp -r "$tree/etc/initramfs-tools" "$tree/etc/initramfs-small"
	sed -i 's/^MODULES=.*/MODULES=list/' "$tree/etc/initramfs-small/initramfs.conf"
	printf '%s\n' virtio_pci virtio_blk virtio_console ext4 >>"$tree/etc/initramfs-small/modules"
	# The default takes every driver that a disk may need, and not that of the verdict port.
	echo virtio_console >>"$tree/etc/initramfs-tools/modules"
	echo "$stamp" >"$out/.tree-stamp"
fi

# mkinitramfs ARGUMENT...
mkinitramfs() {
	local enter=(chroot "$tree")
	if [ "$(id -u)" != 0 ]; then
		# shellcheck disable=SC2016 # the inner shell's own
		enter=(unshare --map-root-user --mount sh -c
			'mount --bind /dev/null "$0/dev/null" && exec chroot "$0" "$@"' "$tree")
	fi
	env -i PATH="$PATH" LC_ALL=C "${enter[@]}" /usr/sbin/mkinitramfs -o /tmp/image "$@" "$release" >"$out/log" 2>&1
}

n=0 bad=0
# result STATUS WHAT
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
		tail -n 10 "$out/log" | sed 's/^/# /'
	fi
}

# makes FILE WHAT ARGUMENT...
makes() {
	local file=$1 what=$2 status=0
	shift 2
	rm -f "$tree/tmp/image" "$out/$file"
	mkinitramfs "$@" && mv "$tree/tmp/image" "$out/$file" || status=$?
	result $status "$what"
}

# fails_without FILE TEXT: the hook ends mkinitramfs and says TEXT when FILE of the tree is not there.
fails_without() {
	local status=0
	mv "$tree$1" "$out/away"
	[ "${1##*.}" != ko ] || depmod -b "$tree" "$release"
	{ ! mkinitramfs -d /etc/initramfs-small && grep -qF "$2" "$out/log"; } || status=$?
	mv "$out/away" "$tree$1"
	result $status "without $1 there is no image"
}

# flip FILE.stmt: one bit in the middle.
flip() {
	python3 - "$1" <<-'END'
		import sys
		data = bytearray(open(sys.argv[1], 'rb').read())
		data[len(data) // 2] ^= 1
		open(sys.argv[1], 'wb').write(data)
	END
}
sign() { "$lorica" -q sign "$1.bin" --key "$keys/$2.key" --cert "$keys/$2.crt" -o "$1.stmt"; }
# digests FILE: of a manifest.
digests() { "$lorica" show "$1" | grep -oE '\b[0-9a-f]{64}\b' | sort -u; }

echo 'TAP version 13'
env -u MAKEFLAGS -u MFLAGS make -s -C "$top" O="$build" install-initramfs-tools \
	DESTDIR="$tree" PREFIX=/usr >"$out/log"
mkdir -p "$modules/updates"
strip --strip-debug -o "$modules/updates/lorica.ko" "$build/module/$kernel/kernel/lorica.ko"
depmod -b "$tree" "$release"
"$lorica" -q manifest "$tree" --name initramfs --serial 1 --epoch 1 -o "$out/initramfs.bin" 2>/dev/null
sign "$out/initramfs" vendor
if [ -n "$volume" ]; then
	# Nothing of the root file system is in a manifest: it is on a volume.
	cp "$volume/policy.stmt" "$volume/cmdline" "$out/initramfs.stmt" "$tree/etc/lorica/"
	fails_without /usr/sbin/veritysetup 'there is no /usr/sbin/veritysetup'
	fails_without /usr/share/initramfs-tools/scripts/local-top/lorica 'scripts/local-top/lorica'
	makes volume.img 'mkinitramfs makes an image that opens a volume'
	mv "$out/volume.img" "$volume/initrd.gz"
	rm -rf "$tree"/etc/lorica/*
	echo "1..$n"
	exit $bad
fi
cp "$statements/policy.stmt" "$out/initramfs.stmt" "$tree/etc/lorica/"
cp "$statements/manifest.stmt" "$tree/etc/lorica/rootfs.stmt"

fails_without /etc/lorica/policy.stmt 'no signed policy /etc/lorica/policy.stmt'
fails_without /usr/lib/lorica/lorica 'no lorica command'
fails_without /usr/share/initramfs-tools/scripts/init-top/lorica 'scripts/init-top/lorica'
fails_without "/usr/lib/modules/$release/updates/lorica.ko" "no lorica.ko for kernel $release"
depmod -b "$tree" "$release"

makes initrd.img 'mkinitramfs makes an image, as Debian configures it'
rm -rf "$out/root"
mkdir "$out/root"
zstd -dcq "$out/initrd.img" |
	(cd "$out/root" && cpio -i --quiet --no-absolute-filenames --no-preserve-owner 2>"$out/log")
status=0
grep -E '^/' "$out/root/scripts/init-top/ORDER" >"$out/log"
[[ $(tr -d '\n' <"$out/log") == */init-top/lorica*/init-top/udev* ]] || status=1
result $status 'the script comes before udev'
status=0
"$lorica" -q manifest "$out/root" --name image -o "$out/image.bin" 2>"$out/log" || status=1
comm -23 <(digests "$out/image.bin") <(digests "$out/initramfs.bin") >"$out/log"
[ -n "$(digests "$out/image.bin")" ] && [ ! -s "$out/log" ] || status=1
result $status 'the manifest of the tree has every program, script and module of the image'

flip "$tree/etc/lorica/policy.stmt"
makes refused.img 'an image with a bit of the policy flipped' -d /etc/initramfs-small

sed -e 's/@SERIAL@/5/' -e 's/@MODE@/enforce on-fail shell/' "$here/policy.lorica" >"$keys/$kernel-shell.lorica"
"$lorica" -q compile "$keys/$kernel-shell.lorica" -o "$out/shell.bin"
sign "$out/shell" anchor
cp "$out/shell.stmt" "$tree/etc/lorica/policy.stmt"
flip "$tree/etc/lorica/initramfs.stmt"
makes shell.img 'an image with on-fail shell and a bit of a manifest flipped' -d /etc/initramfs-small

rm -rf "$tree"/etc/lorica/*
echo "1..$n"
exit $bad
