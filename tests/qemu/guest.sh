#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Everything a boot with Lorica needs, made as a user would make it: keys, policy, module, loader,
# root file system with its manifest, initramfs.
#   guest.sh KERNEL     makes build/qemu/KERNEL/{lorica.cpio.gz,root.img,statements}
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1
out=$build/qemu/$kernel
keys=$build/keys
lorica=$build/lorica
step() { printf '  %-7s %s\n' "$1" "$2"; }

case $kernel in
arm64-*) arch=arm64 cross=aarch64-linux-gnu- loader=$build/device-arm64/lorica ;;
*) arch=amd64 cross='' loader=$build/device/lorica ;;
esac
mkdir -p "$out" "$keys"

# Keys are made once for a build directory; parallel runs share them.
exec 7>"$keys/.lock"
flock 7
for name in anchor vendor service stranger apps; do
	[ -e "$keys/$name.crt" ] || "$lorica" -q keygen --dir "$keys" "$name" >/dev/null 2>&1
done
exec 7>&-

module=$(LORICA_ANCHOR=$keys/anchor.crt "$top/scripts/module.sh" "$kernel" "$build/module/$kernel" \
	2>"$out/module.log" | grep '/lorica\.ko$') || cat "$out/module.log" >&2
[ -n "$module" ] || { echo "guest.sh: the module for $kernel does not build" >&2; exit 1; }

if [ "$kernel" = kunit ]; then
	kdir=$("$top/scripts/kunit-kernel.sh" | head -n 1)
	release=$(cat "$kdir/include/config/kernel.release")
	stock=
else
	stock=$("$top/scripts/kernels.sh" "$kernel")
	kdir=$stock/build
	release=$(cat "$stock/release")
fi
args=()
if [ "$kernel" != kunit ]; then
	read -ra args <"$stock/make-args" || :
fi

step ATTACK "$kernel"
make -s -C "$top" -f tests/attack/attack.mk OUT="$out/payload" CROSS="$cross" >"$out/payload.log" 2>&1 ||
	{ cat "$out/payload.log" >&2; exit 1; }
mkdir -p "$out/payload/module"
cp "$top"/tests/attack/payload/{module.c,Kbuild} "$out/payload/module/"
env -u MAKEFLAGS -u MFLAGS make -s -C "$kdir" M="$out/payload/module" "${args[@]}" modules >"$out/payload.log" 2>&1 ||
	{ cat "$out/payload.log" >&2; exit 1; }

