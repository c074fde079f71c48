#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Debian's packages, made and looked at. Prints TAP. Nothing is installed on the host: DKMS has trees of its own,
# and dpkg a root of its own (as root, or in a user namespace). Everything is below build/packaging.
#   debian.sh [PART...]     parts: build reproducible dkms install; all when none is given
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
out=$build/packaging
PATH=$PATH:/usr/sbin:/sbin
version=$(sed -n 's/^VERSION := //p' "$top/Makefile")
[ $# -gt 0 ] || set -- build reproducible dkms install
mkdir -p "$out"
log=$out/log
: >"$log"

n=0 bad=0
# result STATUS WHAT
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
		tail -n 20 "$log" | sed 's/^/# /'
	fi
	: >"$log"
}
# try WHAT COMMAND...
try() {
	local what=$1 status=0
	shift
	"$@" >>"$log" 2>&1 || status=$?
	result $status "$what"
}
# says TEXT COMMAND...: fails, and says TEXT.
says() {
	local text=$1
	shift
	if "$@" >>"$log" 2>&1; then
		echo 'it succeeded' >>"$log"
		return 1
	fi
	grep -qF -- "$text" "$log"
}

# warns TEXT COMMAND...: succeeds, and says TEXT.
warns() {
	local text=$1
	shift
	"$@" >>"$log" 2>&1 && grep -qF -- "$text" "$log"
}

debs=$build/deb
listing() { dpkg-deb --fsys-tarfile "$debs/$1"_*.deb | tar -t | sed 's,^\.,,' | grep -v '/$'; }

# has PACKAGE FILE...: and nothing else is asked.
has() {
	local package=$1 file missing=0
	shift
	listing "$package" >"$out/listing"
	for file; do
		grep -qxF "$file" "$out/listing" || { missing=1; echo "$package has no $file"; }
	done
	return $missing
}
# A package may write below these alone.
only_below() {
	! listing "$1" | grep -vE "$2"
}
lint() {
	local as=()
	[ "$(id -u)" != 0 ] || as=(--allow-root)
	lintian "${as[@]}" --display-level '>=info' --fail-on none "$debs"/lorica_*.changes >"$out/lintian" 2>&1 || return
	cat "$out/lintian"
	[ ! -s "$out/lintian" ]
}

part_build() {
	local man
	try 'the packages are made' "$top/packaging/deb.sh" "$debs" -j2
	try 'lintian says nothing' lint
	man=$(cd "$top/userspace/man" && for m in *.[58]; do echo "/usr/share/man/man${m##*.}/$m.gz"; done)
	# shellcheck disable=SC2086 # a list
	try 'lorica has the command, its manual, completion, schemas and policies' has lorica /usr/sbin/lorica $man \
		/usr/share/bash-completion/completions/lorica /usr/share/zsh/site-functions/_lorica \
		/usr/share/lorica/schema/check.json /usr/share/lorica/profiles/gateway.lorica \
		/usr/share/lorica/lib/field.lorica /usr/share/vim/vimfiles/syntax/lorica.vim
	try 'lorica-device has the static form' has lorica-device /usr/lib/lorica/lorica '/usr/sbin/lorica-device'
	rm -rf "$out/device"
	dpkg-deb -x "$debs"/lorica-device_*.deb "$out/device"
	try 'it runs without libraries' env -i "$out/device/usr/lib/lorica/lorica" --version
	try 'it has no program header that asks for a loader' \
		sh -c '! readelf -lW "$1" | grep -E "INTERP|DYNAMIC"' - "$out/device/usr/lib/lorica/lorica"
	try 'lorica-initramfs has hook and scripts' has lorica-initramfs /usr/share/initramfs-tools/hooks/lorica \
		/usr/share/initramfs-tools/scripts/init-top/lorica /usr/share/initramfs-tools/scripts/local-top/lorica \
		/usr/share/initramfs-tools/scripts/lorica-boot.sh
	try 'lorica-apt has hook, script and unit' has lorica-apt /etc/apt/apt.conf.d/90lorica \
		/usr/lib/lorica/stage-manifests /lib/systemd/system/lorica-manifests.service
	try 'its unit is enabled when it is installed' sh -c \
		'dpkg-deb --ctrl-tarfile "$1" | tar -xO ./postinst | grep "deb-systemd-helper enable .*lorica-manifests.service"' - \
		"$(echo "$debs"/lorica-apt_*.deb)"
	try 'lorica-dkms has the source' has lorica-dkms "/usr/src/lorica-$version/dkms.conf" \
		"/usr/src/lorica-$version/kernel/main.c" "/usr/src/lorica-$version/kernel/uapi/lorica.h"
	try 'lorica-dkms has source and documents alone' only_below lorica-dkms "^/usr/(src/lorica-$version|share/doc)/"
	# A key or a certificate in a package would be in every device.
	try 'no package brings a key, a certificate or a statement' sh -c '! for deb in "$1"/*.deb; do
		dpkg-deb --fsys-tarfile $deb | tar -t; done | grep -E "\.(key|crt|der|pem|stmt)\$"' - "$debs"
}

