#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a policy that allows signed files, and a root file system with such files.
# evmctl signs into files and debugfs puts the signatures into the image: who may not set security.ima
# on this machine can make the image all the same.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
guest=$build/qemu/$kernel
keys=$build/keys
lorica=$build/lorica
PATH=$PATH:/usr/sbin:/sbin
die() { echo "prepare.sh: $*" >&2; exit 1; }

command -v evmctl >/dev/null || die "no evmctl: scripts/setup.sh installs it"
case $kernel in
arm64-*) loader=$build/device-arm64/lorica ;;
*) loader=$build/device/lorica ;;
esac
exec 7>"$keys/.lock"
flock 7
for name in field depot; do
	[ -e "$keys/$name.crt" ] || "$lorica" -q keygen --dir "$keys" "$name" >/dev/null 2>&1
done
exec 7>&-

# The usual statements, under a policy of our own, and a newer one without the rules.
mkdir -p "$out/statements" "$out/files"
policy() {
	sed -e "s/serial 5/serial $2/" -e "/allow signed/$3" "$here/policy.lorica" >"$keys/$kernel-signed-$1.lorica"
	"$lorica" -q compile "$keys/$kernel-signed-$1.lorica" -o "$out/statements/$1.bin" 2>/dev/null
	"$lorica" -q sign "$out/statements/$1.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" \
		-o "$out/statements/$1.stmt"
}
policy policy 5 'b'
policy without 6 'd'
policy again 7 'b'

# file DIR/NAME SOURCE [KEY [OPTION...]]: the source and something behind it, so that each has a
# digest of its own, and the signature that evmctl makes.
commands=$out/debugfs
cat >"$commands" <<-END
	mkdir /opt
	mkdir /opt/field
	mkdir /opt/second
	mkdir /opt/fieldwork
	mkdir /attack/signatures
END
file() {
	local name=$1 source=$2 key=${3:-} path=$out/files/${1//\//_}
	shift $(($# < 3 ? $# : 3))
	{ cat "$source"; printf '# %s\n' "$name"; } >"$path"
	chmod 755 "$path"
	printf 'write %s %s\n' "$path" "$name" >>"$commands"
	[ -n "$key" ] || return 0
	evmctl ima_sign --sigfile --key "$keys/$key.key" "$@" "$path" >/dev/null 2>&1 || die "evmctl does not sign $name"
	printf 'ea_set -f %s.sig %s security.ima\n' "$path" "$name" >>"$commands"
}
prog=$guest/payload/root/attack/signed/prog
printf '#!/bin/sh\necho SIGNED\n' >"$out/script.sh"
for name in prog second third fourth linked removed; do
	file "/opt/field/$name" "$prog" field
done
file /opt/field/script.sh "$out/script.sh" field
file /opt/field/lib.so "$guest/payload/root/attack/unsigned/lib.so" field
file /opt/field/module.ko "$guest/payload/module/module.ko" field
file /opt/field/env "$guest/tree/usr/bin/env" field
file /opt/field/jit "$guest/payload/root/attack/signed/jit" field
file /opt/field/unsigned "$prog"
# The kernel's IMA lets nobody set an empty one.
file /opt/field/empty "$prog"
: >"$out/empty.sig"
printf 'ea_set -f %s /opt/field/empty security.ima\n' "$out/empty.sig" >>"$commands"
for key in stranger service vendor depot; do
	file "/opt/field/by-$key" "$prog" "$key"
done
file /opt/field/sha1 "$prog" field --hashalgo sha1
file /opt/field/sha512 "$prog" field --hashalgo sha512
# Not every kernel lets one set a signature over SHA-512.
for hash in 1 512; do
	file "/opt/field/relabelled-$hash" "$prog" field --hashalgo "sha$hash"
	printf '\4' | dd of="$out/files/_opt_field_relabelled-$hash.sig" bs=1 seek=2 conv=notrunc status=none
done
file /opt/field/version1 "$prog" field --rsa
file /opt/fieldwork/prog "$prog" field
file /opt/moved "$prog" field
file /opt/depot "$prog" depot

# A file system of its own, to be mounted in one place or the other.
mkdir -p "$out/empty"
mkfs.ext4 -q -F -O ^has_journal -d "$out/empty" "$out/field.ext4" 4M >/dev/null
file /prog "$prog" field
tail -n 2 "$commands" >"$commands.field"
head -n -2 "$commands" >"$commands.root"
printf 'write %s /attack/field.ext4\n' "$out/field.ext4" >>"$commands.root"
for name in without again; do
	printf 'write %s /attack/signatures/%s.stmt\n' "$out/statements/$name.stmt" "$name" >>"$commands.root"
done

# put IMAGE COMMANDS: debugfs goes on after an error and ends with 0, but names it.
put() {
	debugfs -w -f "$2" "$1" >"$out/debugfs.log" 2>&1 || die "debugfs failed, see $out/debugfs.log"
	if grep -v '^debugfs' "$out/debugfs.log" | grep -qv '^Allocated inode'; then
		die "debugfs failed, see $out/debugfs.log"
	fi
}
put "$out/field.ext4" "$commands.field"
cp --sparse=always "$guest/root.img" "$out/root.img"
put "$out/root.img" "$commands.root"

"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" -l "$loader" \
	-o "$out/initrd.gz" "$out/statements/policy.stmt" "$guest/statements/manifest.stmt"