# What belongs to the image and so into the manifest.
overlay=$out/overlay
rm -rf "$overlay"
mkdir -p "$overlay/usr/sbin" "$overlay/attack"
cp "$loader" "$overlay/usr/sbin/lorica"
cp "$out/payload/root/usr/sbin/lorica-attack" "$overlay/usr/sbin/"
cp -r "$out/payload/root/attack/signed" "$overlay/attack/"
install -D "$top/packaging/apt/stage-manifests" "$overlay/usr/lib/lorica/stage-manifests"
if [ -n "$stock" ]; then
	modules=$overlay/usr/lib/modules/$release
	mkdir -p "$modules"
	# Uncompressed: where the kernel does not unpack modules itself, kmod does and
	# loads them from memory, which has no file to check.
	find "$stock/modules/" \( -name 'dummy.ko*' -o -name 'test_firmware.ko*' -o -name 'quota_v1.ko*' \) -exec cp {} "$modules/" \;
	for packed in "$modules"/*.xz; do
		[ ! -e "$packed" ] || xz -d "$packed"
	done
fi
# Listed, and forbidden by the firmware of the scenario `revoke`.
{ cat "$out/payload/root/attack/signed/prog" && echo forbidden; } >"$overlay/attack/signed/forbidden"
chmod 755 "$overlay/attack/signed/forbidden"
# The JIT of the root file system once more, with another digest.
rootfs=$("$top/scripts/rootfs.sh" "$arch")
{ tar -xOf "$rootfs/rootfs.tar" ./usr/bin/luajit && echo; } >"$overlay/attack/signed/luajit"
chmod 755 "$overlay/attack/signed/luajit"
# What the kernel's test driver for firmware asks for.
firmware=$overlay/usr/lib/firmware
mkdir -p "$firmware"
echo 'listed firmware' >"$firmware/lorica-listed.bin"
echo 'firmware in one piece' >"$firmware/lorica-whole.bin"
echo 'packed firmware' | xz --check=crc32 >"$firmware/lorica-packed.bin.xz"

step ROOT "$kernel"
rm -f "$out/.tree-stamp"
"$here/root.sh" -t "$arch" "$out" "$overlay"

# statement NAME SERIAL MODE [RULE...]: out/statements/NAME.bin, not signed yet.
statements=$out/statements
rm -rf "$statements"
mkdir -p "$statements"
statement() {
	local rule
	{
		sed -e "s/@SERIAL@/$2/" -e "s/@MODE@/$3/" -e '$d' "$here/policy.lorica"
		for rule in "${@:4}"; do printf '\t%s\n' "$rule"; done
		echo '}'
	} >"$keys/$kernel-$1.lorica"
	"$lorica" -q compile "$keys/$kernel-$1.lorica" -o "$statements/$1.bin"
}
sign() { "$lorica" -q sign "$statements/$1.bin" --key "$keys/$2.key" --cert "$keys/$2.crt" -o "$statements/$3.stmt"; }

step SIGN "$kernel"
statement policy 5 enforce
sign policy anchor policy
statement older 4 enforce
sign older anchor older
statement newer 6 enforce
sign newer stranger wrongkey
sign newer vendor wrongpurpose
sign newer anchor newer
statement audit 7 audit
sign audit anchor audit
sed -i "/allow manifest vendor/a allow volume late verity $(printf 'a5%.0s' {1..32})" "$keys/$kernel-audit.lorica"
"$lorica" -q compile "$keys/$kernel-audit.lorica" -o "$statements/volume.bin"
sign volume anchor volume
sed -e '/allow volume late/s/$/ may-degrade/' -e 's/serial 7/serial 8/' "$keys/$kernel-audit.lorica" \
	>"$keys/$kernel-degrade.lorica"
"$lorica" -q compile "$keys/$kernel-degrade.lorica" -o "$statements/degrade.bin"
sign degrade anchor degrade
statement firmware 9 enforce 'firmware allow'
sign firmware anchor firmware
# What is revoked in the scenario `revoke`: a program, a library and a module that are listed.
digests() { sha256sum "$@" | cut -d ' ' -f 1 | paste -s -d ,; }
revoked=("$overlay/attack/signed/prog" "$out/tree/usr/sbin/mosquitto" "$out"/tree/usr/lib/python3*/lib-dynload/_ctypes.*.so)
[ ! -e "$overlay/usr/lib/modules/$release/dummy.ko" ] || revoked+=("$overlay/usr/lib/modules/$release/dummy.ko")
revoke="revoke digest $(digests "${revoked[@]}")"
statement revoke 10 enforce "$revoke"
sign revoke anchor revoke
statement revoke-audit 11 audit "$revoke" 'on-revoked kill'
sign revoke-audit anchor revoke-audit
statement revoke-kill 12 enforce "$revoke" 'on-revoked kill'
sign revoke-kill anchor revoke-kill
statement revoke-manifest 13 enforce 'revoke manifest vendor late below 3'
sign revoke-manifest anchor revoke-manifest
# What it ran by is taken back: a manifest by its serial, and another by its key. The manifests that a
# policy took come back with the next one, but in no older form.
statement withdraw 14 enforce 'revoke manifest vendor late below 4' 'on-revoked kill'
sed -i '/apps/d' "$keys/$kernel-withdraw.lorica"
"$lorica" -q compile "$keys/$kernel-withdraw.lorica" -o "$statements/withdraw.bin"
sign withdraw anchor withdraw
statement restore 15 enforce
sign restore anchor restore
statement revoke-init 16 enforce "revoke digest $(digests "$out/tree/usr/bin/dash")" 'on-revoked kill'
sign revoke-init anchor revoke-init
# A sealed file runs by its fs-verity digest; what is revoked is its SHA-256.
statement revoke-sealed 8 enforce "revoke digest $(digests "$out/payload/root/attack/verity/prog")"
sign revoke-sealed anchor revoke-sealed
head -c -1 "$statements/newer.stmt" >"$statements/truncated.stmt"
{ cat "$statements/newer.stmt"; printf x; } >"$statements/trailing.stmt"
python3 - "$statements/newer.stmt" "$statements/flipped.stmt" <<-'END'
	import sys
	data = bytearray(open(sys.argv[1], 'rb').read())
	data[len(data) // 2] ^= 1
	open(sys.argv[2], 'wb').write(data)
END
cp "$statements/newer.bin" "$statements/unsigned.bin"
openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER -in /dev/null \
	-signer "$keys/anchor.crt" -inkey "$keys/anchor.key" -out "$statements/empty.stmt"
# manifest NAME TREE SERIAL STATEMENT [KEY]: of a directory, signed as STATEMENT.stmt
manifest() {
	"$lorica" -q manifest "$2" --name "$1" --serial "$3" --epoch 1 -o "$statements/$4.bin" 2>/dev/null
	sign "$4" "${5:-vendor}" "$4"
}
manifest rootfs "$out/tree" 1 manifest
sign manifest service wrongmanifest
# A later program with manifests of its own, not loaded at boot: listed, withdrawn, listed again.
late=$out/late
rm -rf "$late"
mkdir -p "$late"
cp -r "$out/payload/root/attack/late" "$late/"
manifest late "$late" 1 late
manifest late "$overlay/attack/signed" 2 withdrawn
manifest late "$late" 3 again
# Programs of another key, which may speak of /attack/apps: one there, one elsewhere, and one
# that the vendor lists as well.
apps=$out/apps
rm -rf "$apps"
for name in apps/own elsewhere/prog apps/both; do
	mkdir -p "$apps/${name##*/}/attack/${name%/*}"
	{ cat "$out/payload/root/attack/unsigned/prog"; echo "$name"; } >"$apps/${name##*/}/attack/$name"
	chmod +x "$apps/${name##*/}/attack/$name"
done
manifest apps "$apps/own" 1 apps apps
manifest elsewhere "$apps/prog" 1 elsewhere apps
manifest both "$apps/both" 1 both-vendor
manifest twice "$apps/both" 1 both-apps apps
manifest rootfs "$apps/own" 9 taken apps

# Files with a manifest that lists them by fs-verity alone; they are sealed in the guest. And the
# fs-verity descriptor of an unlisted program, listed by SHA-256 like any other file.
sealed=$out/sealed
rm -rf "$sealed"
mkdir -p "$sealed/attack" "$out/described/attack/described"
cp -r "$out/payload/root/attack/verity" "$sealed/attack/"
"$lorica" -q manifest "$sealed" --name sealed --epoch 1 --fsverity-only -o "$statements/sealed.bin" 2>/dev/null
sign sealed vendor sealed
fsverity digest --out-descriptor="$out/described/attack/described/descriptor" \
	"$out/payload/root/attack/unsigned/prog" >/dev/null
"$lorica" -q manifest "$out/described" --name described --epoch 1 --all -o "$statements/described.bin" 2>/dev/null
sign described vendor described

# What came later, and so is in no manifest of the boot.
cp -r "$out/payload/root/attack/unsigned" "$late/late" "$apps"/*/attack/* "$sealed/attack/verity" \
	"$out/described/attack/described" "$out/tree/attack/"
cp "$out/payload/module/module.ko" "$out/tree/attack/unsigned/"
if [ -e "$overlay/usr/lib/modules/$release/dummy.ko" ]; then
	mkdir -p "$out/tree/attack/images"
	PATH=$PATH:/usr/sbin:/sbin mkfs.ext4 -q -F -O ^has_journal -d "$overlay/usr/lib/modules/$release" \
		"$out/tree/attack/images/module.ext4" 1M >/dev/null
fi
mkdir -p "$out/tree/attack/statements"
cp "$statements"/*.stmt "$statements/unsigned.bin" "$out/tree/attack/statements/"
"$here/root.sh" -i "$arch" "$out"

step INITRD "$kernel"
extra=()
[ "$kernel" = kunit ] || extra=(-x binfmt_misc -x fuse -x msr -x vfat -x nls_cp437 -x nls_ascii)
"$top/initramfs/mkinitramfs.sh" -k "$kernel" "${extra[@]}" -m "$module" -l "$loader" -o "$out/lorica.cpio.gz" \
	"$statements/policy.stmt" "$statements/manifest.stmt"