# From the source package, in another place and with another umask. Its own folder is named in its archive.
part_reproducible() {
	local again=$out/again/and/again
	rm -rf "$out/again"
	mkdir -p "$again"
	try 'the source package unpacks' dpkg-source --no-check -x "$debs"/lorica_*.dsc "$again/lorica-$version"
	# shellcheck disable=SC2016 # the inner shell's own
	try 'the packages are made from it' env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u O LC_ALL=C TZ=Asia/Tokyo \
		sh -c 'umask 027 && cd "$1" && dpkg-buildpackage -us -uc -d -j2' - "$again/lorica-$version"
	(cd "$debs" && sha256sum -- *.deb *.dsc *.tar.xz) >"$out/sums"
	try 'they are the same, byte for byte' sh -c 'cd "$1" && sha256sum -c "$2"' - "$again" "$out/sums"
}

headers=$out/headers
stock() { readlink -f "$("$top/scripts/kernels.sh" "$1" 2>>"$log")"; }
release() { cat "$(stock "$1")/release"; }
# as_installed KERNEL: its headers as the packages have them. kernels.sh adds to the cached ones.
as_installed() {
	rm -rf "${headers:?}/$1"
	mkdir -p "$headers/$1"
	cp -a "$(stock "$1")/usr" "$headers/$1/"
	if [ "$1" = amd64-6.1 ]; then
		rm "$headers/$1"/usr/src/linux-headers-*-amd64/vmlinux
		rm -r "$headers/$1"/usr/lib/linux-kbuild-6.1/tools/bpf
	fi
}

# run_dkms KERNEL COMMAND: in trees of our own. DKMS leaves its own log where it wants to.
run_dkms() {
	local image release kdir
	image=$(stock "$1")/vmlinuz
	release=$(release "$1")
	kdir=$(echo "$headers/$1"/usr/src/linux-headers-*-amd64)
	env LORICA_ANCHOR="$anchor" LORICA_VMLINUZ="$image" \
		LORICA_RESOLVE_BTFIDS="$(echo "$(stock amd64-6.12)"/usr/lib/linux-kbuild-*/tools/bpf/resolve_btfids/resolve_btfids)" \
		mok_signing_key="$dkms/mok.key" mok_certificate="$dkms/mok.pub" \
		dkms "$2" -m lorica -v "$version" -k "$release" -a x86_64 --dkmstree "$dkms/tree" \
		--sourcetree "$dkms/source" --installtree "$dkms/modules" --kernelsourcedir "$kdir"
}

# module KERNEL: what came out.
module() { echo "$dkms/tree/lorica/$version/$(release "$1")"/x86_64/module/lorica.ko; }

# kfuncs FILE.ko: the ids of what BPF programs may call are not all zero, so resolve_btfids was there.
kfuncs() {
	objcopy -O binary --set-section-flags .BTF_ids=alloc --only-section=.BTF_ids "$1" "$out/ids"
	[ -s "$out/ids" ] && od -An -v -tu4 -w8 -j8 "$out/ids" | awk '{ print } $1 == 0 && $2 == 0 { zero = 1 } $1 { some = 1 } END { exit zero || !some }'
}

has_anchor() {
	python3 - "$1" "$2" <<-'END'
		import subprocess, sys
		der = subprocess.run(['openssl', 'x509', '-in', sys.argv[2], '-outform', 'DER'], check=True, capture_output=True)
		assert der.stdout in open(sys.argv[1], 'rb').read()
	END
}

