#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a policy that names interpreters, and a manifest with the scripts that have no
# #! at their beginning.
set -eu

kernel=$1 out=$2
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$(dirname "$0")/../learn/statements.sh"

loader=$(cd "$tree" && echo usr/lib/*-linux-gnu/ld-linux-*)
cp "$keys/vendor.crt" "$out/"
sed "s|@LOADER@|/$loader|" "$(dirname "$0")/policy.lorica" >"$out/policy.lorica"
lorica -q compile "$out/policy.lorica" -o "$out/policy.unsigned"
sign policy anchor
lorica -q manifest "$tree" --name rootfs --epoch 1 --exclude /attack/unsigned --exclude /attack/late \
	--scripts '*.py' --scripts '*.pyc' --scripts '*.sh' -o "$out/manifest.unsigned"
sign manifest vendor
initramfs "$out/policy.stmt" "$out/manifest.stmt"
