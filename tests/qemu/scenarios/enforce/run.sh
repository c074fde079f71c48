#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The product as a user sees it: signed programs run, others do not, and the
# tools say so.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

st=/attack/statements

# status_has WHAT LINE: a line of `lorica status` is exactly this.
status_has() {
	allowed "$1" sh -c 'lorica status | grep -qx -- "$1"' sh "$2"
}

# refuses REASON FILE: the kernel refuses the statement, and status says why.
refuses() {
	refused "load $2 is refused" lorica load "$st/$2"
	status_has "  for the reason $1" "last_reject $1"
}

# event_has WHAT REGEX
event_has() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

# stage STATEMENT: as apt does it before it unpacks
stage() {
	rm -rf /tmp/state/incoming
	mkdir -p /tmp/state/incoming && cp "$1" /tmp/state/incoming/ &&
		echo /a.deb | LORICA_STATE=/tmp/state /usr/lib/lorica/stage-manifests
}

plan 97

allowed 'coreutils run' ls /
allowed 'dash runs a pipeline' sh -c 'echo a | cat | grep -q a'
allowed 'busybox runs' busybox true
allowed 'python runs and loads shared objects' python3 -c 'import ctypes, socket; ctypes.CDLL(None)'
allowed 'mosquitto starts' sh -c 'mosquitto -p 1999 >/dev/null 2>&1 & p=$!; sleep 1; kill $p'
allowed 'dropbear makes a key' dropbearkey -t ed25519 -f /tmp/key
allowed 'a signed static program runs' /attack/signed/prog
allowed 'a signed kernel module loads' sh -c 'm=/usr/lib/modules/$(uname -r)/dummy.ko; insmod "$m" || [ ! -e "$m" ]'

refused_with EACCES 'an unsigned program' /attack/unsigned/prog
refused_with EACCES 'an unsigned script' /attack/unsigned/script.sh
refused_with EACCES 'an unsigned dynamic program' /attack/unsigned/dyn
refused 'an unsigned kernel module' insmod /attack/unsigned/module.ko
refused 'rmmod' rmmod lorica
refused 'rmmod -f' rmmod -f lorica
refused_with EBUSY 'turning ftrace off' write_to /proc/sys/kernel/ftrace_enabled 0
refused_with EACCES 'an unsigned program after that' /attack/unsigned/prog
refused '/proc/kcore' head -c 1 /proc/kcore
refused 'a late link' write_to /sys/kernel/security/lorica/links 3
refused 'a late canary' write_to /sys/kernel/security/lorica/canary bpf

status_has 'status: mode' 'mode enforce'
status_has 'status: sealed' 'sealed yes'
status_has 'status: the hooks run' 'hooks_run yes'
status_has 'status: exec' 'exec deny'
allowed 'status: every hook attached and proved' sh -c '[ "$(lorica status | grep -c "^hook .* attached proved$")" = 15 ]'
allowed 'status -j is JSON' sh -c 'lorica status -j | python3 -c "import json, sys; s = json.load(sys.stdin); assert s[\"mode\"] == \"enforce\" and len(s[\"hook\"]) == 22"'
allowed 'doctor finds nothing missing' lorica doctor
event_has 'event: the refused program' 'deny exec /attack/unsigned/prog reason=not-listed .*label=/usr/bin/dash'
event_has 'event: the refused module' 'deny module /attack/unsigned/module.ko'
event_has 'event: rmmod' 'deny unload lorica reason=own-object'
event_has 'event: /proc/kcore' 'deny lockdown /proc/kcore reason=sealed'
allowed 'events -j is JSON lines' sh -c 'lorica events -j | python3 -c "import json, sys; assert any(json.loads(l)[\"type\"] == \"sealed\" for l in sys.stdin)"'
allowed 'the node of the policy has a statement' sh -c 'head -c 6 /sys/kernel/security/lorica/policy | grep -q LORICA'

refused_with EACCES 'a program of applications before their manifest' /attack/apps/own
allowed 'apt stages a manifest of another key' stage $st/apps.stmt
allowed '  and keeps it for the next boot' test -s /tmp/state/manifests/apps.stmt
refused 'loaded again it is refused' lorica load $st/apps.stmt
allowed '  but for who asks for newer ones only' lorica load --if-newer $st/apps.stmt
allowed '  and its program runs' /attack/apps/own
allowed 'one that speaks of a place that is not its own is taken' lorica load $st/elsewhere.stmt
refused_with EACCES '  and allows nothing there' /attack/elsewhere/prog
refused_with EACCES '  nor anywhere else' sh -c 'mount --bind /attack/elsewhere/prog /attack/apps/own && /attack/apps/own'
allowed '  the mount goes' umount /attack/apps/own
allowed 'a path of its own in a manifest of the vendor' lorica load $st/both-vendor.stmt
refuses overlap both-apps.stmt
allowed '  whose program runs for the vendor' /attack/apps/both
refuses name-taken taken.stmt
refused 'apt stops when a manifest is refused' stage $st/taken.stmt
refused '  and keeps nothing' test -e /tmp/state/manifests/taken.stmt
allowed '  and what the vendor lists still runs' ls /

refuses same-serial policy.stmt
refuses older-serial older.stmt
refuses unknown-signer wrongkey.stmt
refuses wrong-purpose wrongpurpose.stmt
refuses wrong-purpose wrongmanifest.stmt
refuses truncated truncated.stmt
refuses truncated empty.stmt
refuses trailing-bytes trailing.stmt
refuses envelope unsigned.bin
refuses no-verity volume.stmt
refused 'load flipped.stmt is refused' lorica load $st/flipped.stmt
event_has 'event: the refused statement' 'deny rejected .*reason=older-serial'
status_has 'the policy is what it was' "$(lorica status | grep '^policy ' | grep ' serial 5 ')"

allowed 'lorica boot twice changes nothing' lorica boot --policy $st/newer.stmt
allowed '  still serial 5' sh -c 'lorica status | grep -q "^policy test serial 5 "'
allowed 'a newer signed policy is taken' lorica load $st/newer.stmt
allowed '  serial 6' sh -c 'lorica status | grep -q "^policy test serial 6 "'
refused_with EACCES 'an unsigned program under the new policy' /attack/unsigned/prog
allowed 'a signed one under the new policy' /attack/signed/prog
refuses older-serial policy.stmt
for p in /proc/[0-9]*; do
	p=${p#/proc/}
	# All but process 1, this shell and the watchdog that waits for it.
	case $p in 1 | "$$" | "$PPID") ;; *) kill -9 "$p" 2>/dev/null ;; esac
done
refused_with EACCES 'an unsigned program after that' /attack/unsigned/prog
allowed 'a signed audit policy is taken' lorica load $st/audit.stmt
allowed '  an unsigned program runs under audit' /attack/unsigned/prog
event_has '  and is reported' 'audit exec /attack/unsigned/prog reason=not-listed'
# Each wants a directory, and the root file system is read-only.
mount -t tmpfs tmpfs /var/tmp
# Refused by `attack`, and not because they would not work: 1 is the status of an attack that does.
for probe in mapping.private poke.anonymous-exec poke.anonymous-mprotect poke.writable-map poke.private-copy \
	poke.writable-mprotect poke.proc-self-mem poke.ptrace-poketext; do
	allowed "  $probe works under audit" sh -c 'lorica-attack "$1"; [ $? = 1 ]' sh "$probe"
done
refused 'rmmod -f under audit' rmmod -f lorica
allowed 'a volume that may degrade is no reason to refuse a policy' lorica load $st/degrade.stmt
status_has '  and it is told' 'degraded volumes'
