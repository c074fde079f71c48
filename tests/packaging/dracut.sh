#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The module of dracut, by Debian's own dracut, in a root of its own: an overlay of this machine in a mount
# namespace, so that nothing of the machine changes. Prints TAP. Needs root.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
out=$build/packaging/dracut
PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }

if [ "${1:-}" != inside ]; then
	rm -rf "$out"
	mkdir -p "$out/debs" "$out/upper" "$out/work" "$out/root"
	(cd "$out/debs" && apt-get -o APT::Sandbox::User=root -q download dracut-core >log 2>&1) ||
		{ echo '1..0 # SKIP cannot get dracut'; exit 0; }
	exec unshare -m "$0" inside
fi

n=0 bad=0
# result STATUS WHAT
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
		tail -n 20 "$out/log" | sed 's/^/# /'
	fi
}

root=$out/root
# The mount is this process's and goes away with it.
mount -t tmpfs tmpfs "$out/work"
mkdir "$out/work/upper" "$out/work/work"
mount -t overlay -o "lowerdir=/,upperdir=$out/work/upper,workdir=$out/work/work" overlay "$root"
mount -t tmpfs tmpfs "$root/var/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
# Not by dpkg -x, which makes a directory of the link /lib.
dpkg-deb --fsys-tarfile "$out"/debs/dracut-core_*.deb | tar -x -C "$root" --keep-directory-symlink

kernel=$("$top/scripts/kernels.sh" amd64-6.12)
release=$(cat "$kernel/release")
mkdir -p "$root/lib/modules/$release" "$root/etc/lorica"
cp -a "$(readlink -f "$kernel/modules")/." "$root/lib/modules/$release/"
rm -f "$root/lib/modules/$release"/{build,source}
[ -e "$build/keys/anchor.crt" ] || "$build/lorica" -q keygen --dir "$build/keys" anchor
make -s -C "$top" install-dracut-module DESTDIR="$root"
install -D -m 755 "$build/device/lorica" "$root/usr/lib/lorica/lorica"

# dracut OUT: makes an image of the base and this module. --no-hostonly: the same wherever it is made.
dracut() {
	rm -f "$root/var/tmp/image"
	chroot "$root" /usr/bin/dracut --force --no-hostonly --no-early-microcode -m 'base lorica' --kver "$release" \
		/var/tmp/image >"$out/log" 2>&1
}
# fails TEXT: no image, and dracut says TEXT and what to do.
fails() {
	! dracut && [ ! -e "$root/var/tmp/image" ] && grep -qF "$1" "$out/log" && grep -q 'what to do: ' "$out/log"
}
check() {
	local what=$1 status=0
	shift
	"$@" || status=$?
	result $status "$what"
}

check 'dracut: no signed policy, no image' fails 'no signed policy'
: >"$root/etc/lorica/policy.stmt"
check 'dracut: an empty policy is none' fails 'no signed policy'
echo policy >"$root/etc/lorica/policy.stmt"
echo manifest >"$root/etc/lorica/rootfs.stmt"
check 'dracut: no lorica.ko, no image' fails "no lorica.ko for kernel $release"
LORICA_ANCHOR=$build/keys/anchor.crt "$top/scripts/module.sh" amd64-6.12 "$build/packaging/module" >"$out/module.log" 2>&1
install -D -m 644 -t "$root/lib/modules/$release/updates" "$build"/packaging/module/kernel/lorica*.ko
depmod -b "$root" "$release"
mv "$root/usr/lib/lorica/lorica" "$root/loader"
check 'dracut: no command, no image' fails 'no lorica command'
mv "$root/loader" "$root/usr/lib/lorica/lorica"

check 'dracut: all is there' dracut
mkdir "$root/var/tmp/unpacked"
image() {
	local magic
	magic=$(od -An -tx1 -N 2 "$root/var/tmp/image" | tr -d ' ')
	case $magic in
	1f8b) gzip -dc ;;
	28b5) zstd -dcq ;;
	fd37) xz -dc ;;
	*) cat ;;
	esac <"$root/var/tmp/image"
}
(cd "$root/var/tmp/unpacked" && image | cpio -id --quiet) >>"$out/log" 2>&1 || true
for file in etc/lorica/policy.stmt etc/lorica/rootfs.stmt scripts/lorica-boot.sh sbin/lorica \
	lib/dracut/hooks/cmdline/00-lorica-seal.sh "lib/modules/$release/updates/lorica.ko" \
	"lib/modules/$release/updates/lorica_usb.ko"; do
	check "dracut: the image has $file" test -s "$root/var/tmp/unpacked/$file"
done
runs() { chroot "$root" /var/tmp/unpacked/sbin/lorica --version >>"$out/log" 2>&1; }
check 'dracut: the command of the image runs' runs
# sh takes the names of hooks in their order.
check 'dracut: no hook comes before the seal' test \
	"$(find "$root/var/tmp/unpacked/lib/dracut/hooks/cmdline" -type f -printf '%f\n' | LC_ALL=C sort | head -n 1)" = 00-lorica-seal.sh
check 'dracut: its modules are known to depmod' grep -q '^updates/lorica.ko' \
	"$root/var/tmp/unpacked/lib/modules/$release/modules.dep"
echo "1..$n"
exit $bad
