#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a Debian with systemd, apt, openssh and cron, under a policy that enforces; a
# package with its signed manifest, and one without.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
kernel=$1 out=$2
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$here/../learn/statements.sh"
guest=$build/qemu/$kernel
tree=$out/tree

"$top/scripts/rootfs.sh" --userland amd64 "$tree" >/dev/null
mkdir -p "$tree/scenarios" "$tree/attack"
cp -r "$here" "$here/../lib.sh" "$tree/scenarios/"
mv "$tree/scenarios/userland/units"/* "$tree/etc/systemd/system/"
ln -s ../lorica-day.service "$tree/etc/systemd/system/multi-user.target.wants/"
ln -s ../ssh-keys.service "$tree/etc/systemd/system/multi-user.target.wants/"
chmod 755 "$tree"/scenarios/userland/*.{sh,py}
# What Lorica itself brings to a device.
install -m 755 "$build/device/lorica" "$tree/usr/sbin/lorica"
make -s -C "$top" install-apt DESTDIR="$tree" >/dev/null
mkdir -p "$tree/etc/systemd/system/sysinit.target.wants" "$tree"/var/lib/lorica/{incoming,manifests}
ln -s /usr/lib/systemd/system/lorica-manifests.service "$tree/etc/systemd/system/sysinit.target.wants/"
cp -r "$guest/overlay/usr/lib/modules" "$tree/usr/lib/"
for release in "$tree"/usr/lib/modules/*; do
	PATH=$PATH:/usr/sbin:/sbin depmod -b "$tree" "${release##*/}" 2>/dev/null
done
# cron wants a time that comes soon.
printf 'SHELL=/bin/sh\n* * * * * root /usr/bin/id -un >/run/cron-ran\n' >"$tree/etc/cron.d/userland"

# package NAME PROGRAM: out/NAME.deb, with a maintainer script
package() {
	local root=$out/$1
	install -D -m 755 "$2" "$root/usr/bin/$1"
	install -d "$root/DEBIAN" "$root/usr/lib/python3/dist-packages"
	echo "word = '$1'" >"$root/usr/lib/python3/dist-packages/$1.py"
	printf '#!/usr/bin/python3\nimport %s\nprint(%s.word)\n' "$1" "$1" >"$root/usr/bin/$1-python"
	chmod 755 "$root/usr/bin/$1-python"
	printf 'Package: %s\nVersion: 1.0\nArchitecture: amd64\nMaintainer: nobody <nobody@localhost>\n' "$1" \
		>"$root/DEBIAN/control"
	printf 'Depends: libc6, python3\nDescription: a package of the test\n' >>"$root/DEBIAN/control"
	printf '#!/bin/sh\nset -e\necho %s >>/var/lib/%s.installed\n' "$1" "$1" >"$root/DEBIAN/postinst"
	chmod 755 "$root/DEBIAN/postinst"
	dpkg-deb --root-owner-group -b "$root" "$tree/root/$1.deb" >/dev/null
}
package fieldapp "$guest/payload/root/attack/late/prog"
package nobodys "$guest/payload/root/attack/unsigned/prog"

cp "$keys/vendor.crt" "$here/policy.lorica" "$out/"
lorica -q compile "$out/policy.lorica" -o "$out/policy.unsigned"
sign policy anchor
lorica -q manifest "$tree" --name rootfs --epoch 1 -o "$out/manifest.unsigned"
sign manifest vendor
lorica -q manifest --from-deb "$tree/root/fieldapp.deb" --name fieldapp --epoch 1 -o "$out/fieldapp.unsigned"
sign fieldapp vendor
cp "$out/fieldapp.stmt" "$tree/var/lib/lorica/incoming/"
# Planted after the manifest was made.
cp -r "$guest/payload/root/attack/unsigned" "$tree/attack/"
initramfs "$out/policy.stmt" "$out/manifest.stmt"
"$top/scripts/image.sh" amd64 "$tree" "$out/root.img"
rm -rf "$tree"
