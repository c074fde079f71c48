#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a policy that reports, and a manifest in which the services are not.
set -eu

kernel=$1 out=$2
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$(dirname "$0")/statements.sh"

cp "$keys/vendor.crt" "$out/"
cat >"$out/base.lorica" <<'END'
syntax 1
policy learn serial 1 epoch 1 audit

keys {
	vendor x509 "vendor.crt" for manifest
}

exec default deny {
	allow manifest vendor
	writable-code deny
}

net default deny {
}
END
lorica -q compile "$out/base.lorica" -o "$out/policy.unsigned"
sign policy anchor
lorica -q manifest "$tree" --name rootfs --epoch 1 --exclude /attack/unsigned --exclude /attack/late \
	--exclude 'dropbear*' --exclude dbclient --exclude 'libtom*' \
	--exclude 'mosquitto*' --exclude 'libwebsockets*' -o "$out/manifest.unsigned"
sign manifest vendor
initramfs "$out/policy.stmt" "$out/manifest.stmt"
