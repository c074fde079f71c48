#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Files that no manifest lists, with signatures in security.ima: they run, and nothing that root can
# do with files and signatures makes another file run. What is remembered of a file goes with its
# inode, so every attack is made on a new one.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

f=/opt/field

# Reads what to do from standard input.
signatures() { python3 /scenarios/signed/xattr.py; }

says_signed() { [ "$("$@")" = SIGNED ]; }

# event_has WHAT REGEX
event_has() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

# denied WHAT REASON FILE: execve is refused, and the event says why.
denied() {
	refused_with EACCES "$1" "$3"
	event_has "  as $2" "deny exec $3 reason=$2 "
}

# not_loaded WHAT REASON LIBRARY
not_loaded() {
	refused "$1" /attack/signed/dlopener "$3"
	event_has "  as $2" "deny mmap $3 reason=$2 "
}

cat >/tmp/acts <<-'END'
	fresh copied prog
	plain stripped prog
	plain stripped.so lib.so
	fresh other prog
	copy other second
	swap third fourth
	fresh other.so lib.so
	copy other.so prog
	plain evil.sh /attack/unsigned/script.sh
	copy evil.sh script.sh
	fresh content prog
	content content
	fresh bit-first prog
	flip bit-first 9
	fresh bit-last prog
	flip bit-last -1
	fresh bit-key prog
	flip bit-key 6
	fresh other-key prog
	graft other-key /opt/depot
	fresh version3 prog
	byte version3 1 3
	fresh verity prog
	byte verity 0 6
	fresh digest prog
	byte digest 0 4
	fresh portable prog
	byte portable 0 5
	fresh cut-100 prog
	cut cut-100 100
	fresh cut-9 prog
	cut cut-9 9
	fresh cut-4 prog
	cut cut-4 4
	fresh cut-1 prog
	cut cut-1 1
	fresh pad-1 prog
	pad pad-1 1
	fresh pad-2000 prog
	pad pad-2000 2000
	fresh grow-512 prog
	grow grow-512 128
	fresh grow-513 prog
	grow grow-513 129
	fresh /opt/jail/opt/field/jailed prog
	fresh /opt/bind/bound prog
	fresh /run/prog prog
	fresh open.so lib.so
	fresh written prog
	save prog /tmp/prog.sig
END

plan 135

# In process 1's namespaces root may do all of this: it is his system.
mkdir -p /opt/jail/opt/field /opt/bind $f/mnt
allowed 'the attacks are prepared' signatures </tmp/acts

allowed 'a listed program runs' says_signed /attack/signed/prog
refused_with EACCES 'an unlisted one does not' /attack/unsigned/prog
allowed 'a signed program runs' says_signed $f/prog
allowed 'a signed script runs' says_signed $f/script.sh
allowed 'a signed library loads' /attack/signed/dlopener $f/lib.so
allowed 'a copy with its signature runs' says_signed $f/copied
allowed 'what a key signed that may sign everywhere runs' says_signed /opt/depot
denied 'a file without a signature' not-listed $f/unsigned
denied 'a copy without its signature' not-listed $f/stripped
not_loaded 'a library without its signature' not-listed $f/stripped.so

# The signature of another file.
denied 'the signature of another file' signature-wrong $f/other
allowed '  the other file runs' says_signed $f/second
denied 'the signatures of two files swapped' signature-wrong $f/third
denied '  the other one' signature-wrong $f/fourth
echo 'swap third fourth' | signatures
allowed '  swapped back it runs' says_signed $f/third
allowed '  the other one' says_signed $f/fourth
not_loaded 'a library with the signature of a program' signature-wrong $f/other.so
denied 'another script with the signature of a signed one' signature-wrong $f/evil.sh

# One bit.
denied 'a bit of the content' signature-wrong $f/content
denied 'a bit of the signature' signature-wrong $f/bit-first
denied '  its last one' signature-wrong $f/bit-last
denied 'a bit of the key id' signature-key $f/bit-key
denied 'the key id of another key' signature-wrong $f/other-key

# Keys that may not.
denied 'a key that the policy does not name' signature-key $f/by-stranger
denied 'a key for unlocking' signature-purpose $f/by-service
denied 'the key of the manifests' signature-purpose $f/by-vendor
allowed 'the other key for code' says_signed $f/by-depot

# Other forms.
denied 'a signature over SHA-1' signature-hash $f/sha1
denied '  with the head of one over SHA-256' signature-wrong $f/relabelled-1
denied 'a signature over SHA-512' signature-hash $f/sha512
denied '  with the head of one over SHA-256' signature-wrong $f/relabelled-512
denied 'a signature of version 1' signature-kind $f/version1
denied 'version 3' signature-kind $f/version3
denied 'a signature over fs-verity' signature-kind $f/verity
denied 'a digest of IMA' signature-kind $f/digest
denied 'a portable signature of EVM' signature-kind $f/portable
denied 'one that is cut' signature-format $f/cut-100
denied '  behind the head' signature-format $f/cut-9
denied '  in the head' signature-format $f/cut-4
denied '  behind the first byte' signature-format $f/cut-1
denied '  in front of it' signature-format $f/empty
denied 'a byte more' signature-format $f/pad-1
denied 'many more' signature-format $f/pad-2000
denied 'a longer one' signature-wrong $f/grow-512
denied 'a longer one than there can be' signature-format $f/grow-513

