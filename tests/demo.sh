#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Lorica at work, in one boot and one screen: make demo
set -eu

cd "$(dirname "$0")/.."
kernel=${1:-amd64-6.12}
out=build/qemu/$kernel
log=$out/demo/console.log

mkdir -p build
echo "Building Lorica, its keys, a policy, and a Debian image with a signed manifest (the first time fetches packages)"
make --no-print-directory -s tool device device-arm64 >build/demo-build.log 2>&1 || { cat build/demo-build.log >&2; exit 1; }
tests/qemu/guest.sh "$kernel"
echo "Booting $kernel in QEMU"
status=0
tests/qemu/run.sh -k "$kernel" demo >build/demo-run.log || status=$?
if [ "$status" != 0 ]; then
	cat build/demo-run.log
	exit 1
fi
echo
tr -d '\r' <"$log" | sed -n 's/^.*DEMO| \{0,1\}//p'
bytes() { numfmt --to=iec-i --suffix=B "$(stat -c %s "$1")"; }
echo
echo "Sizes"
mkdir -p build/demo
strip -g -o build/demo/lorica.ko "build/module/$kernel/kernel/lorica.ko"
for file in build/demo/lorica.ko build/device/lorica "$out/statements/policy.stmt" "$out/statements/manifest.stmt"; do
	printf '  %-14s %8s, compressed %8s\n' "$(basename "$file")" "$(bytes "$file")" "$(gzip -9c "$file" | wc -c | numfmt --to=iec-i --suffix=B)"
done
echo
echo "The whole boot: $log. Next: README.md, 'Secure your image in ten steps'."
