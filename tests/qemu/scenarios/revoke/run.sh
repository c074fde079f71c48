#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a new policy revokes runs no more, whatever it is called, although a manifest in force lists
# it; what runs of it is told of, and killed when the policy says so.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

st=/attack/statements
prog=/attack/signed/prog
loader=$(echo /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1 | tr ' ' '\n' | while read -r f; do
	[ ! -e "$f" ] || echo "$f"
done)
module=/usr/lib/modules/$(uname -r)/dummy.ko

# status_has WHAT LINE: a line of `lorica status` is exactly this.
status_has() {
	allowed "$1" sh -c 'lorica status | grep -qx -- "$1"' sh "$2"
}

# event_has WHAT REGEX
event_has() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

# event_not WHAT REGEX
event_not() {
	refused "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

# swept WHAT: the look for running programs has come to its end.
swept() {
	allowed "$1" sh -c 'for i in $(seq 100); do
		lorica status | grep -qx "sweep done" && exit; sleep 1; done; lorica status; false'
}

# start COMMAND...: something that goes on running; its number is in $started.
start() {
	"$@" >/dev/null 2>&1 3>&- &
	started=$!
}

runs() { allowed "$1" sh -c '[ -d "/proc/$1" ] && ! grep -q "^State:.*Z" "/proc/$1/status"' sh "$2"; }
# ended WHAT PID: no thread of it is left but what nobody has waited for.
ended() {
	allowed "$1" sh -c 'for i in $(seq 20); do
		grep -hs "^State:" /proc/"$1"/task/*/status | grep -qv "[ZX] (" || exit 0
		sleep 1; done; cat /proc/"$1"/task/*/status; false' sh "$2"
}

plan 95

# Before: everything is listed, and runs.
allowed 'the program runs' $prog
allowed 'the library is loaded' python3 -c 'import ctypes'
if [ -e "$module" ]; then
	allowed 'the module loads' insmod "$module"
	allowed 'and is taken out again' rmmod dummy
else
	skip 'the module loads' 'not for this kernel'
	skip 'and is taken out again' 'not for this kernel'
fi
status_has 'nothing is revoked' 'revoked 0'
status_has 'no sweep' 'sweep none'
# The kernel's own list, which the firmware fills.
forbidden=/attack/signed/forbidden
if [ -d /sys/firmware/efi ]; then
	allowed 'the kernel forbids a digest' sh -c 'grep -q "blacklist *bin:$(sha256sum "$1" | cut -c 1-64)" /proc/keys' sh $forbidden
	refused_with EACCES 'the program that has it, though listed' $forbidden
	event_has '  for that reason' "deny exec $forbidden reason=revoked"
	allowed '  without its last line' sh -c 'head -c -10 "$1" >/attack/permitted && chmod 755 /attack/permitted && /attack/permitted' sh $forbidden
	refused_with EACCES '  not under another name' sh -c 'cp "$1" /attack/renamed; /attack/renamed' sh $forbidden
else
	for what in 'the kernel forbids a digest' 'the program' 'its event' 'another one' 'another name'; do
		skip "$what" 'no firmware'
	done
fi
ln $prog /attack/hard
cp $prog /attack/copy
start mosquitto -p 1999
daemon=$started
start python3 -c 'import ctypes, time; time.sleep(900)'
user=$started
# Its first thread ends and stays as a zombie, the other goes on.
start python3 -c 'import ctypes, threading, time
threading.Thread(target=time.sleep, args=(900,)).start()
ctypes.CDLL(None).pthread_exit(None)'
headless=$started
start sleep 900
bystander=$started
# On a slow machine python takes a while to get there.
for _ in $(seq 60); do
	grep -q '^State:.*Z' "/proc/$headless/status" && grep -q _ctypes "/proc/$user/maps" && break
	sleep 1
done
runs 'a daemon runs' "$daemon"
runs 'a program with the library runs' "$user"
allowed 'of another the first thread has ended' grep -q '^State:.*Z' "/proc/$headless/status"

# A policy that revokes, and reports what runs.
allowed 'the policy is taken' lorica load $st/revoke.stmt
status_has 'status: kind of report' 'on_revoked report'
refused_with EACCES 'the program' $prog
refused_with EACCES 'the program again' $prog
refused_with EACCES 'by a hard link' /attack/hard
refused_with EACCES 'by a symbolic link' sh -c 'ln -s /attack/signed/prog /attack/soft; /attack/soft'
refused_with EACCES 'a copy with another name' /attack/copy
refused_with EACCES 'after a rename' sh -c 'mv /attack/copy /attack/moved; /attack/moved'
refused_with EACCES 'from a bind mount' sh -c 'mkdir /attack/bind; mount --bind /attack/signed /attack/bind; /attack/bind/prog'
refused_with EACCES 'the daemon' mosquitto -h
allowed 'the daemon by the dynamic loader is not mapped' sh -c '"$1" /usr/sbin/mosquitto -h 2>&1 |
	grep -q "failed to map segment"' sh "$loader"
allowed '  which loads another program' "$loader" /usr/bin/true
refused 'the library' python3 -c 'import ctypes'
allowed '  python without it' python3 -c 'import socket'
if [ -e "$module" ]; then
	refused 'the module' insmod "$module"
	event_has 'event: the module' 'deny module /usr/lib/modules/.*/dummy.ko reason=revoked'
else
	skip 'the module' 'not for this kernel'
	skip 'event: the module' 'not for this kernel'
fi
allowed 'other programs run' ls /
event_has 'event: the program' 'deny exec /attack/signed/prog reason=revoked'
event_has 'event: the library' 'deny mmap .*/_ctypes.*so reason=revoked'
swept 'the sweep ends'
status_has 'it has found three' 'sweep_found 3'
status_has 'it has killed nobody' 'sweep_killed 0'
event_has 'event: the daemon that runs' "audit revoked /usr/sbin/mosquitto reason=revoked .*pid=$daemon .*label=/usr/sbin/mosquitto"
event_has 'event: the program that has the library' "audit revoked .*/_ctypes.*so reason=revoked .*pid=$user .*label=/usr/bin/python3"
event_has 'event: the process without its first thread' "audit revoked .*/_ctypes.*so reason=revoked .*pid=$headless "
allowed 'each is told of once' sh -c '[ "$(lorica events | grep -c " revoked .*reason=revoked")" = 3 ]'
event_not 'nothing is told of another' " revoked .*pid=$bystander "
runs 'the daemon runs on' "$daemon"
runs 'the program with the library runs on' "$user"

# Audit mode kills nobody, whatever the policy says.
allowed 'the same for audit' lorica load $st/revoke-audit.stmt
swept 'the sweep ends'
status_has 'it has killed nobody' 'sweep_killed 0'
runs 'the daemon runs on' "$daemon"
allowed 'the program runs under audit' $prog
event_has 'and is reported' 'audit exec /attack/signed/prog reason=revoked'
cp $prog /attack/mapped
start python3 ./writer.py /attack/mapped /tmp/writer
allowed 'a program maps what it can write to' sh -c 'for i in $(seq 60); do
	grep -qs mapped /tmp/writer && exit; sleep 1; done; false'

# The same with on-revoked kill.
allowed 'the policy that kills is taken' lorica load $st/revoke-kill.stmt
status_has 'status: kill' 'on_revoked kill'
swept 'the sweep ends'
allowed 'it keeps no file open for writing' sh -c 'sleep 1; cat /tmp/writer; grep -qx "no writer" /tmp/writer'
status_has 'it has killed four' 'sweep_killed 4'
ended 'the daemon is gone' "$daemon"
ended 'the program with the library is gone' "$user"
ended 'so is the process without its first thread' "$headless"
runs 'another program runs on' "$bystander"
event_has 'event: the daemon that was killed' "deny revoked /usr/sbin/mosquitto reason=revoked .*pid=$daemon "
kernel_says 'the kernel log tells of them' '4 running processes have revoked code, 4 of them were killed'
refused_with EACCES 'the program' $prog

# Back to a policy without the revocation.
refused 'an older policy' lorica load $st/newer.stmt
status_has '  for its serial' 'last_reject older-serial'
refused_with EACCES 'the program after that' $prog

# A revoked serial of a manifest: dropped, and not taken.
allowed 'a manifest of its own' lorica load $st/late.stmt
cp -r /attack/late /attack/later
allowed '  lets a late program run' /attack/later/prog
start /attack/later/prog 900
late=$started
allowed 'the policy that revokes the manifest is taken' lorica load $st/revoke-manifest.stmt
refused_with EACCES '  the late program' /attack/later/prog
swept '  what runs of it is looked for'
status_has '  and found' 'sweep_found 1'
event_has '  and told of' "audit revoked /attack/later/prog reason=revoked .*pid=$late "
runs '  it runs on' "$late"
refused 'the manifest' lorica load $st/late.stmt
status_has '  for that reason' 'last_reject manifest-revoked'
allowed '  its successor' lorica load $st/again.stmt
allowed '  the late program again' /attack/later/prog

# The same by a policy that kills, and that has no line for another key any more.
allowed 'a manifest of another key' lorica load $st/apps.stmt
allowed '  its program runs' /attack/apps/own
start /attack/apps/own 900
app=$started
allowed 'the policy that takes both back' lorica load $st/withdraw.stmt
swept '  what runs of them is looked for'
status_has '  and killed' 'sweep_killed 2'
ended '  the late program' "$late"
ended '  the program of the key' "$app"
runs '  another program runs on' "$bystander"
# And back: the manifests of before, in no older form than they had.
allowed 'a policy that allows them again' lorica load $st/restore.stmt
refused_with EACCES '  the late program' /attack/later/prog
refused '  an older manifest than the one that was dropped' lorica load $st/late.stmt
status_has '  for its serial' 'last_reject older-serial'
allowed '  that one itself' lorica load $st/again.stmt
allowed '  lets the late program run' /attack/later/prog

# Process 1 runs the shell, which is revoked now: this one is killed, process 1 goes on.
exec python3 ./init.py "$tap_count" "$st/revoke-init.stmt" 3>&3