part_dkms() {
	local kernel before anchor dkms=$out/dkms
	rm -rf "$dkms"
	mkdir -p "$dkms"/{tree,source,modules,files}
	before=$(find /var/lib/dkms -printf '%p %T@\n' 2>/dev/null)
	dpkg-deb -x "$debs"/lorica-dkms_*.deb "$dkms/files"
	mv "$dkms/files/usr/src/lorica-$version" "$dkms/source/"
	"$build/lorica" -q keygen --dir "$dkms" anchor
	anchor=$dkms/none
	as_installed amd64-6.12
	try 'without an anchor DKMS builds nothing, and tells what to do' \
		says "no trust anchor '$dkms/none'" run_dkms amd64-6.12 build
	rm -rf "${dkms:?}/tree/lorica"
	anchor=$dkms/anchor.crt
	for kernel in amd64-6.12 amd64-6.1; do
		[ "$kernel" = amd64-6.12 ] || as_installed "$kernel"
		try "DKMS builds the module for $kernel" run_dkms "$kernel" build
		try "$kernel: it is for that kernel" sh -c 'modinfo -F vermagic "$1" | grep -F "$2 "' - "$(module "$kernel")" \
			"$(release "$kernel")"
		try "$kernel: the part for USB is there as well" test -s "$(dirname "$(module "$kernel")")/lorica_usb.ko"
		try "$kernel: it has BTF" sh -c 'readelf -SW "$1" | grep " \.BTF "' - "$(module "$kernel")"
		try "$kernel: its functions for BPF programs are resolved" kfuncs "$(module "$kernel")"
		try "$kernel: the anchor is inside" has_anchor "$(module "$kernel")" "$anchor"
		try "$kernel: DKMS removes it" run_dkms "$kernel" remove
	done
	try 'nothing is left of it' sh -c '! find "$1" -mindepth 1 -not -name dkms_dbversion | grep .' - "$dkms/tree"
	try 'DKMS of the host is untouched' test "$before" = "$(find /var/lib/dkms -printf '%p %T@\n' 2>/dev/null)"
	rm -rf "$headers"
}

# pkg ARGUMENT...: dpkg with the root $tree. Dependencies are not in that tree.
enter=()
[ "$(id -u)" = 0 ] || enter=(unshare --map-root-user)
pkg() {
	"${enter[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive dpkg --root="$tree" --log=/dev/null --force-depends "$@"
}
# Everything but dpkg's own notes.
files() { (cd "$tree" && find . -path ./var/lib/dpkg -prune -o -printf '%y %m %p %l\n' | sort); }

part_install() {
	local tree=$out/root package
	rm -rf "$tree"
	"$top/scripts/rootfs.sh" amd64 "$tree" >/dev/null 2>>"$log"
	mkdir -p "$tree"/var/lib/dpkg/{info,updates,triggers}
	# Only root can make the device, and scripts write to it.
	touch "$tree/var/lib/dpkg/status" "$tree/dev/null"
	files >"$out/before"
	try 'lorica-initramfs is refused without a signed policy' \
		says 'no signed policy /etc/lorica/policy.stmt' pkg -i "$debs"/lorica-initramfs_*.deb
	files >"$out/after"
	try 'and leaves nothing behind' diff "$out/before" "$out/after"

	# dpkg knows no base-files here, to which this folder belongs.
	touch "$tree/usr/src/stays"
	mkdir "$tree/etc/lorica"
	echo statement >"$tree/etc/lorica/policy.stmt"
	files >"$out/before"
	for package in lorica lorica-device lorica-initramfs lorica-apt; do
		try "$package is installed" pkg -i "$debs/$package"_*.deb
	done
	# Installed without a module, and it says so.
	try 'lorica-dkms is installed without an anchor, and tells what to do' \
		warns 'no trust anchor /etc/lorica/anchor.crt' pkg -i "$debs"/lorica-dkms_*.deb
	try 'the static form runs there' "${enter[@]}" chroot "$tree" /usr/sbin/lorica-device --version
	mkdir -p "$tree/var/lib/lorica/manifests"
	touch "$tree/var/lib/lorica/manifests/app.stmt"
	try 'all of them are removed' pkg -r lorica lorica-device lorica-initramfs lorica-apt lorica-dkms
	try 'but for the manifests that came with other packages' test -e "$tree/var/lib/lorica/manifests/app.stmt"
	try 'all of them are purged' pkg -P lorica lorica-device lorica-initramfs lorica-apt lorica-dkms
	files >"$out/after"
	try 'purge leaves nothing' diff "$out/before" "$out/after"
}

echo 'TAP version 13'
for part; do
	"part_$part"
done
echo "1..$n"
exit $bad
