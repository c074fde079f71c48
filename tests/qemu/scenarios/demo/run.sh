#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `make demo` shows. tests/demo.sh takes the lines marked DEMO| from the
# console; each line is also a check, so the demo cannot show what did not happen.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

show() { echo "DEMO| $*"; }

# runs WHAT COMMAND...
runs() {
	what=$1
	shift
	if "$@" >/tmp/out 2>&1; then
		show "  runs      $what"
		ok "$what runs"
	else
		not_ok "$what runs"
		cat /tmp/out
	fi
}

# stopped WHAT COMMAND...: refused, with the kernel's newest event beside it.
stopped() {
	what=$1
	shift
	if "$@" >/tmp/out 2>&1; then
		not_ok "$what is refused"
	else
		show "  REFUSED   $what"
		show "            $(lorica events | tail -n 1 | cut -d' ' -f3- | cut -c1-100)"
		ok "$what is refused"
	fi
}

plan 13
show 'A Debian root file system under one signed policy, sealed in the initramfs. You are root.'
show ''
show 'What the vendor listed in a signed manifest'
runs 'dash, coreutils' ls /
runs 'python3 with its libraries' python3 -c 'import ctypes, socket'
runs 'mosquitto, an MQTT broker' sh -c 'mosquitto -p 1999 >/dev/null 2>&1 & p=$!; sleep 1; kill $p'
runs 'dropbear, making a host key' dropbearkey -t ed25519 -f /tmp/key
show ''
show 'What root tries'
stopped 'a program that is in no manifest' /attack/unsigned/prog
stopped 'a script that is in no manifest' /attack/unsigned/script.sh
stopped 'a listed program through an unlisted library' env LD_PRELOAD=/attack/unsigned/lib.so sh -c 'test -e /tmp/evil-lib-ran'
stopped 'code that a listed program makes in its memory' /attack/signed/nojit
stopped 'an unlisted kernel module' insmod /attack/unsigned/module.ko
stopped 'rmmod -f lorica' rmmod -f lorica
stopped 'reading kernel memory' head -c 1 /proc/kcore
stopped 'an older policy, correctly signed' lorica load /attack/statements/older.stmt
stopped 'a policy signed by a stranger' lorica load /attack/statements/wrongkey.stmt
show ''
show 'lorica status'
lorica status | grep -E '^(mode|policy|manifest|exec|writable_code|sealed|denied|rejected) ' | cut -c1-100 | while IFS= read -r line; do
	show "  $line"
done
show "  hooks attached and proved: $(lorica status | grep -c '^hook .* attached proved$') of $(grep -c . /sys/kernel/security/lorica/hooks) that the policy needs"
