#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Loaders that ran at the same time (lorica-boot.sh beside this file): one sealed the device, the
# others said why they did not, and nothing is half done.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

loaders='first second third'
st=/attack/statements

# A loader that did not seal ends with 1 and names the step, or found the seal on.
ended_well() {
	read -r status <"/dev/loaders/$1.status"
	case $status in
	0) grep -Eq '^lorica boot: seal +ok ' "/dev/loaders/$1" ;;
	1) grep -q "^lorica boot: step '.*' failed: " "/dev/loaders/$1" && grep -q '^  what to do: ' "/dev/loaders/$1" ;;
	*) return 1 ;;
	esac
}

plan 20

for name in $loaders; do
	diag "$name: $(tail -n 3 "/dev/loaders/$name" | tr '\n' ' ')"
done
for name in $loaders; do
	allowed "the $name loader ended with success or with a reason" ended_well "$name"
done
allowed 'one of them sealed' sh -c '[ "$(cat /dev/loaders/first /dev/loaders/second /dev/loaders/third | grep -Ec "^lorica boot: seal +ok +on until")" = 1 ]'
allowed 'of the two with the same policy one was refused' sh -c '[ "$(cat /dev/loaders/first /dev/loaders/second | grep -c "^lorica boot: step .policy. failed: ")" = 1 ]'
allowed 'no loader is left' sh -c '! ps -e -o comm= | grep -x lorica'
kernel_says 'the seal is on' 'lorica: sealed'

allowed 'status: sealed' sh -c 'lorica status | grep -qx "sealed yes"'
allowed 'status: enforce' sh -c 'lorica status | grep -qx "mode enforce"'
allowed 'status: every hook attached and proved' sh -c '[ "$(lorica status | grep -c "^hook .* attached proved$")" = 15 ]'
allowed 'status: the manifest is in force' sh -c 'lorica status | grep -q "^manifest rootfs "'

allowed 'a listed program runs' /attack/signed/prog
refused_with EACCES 'an unlisted one does not' /attack/unsigned/prog
refused 'an unlisted library does not load' python3 -c 'import ctypes; ctypes.CDLL("/attack/unsigned/lib.so")'
refused 'an unlisted module does not load' insmod /attack/unsigned/module.ko
refused 'rmmod -f' rmmod -f lorica
cp /attack/signed/prog /var/tmp/late
/var/tmp/late >/dev/null
refused_with ETXTBSY 'what ran is closed to writers' dd if=/attack/unsigned/prog of=/var/tmp/late conv=notrunc status=none

before=$(lorica status | grep -E '^(policy|manifest|sealed|hook) ')
allowed 'lorica boot after the seal finds it on' sh -c 'lorica boot --policy "$1" | grep -q "was on before"' sh $st/audit.stmt
allowed '  and changes nothing' sh -c '[ "$(lorica status | grep -E "^(policy|manifest|sealed|hook) ")" = "$1" ]' sh "$before"
refused_with EACCES '  an unlisted program is still refused' /attack/unsigned/prog
