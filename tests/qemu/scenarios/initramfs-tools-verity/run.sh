#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Behind Debian's own initramfs, on a dm-verity volume that it has opened: no manifest lists anything of it.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 9

lorica events >/tmp/events
refused 'nothing of the initramfs was refused' grep -E '(^| )deny ' /tmp/events
allowed 'status: sealed' sh -c 'lorica status | grep -qx "sealed yes"'
allowed 'status: the one manifest is that of the initramfs' sh -c '[ "$(lorica status | grep "^manifest " | cut -d " " -f 2)" = initramfs ]'
allowed 'status: the root volume is held' sh -c 'lorica status | grep -Eq "^volume system root [0-9a-f]{64} held dm-0$"'
allowed 'the root file system is on it, and read-only' grep -Eq '^/dev/mapper/root / ext4 ro,' /proc/mounts
allowed 'what no manifest lists runs from there' /attack/unsigned/prog
cp /attack/unsigned/prog /tmp/prog
refused_with EACCES '  and a copy of it does not' /tmp/prog
refused_with EACCES 'another table for the volume' dmsetup load --readonly root --table "0 8 zero"
refused 'rmmod -f' rmmod -f lorica