# Other places.
denied 'a signed file in another place' signature-place /opt/moved
denied 'a place whose name begins alike' signature-place /opt/fieldwork/prog
ln -s /opt/moved $f/link
refused_with EACCES 'a symbolic link that leads out' $f/link
ln -s $f/second /opt/link
allowed 'a symbolic link that leads in' says_signed /opt/link
ln $f/linked /opt/linked
denied 'a hard link outside' signature-place /opt/linked
allowed '  the same file by its name inside' says_signed $f/linked
allowed '  and then outside: a verdict is about the content' says_signed /opt/linked
refused_with EACCES 'a chroot that has such a place' chroot /opt/jail /opt/field/jailed
event_has '  as signature-place' 'deny exec .*/jailed reason=signature-place '
cat >/tmp/bind.sh <<-'END'
	mount --bind /opt/bind /opt/field && exec /opt/field/bound
END
refused_with EACCES 'a bind mount in a namespace of root' unshare -m sh /tmp/bind.sh
event_has '  as signature-place' 'deny exec .*/bound reason=signature-place .* uid=0 '
refused_with EACCES 'a bind mount in a namespace of a user' \
	setpriv --reuid 1000 --regid 1000 --clear-groups unshare -Urm sh /tmp/bind.sh
event_has '  as signature-place' 'deny exec .*/bound reason=signature-place .* uid=1000 '
: >/mnt/second
mount --bind $f/second /mnt/second
allowed 'a file of the place, mounted elsewhere' says_signed /mnt/second
cat >/tmp/gone.sh <<-'END'
	exec 5<"$1"; rm "$1"; exec /proc/self/fd/5
END
refused_with EACCES 'a file that was deleted' sh /tmp/gone.sh $f/removed
event_has '  as signature-place' 'deny exec .*/removed.* reason=signature-place '
mount -o loop /attack/field.ext4 $f/mnt
denied 'a file system below the place' signature-place $f/mnt/prog
umount $f/mnt
mount -o loop /attack/field.ext4 /opt/second
allowed '  on a mount point that the policy names' says_signed /opt/second/prog
mv /opt/moved $f/moved
allowed 'root moves a signed file to the place' says_signed $f/moved
denied 'a signed file on tmpfs' file-system /run/prog

# What a signature is not for.
refused 'a signed kernel module' insmod $f/module.ko
event_has '  as not-listed' "deny module $f/module.ko reason=not-listed "
allowed 'a signed file is no firmware' sh -c 'lorica-attack firmware.with-signature | grep -x "ok 1 - firmware.with-signature"'
refused_with EACCES 'a signed program starts an unlisted one' $f/env /attack/unsigned/prog
allowed '  and has no label' sh -c \
	'e=$(lorica events | grep "deny exec /attack/unsigned/prog " | tail -n 1); case $e in *label=*) exit 1 ;; *comm=env*) ;; *) exit 1 ;; esac'
refused_with EACCES 'the listed program of that name starts it' env /attack/unsigned/prog
allowed '  and has its label' sh -c \
	'lorica events | grep "deny exec /attack/unsigned/prog " | tail -n 1 | grep -q "label=/usr/bin/env"'
allowed 'a listed program that is excepted makes code' says_signed /attack/signed/jit
refused 'a signed program that would like to' $f/jit
mount --bind $f/jit /attack/signed/jit
refused '  in the place of the excepted one' /attack/signed/jit
umount /attack/signed/jit
exec 6>>$f/open.so
not_loaded 'a signed library that somebody can write to' open-for-writing $f/open.so
exec 6>&-
allowed '  when nobody can any more' /attack/signed/dlopener $f/open.so
allowed 'a signed program runs' says_signed $f/written
refused_with ETXTBSY '  and is closed to writers' dd if=/attack/unsigned/prog of=$f/written conv=notrunc status=none

# What is remembered, and for how long.
printf 'remove prog\nflip second 9\n' | signatures
allowed 'a verdict outlives the signature' says_signed $f/prog
allowed '  whatever becomes of that' says_signed $f/second
allowed 'a policy without such rules' lorica load /attack/signatures/without.stmt
denied '  ends all of it' not-listed $f/third
denied '  in every place' not-listed /opt/depot
allowed '  a listed program runs' says_signed /attack/signed/prog
allowed 'a policy that has them again' lorica load /attack/signatures/again.stmt
allowed '  asks again: a signed file runs' says_signed $f/third
denied '  one that lost its signature does not' not-listed $f/prog
denied '  nor one whose signature was changed' signature-wrong $f/second
echo 'load prog /tmp/prog.sig' | signatures
allowed '  with its signature it runs' says_signed $f/prog
