#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a device with a policy for USB, as a user would make it: an initramfs with
# lorica_usb.ko and the drivers, a root file system with some of the modules, two sticks.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
guest=$build/qemu/$kernel
lorica=$build/lorica
keys=$build/keys
PATH=$PATH:/usr/sbin:/sbin

case $kernel in
arm64-*) arch=arm64 loader=$build/device-arm64/lorica ;;
*) arch=amd64 loader=$build/device/lorica ;;
esac
stock=$("$top/scripts/kernels.sh" "$kernel")
release=$(cat "$stock/release")

# A boot may be repeated.
rm -rf "$out/overlay" "$out/tree"

# statement NAME SERIAL MODE [RULE...]: OUTDIR/NAME.stmt
statement() {
	local rule
	{
		sed -e "s/@SERIAL@/$2/" -e "s/@MODE@/$3/" -e '$d' "$here/policy.lorica"
		for rule in "${@:4}"; do printf '\t%s\n' "$rule"; done
		echo '}'
	} >"$keys/$kernel-usb-$1.lorica"
	"$lorica" -q compile "$keys/$kernel-usb-$1.lorica" -o "$out/$1.bin"
	"$lorica" -q sign "$out/$1.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/$1.stmt"
}
statement policy 1 enforce
statement audit 2 audit
statement enforce 3 enforce
statement keyboard 4 enforce 'allow 0627:0001 class hid product "QEMU USB Keyboard"'
statement back 5 enforce

# Modules that root may try to load again: listed, so that it is not the manifest that refuses.
modules=$out/overlay/usr/lib/modules/$release
mkdir -p "$modules"
find "$stock/modules/" \( -name 'usbhid.ko*' -o -name 'usbcore.ko*' -o -name 'usbmon.ko*' -o \
	-name 'usbip-core.ko*' -o -name 'usbip-host.ko*' \) -exec cp {} "$modules/" \;
for packed in "$modules"/*.xz; do
	[ ! -e "$packed" ] || xz -d "$packed"
done
for serial in 1 2; do
	name=usb-$serial
	"$lorica" -q manifest "$out/overlay" --name usb --serial $serial --epoch 1 -o "$out/$name.bin" 2>/dev/null
	"$lorica" -q sign "$out/$name.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/$name.stmt"
done

tree=$out/tree
cp -r "$guest/tree" "$tree"
cp -r "$out/overlay/." "$tree/"
mkdir -p "$tree/attack/usb"
cp "$out"/{audit,enforce,keyboard,back,usb-2}.stmt "$tree/attack/usb/"
"$top/scripts/image.sh" "$arch" "$tree" "$out/root.img" 8
{ echo 'what is on the stick' && head -c 1M /dev/zero; } >"$out/stick.img"
truncate -s 2M "$out/stick.img"

drivers=()
for name in xhci-pci usbhid hid-generic usb-storage sd_mod ftdi_sio dummy_hcd libcomposite usb_f_hid \
	usb_f_mass_storage usb_f_acm; do
	drivers+=(-x "$name")
done
"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" \
	-m "$build/module/$kernel/kernel/lorica_usb.ko" -l "$loader" "${drivers[@]}" -o "$out/initrd.gz" \
	"$out/policy.stmt" "$guest/statements/manifest.stmt" "$out/usb-1.stmt"
