#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the module lose memory? Once without the seal, removed again (lorica-boot.sh beside this file),
# and once sealed, with work to do. An answer only counts when the scanner works: it is a file that
# somebody opened before the seal, and opening it is refused now.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

st=/attack/statements

plan 9
allowed 'unsealed: a policy was in force' grep -q '^policy test serial 6' /dev/unsealed
allowed '  and a manifest' grep -q '^manifest rootfs' /dev/unsealed
allowed '  and statements were refused' grep -Eq '^rejected [1-9]' /dev/unsealed
diag "$(cat /dev/leaks-removed)"
allowed 'no leak when the module is gone' [ ! -s /dev/leaks-removed ]

allowed 'sealed' sh -c 'lorica status | grep -qx "sealed yes"'
for i in $(seq 50); do
	/attack/signed/prog
	/attack/unsigned/prog
	cp /attack/signed/prog /var/tmp/p$i
	/var/tmp/p$i
	rm /var/tmp/p$i
done >/dev/null 2>&1
insmod /attack/unsigned/module.ko 2>/dev/null
for statement in newer policy truncated flipped manifest; do
	lorica -q load $st/$statement.stmt 2>/dev/null
done
lorica events >/dev/null
allowed 'a newer policy is in force' sh -c 'lorica status | grep -q "^policy test serial 6"'
allowed 'the scanner works' sh -c 'echo scan >&9 && sleep 6 && echo scan >&9'
cat <&9 >/tmp/leaks
diag "$(cat /tmp/leaks)"
allowed 'no leak after the seal' [ ! -s /tmp/leaks ]
refused 'the scanner cannot be opened now' cat /sys/kernel/debug/kmemleak
