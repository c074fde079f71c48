#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: the full command, with the libraries that it needs, in the root file
# system, in its manifest, and under a policy that lets no memory become code.
set -eu

kernel=$1 out=$2
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$(dirname "$0")/../learn/statements.sh"

rm -rf "$out/tree"
cp -a "$tree" "$out/tree"
install -m 0755 "$build/lorica" "$out/tree/usr/sbin/lorica-full"
ldd "$build/lorica" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | while read -r library; do
	[ -e "$out/tree/usr/lib/x86_64-linux-gnu/${library##*/}" ] ||
		cp -L "$library" "$out/tree/usr/lib/x86_64-linux-gnu/"
done
cp "$keys/vendor.crt" "$keys/anchor.crt" "$out/"
policy() {
	cat >"$out/$1.lorica" <<-END
	syntax 1
	policy audited serial $2 epoch 1 ${4:-enforce}
	keys {
		vendor x509 "vendor.crt" for manifest
	}
	exec default deny {
		allow manifest vendor
		$3
	}
	END
	lorica -q compile "$out/$1.lorica" -o "$out/$1.unsigned"
	sign "$1" anchor
}
policy policy 5 'writable-code deny'
policy weaker 6 ''
policy reports 7 '' audit
mkdir -p "$out/tree/audit"
cp "$out/weaker.stmt" "$out/reports.stmt" "$out/tree/audit/"
# A tree for --root: what the initramfs has, and the anchor that signed it.
mkdir -p "$out/tree/audit/initramfs/etc/lorica"
cp "$out/policy.stmt" "$out/tree/audit/initramfs/etc/lorica/"
cp "$out/anchor.crt" "$out/tree/audit/"
printf 'profile 1\nanchor "anchor.crt"\n' >"$out/tree/audit/profile"
lorica -q manifest "$out/tree" --name rootfs --epoch 1 --exclude /attack/unsigned --exclude /attack/late \
	-o "$out/manifest.unsigned"
sign manifest vendor
# For the questions about files: the kernel does not give manifests back.
cp "$out/manifest.stmt" "$out/tree/audit/"
initramfs "$out/policy.stmt" "$out/manifest.stmt"
"$top/tests/qemu/root.sh" -i amd64 "$out"
rm -rf "$out/tree"
