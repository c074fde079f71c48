#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a device whose root file system is a dm-verity volume, as a user would make
# it: root.img and app.img (volumes that the policy names), other.img (one that it does not name),
# plain.img (no volume), and an initramfs that opens the first. The directory MORE is laid over its tree.
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

# format IMAGE: puts a hash tree behind the file system, and says what is needed to open it in
# IMAGE.sh: bytes, blocks, hash_start, root, salt.
format() {
	local bytes
	truncate -s %4096 "$1"
	bytes=$(stat -c %s "$1")
	# Behind the file system is the superblock of the hash area, and then the tree.
	veritysetup format --data-blocks=$((bytes / 4096)) --hash-offset="$bytes" "$1" "$1" >"$1.log"
	{
		echo "bytes=$bytes blocks=$((bytes / 4096)) hash_start=$((bytes / 4096 + 1))"
		sed -n 's/^Root hash:[[:space:]]*/root=/p; s/^Salt:[[:space:]]*/salt=/p' "$1.log"
	} >"$1.sh"
}

squash() {
	mksquashfs "$1" "$2" -noappend -quiet -no-progress -all-root -all-time 0 >/dev/null
}

# A program that no manifest lists, and two that make code while they run.
app=$out/app
mkdir -p "$app/opt/bin" "$app/srv"
cp "$guest/payload/root/attack/unsigned/prog" "$app/opt/bin/"
cp "$guest/payload/root/attack/unsigned/prog" "$app/srv/"
cp "$guest/payload/root/attack/signed/jit" "$app/opt/bin/"
cp "$guest/payload/root/attack/signed/victim.so" "$app/opt/"
squash "$app" "$out/app.img"
format "$out/app.img"
echo other >"$app/other"
squash "$app" "$out/other.img"
format "$out/other.img"
rm "$app/other"

# Another program under the same path, and behind it the hash tree of the app.
evil=$out/evil
mkdir -p "$evil/opt/bin"
cp "$guest/payload/root/attack/unsigned/tiny" "$evil/opt/bin/prog"
squash "$evil" "$out/evil.img"
# shellcheck disable=SC1091
bytes=$(. "$out/app.img.sh" && echo "$bytes")
truncate -s "$bytes" "$out/evil.img"
tail -c +$((bytes + 1)) "$out/app.img" >>"$out/evil.img"

tools=$out/tools
"$top/scripts/rootfs.sh" --verity "$arch" "$tools" >/dev/null
lib=$(cd "$tools" && echo usr/lib/*-linux-gnu)

# closure FILE...: these files of $tools and the libraries they ask for.
closure() {
	local file=$1 name
	grep -qxF "$file" "$out/closure" 2>/dev/null && return
	echo "$file" >>"$out/closure"
	for name in $(readelf -d "$tools/$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
		[ ! -e "$tools/$lib/$name" ] || closure "$lib/$name"
	done
}
closure usr/sbin/veritysetup
closure usr/sbin/dmsetup

# The root file system: what the other scenarios boot, and these tools.
tree=$out/tree
cp -r "$guest/tree" "$tree"
while read -r file; do
	[ -e "$tree/$file" ] || install -D "$tools/$file" "$tree/$file"
done <"$out/closure"
mkdir -p "$tree/attack/verity" "$tree/mnt/app" "$tree/mnt/plain" "$tree/mnt/other" "$tree/mnt/more"
cp "$out"/{app,other}.img.sh "$out/evil.img" "$tree/attack/verity/"
[ -z "${MORE:-}" ] || cp -r "$MORE/." "$tree/"
# The same program under a name that the policy does not except.
cp "$tree/attack/signed/jit" "$tree/attack/verity/jit"
"$top/scripts/image.sh" "$arch" "$tree" "$out/root.img" 8
format "$out/root.img"
# shellcheck disable=SC1091
# shellcheck disable=SC2154 # they are in the file
root_hash=$(. "$out/root.img.sh" && echo "$root")
# shellcheck disable=SC1091
app_hash=$(. "$out/app.img.sh" && echo "$root")

files=()
while read -r file; do
	# /init looks in /sbin and /bin.
	files+=(-f "$tools/$file:${file/#usr\/sbin/sbin}")
done <"$out/closure"
case $arch in
arm64) files+=(-f "$tools/$lib/ld-linux-aarch64.so.1:lib/ld-linux-aarch64.so.1") ;;
*) files+=(-f "$tools/$lib/ld-linux-x86-64.so.2:lib64/ld-linux-x86-64.so.2") ;;
esac
# shellcheck disable=SC1091
echo "root=/dev/vda ro roothash=$root_hash roothashoffset=$(. "$out/root.img.sh" && echo "$bytes")" \
	>"$out/cmdline"

sed -e "s/@ROOT@/$root_hash/" -e "s/@APP@/$app_hash/" "$here/policy.lorica" >"$keys/$kernel-verity.lorica"
"$lorica" -q compile "$keys/$kernel-verity.lorica" -o "$out/policy.bin"
"$lorica" -q sign "$out/policy.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/policy.stmt"

# No volume, so what is on it can know the root hashes: a policy that revokes a file of a volume.
cp -r "$app" "$out/plain"
{
	sed -e 's/serial 5/serial 6/' -e '$d' "$keys/$kernel-verity.lorica"
	printf '\trevoke digest %s\n}\n' "$(sha256sum <"$tree/attack/signed/prog" | cut -d ' ' -f 1)"
} >"$keys/$kernel-revoke-volume.lorica"
"$lorica" -q compile "$keys/$kernel-revoke-volume.lorica" -o "$out/revoke.bin"
"$lorica" -q sign "$out/revoke.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/plain/revoke.stmt"
# And one that revokes the other volume.
{
	sed -e 's/serial 5/serial 7/' -e '$d' "$keys/$kernel-verity.lorica"
	printf '\trevoke volume %s\n\ton-revoked kill\n}\n' "$app_hash"
} >"$keys/$kernel-revoke-app.lorica"
"$lorica" -q compile "$keys/$kernel-revoke-app.lorica" -o "$out/revoke-app.bin"
"$lorica" -q sign "$out/revoke-app.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" \
	-o "$out/plain/revoke-app.stmt"
"$top/scripts/image.sh" "$arch" "$out/plain" "$out/plain.img" 8

# The initramfs runs before the volume is there: a manifest lists its code.
mkdir -p "$out/early"
cp "$("$top/scripts/rootfs.sh" "$arch")/busybox-static" "$loader" "$out/early/"
while read -r file; do
	cp "$tools/$file" "$out/early/"
done <"$out/closure"
cp "$tools/$lib"/ld-linux* "$out/early/"
cp "$top/initramfs/lorica-init" "$out/early/"
"$lorica" -q manifest "$out/early" --name initramfs --serial 1 --epoch 1 -o "$out/early.bin" 2>/dev/null
"$lorica" -q sign "$out/early.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/early.stmt"

"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" -l "$loader" \
	-x dm-verity -x dm-zero -x squashfs "${files[@]}" -f "$out/cmdline:etc/lorica/cmdline" \
	-o "$out/initrd.gz" "$out"/{policy,early}.stmt
