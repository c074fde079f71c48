#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a policy with rules for the network, and a newer one that takes a port away.
set -eu

kernel=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$here/../learn/statements.sh"
# shellcheck disable=SC2154
guest=$build/qemu/$kernel
PATH=$PATH:/usr/sbin:/sbin

cp "$keys/vendor.crt" "$out/"
cp "$here/policy.lorica" "$out/policy.lorica"
sed -e 's/serial 5/serial 6/' -e '/mosquitto" listen/d' "$here/policy.lorica" >"$out/taken.lorica"
sed -e 's/serial 5/serial 8/' -e 's/enforce$/audit/' "$here/policy.lorica" >"$out/audit.lorica"
# Everybody may connect anywhere but one program, whose digest is revoked while it runs.
python=$("$build/lorica" -q show "$guest/statements/manifest.stmt" 2>/dev/null |
	sed -n 's,^\([0-9a-f]\{64\}\) .* /usr/bin/python3.11$,\1,p')
{
	sed -e 's/serial 5/serial 7/' -e "s/^	allow manifest vendor/&\n	revoke digest $python\n	on-revoked report/" \
		-e '/^net/,$d' "$here/policy.lorica"
	printf 'net default allow {\n\tdeny "/usr/bin/python3.11" connect tcp 9998\n}\n'
} >"$out/revoked.lorica"
for name in policy taken audit revoked; do
	lorica -q compile "$out/$name.lorica" -o "$out/$name.unsigned"
	sign "$name" anchor
done
cp --sparse=always "$guest/root.img" "$out/root.img"
for name in taken audit revoked; do
	printf 'write %s /attack/statements/net-%s.stmt\n' "$out/$name.stmt" "$name"
done >"$out/debugfs"
debugfs -w -f "$out/debugfs" "$out/root.img" >"$out/debugfs.log" 2>&1
[ "$(grep -c '^Allocated inode' "$out/debugfs.log")" = 3 ] || { cat "$out/debugfs.log" >&2; exit 1; }
initramfs "$out/policy.stmt" "$guest/statements/manifest.stmt"
