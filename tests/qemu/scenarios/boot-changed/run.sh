#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A changed boot is seen, and what was changed.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh
# shellcheck source=tests/qemu/scenarios/boot/guest.sh
. ../boot/guest.sh

plan 12
allowed 'the disk with module and policies is there' find_tool
allowed 'the module loads' insmod $tool/lorica.ko
verdict pcr-two failed
says 'PCR 9 has another value' "^boot_finding boot-pcr pcr 9 expected [0-9a-f]* or 1 more seen"
verdict good failed
says 'one event is the command line' '^boot_finding boot-event event [0-9]* pcr 9 expected'
allowed 'another the initramfs' findings 4
says 'and the line itself is told' '^boot_finding boot-cmdline cmdline seen console=ttyS0 '
allowed 'log and TPM agree all the same' lacks_line '^boot_finding boot-replay'
refused_with ECANCELED 'the seal does not go on' write_to $node/seal seal
status=0
$tool/loader boot --policy $tool/good-again.stmt >/tmp/boot.out 2>&1 || status=$?
allowed 'lorica boot ends with 1' test $status = 1
says 'and has sealed nothing' '^sealed no$'
