#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The same device under the policy that was learnt: it does what it did, and nothing else.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh
# shellcheck source=tests/qemu/scenarios/learn/workload.sh
. ../learn/workload.sh

# status_has WHAT REGEX
status_has() {
	allowed "$1" sh -c 'lorica status | grep -Eq -- "$1"' sh "$2"
}

plan 25

status_has 'the policy enforces' '^mode enforce$'
status_has 'the seal is on' '^sealed yes$'
status_has 'it is the policy that was learnt' '^policy learn serial 2 '
status_has 'so is the manifest' '^manifest learnt '
workload
allowed 'nothing of that was refused' sh -c '! lorica events | grep -E " deny (exec|mmap|mprotect|writable-code|poke|net-[a-z]*) "'

refused_with EACCES 'a program that was not learnt' /attack/unsigned/prog
refused_with EACCES 'a script that was not learnt' /attack/unsigned/script.sh
refused 'a library that was not learnt' python3 -c 'import ctypes; ctypes.CDLL("/attack/unsigned/lib.so")'
refused 'a program that makes code and was not seen' /attack/signed/nojit
cp /usr/sbin/dropbear /var/tmp/dropbear
allowed 'a copy of what was learnt is the same program' /var/tmp/dropbear -V
cp /usr/sbin/dropbear /var/tmp/changed
printf x >>/var/tmp/changed
refused_with EACCES 'a changed one is not' /var/tmp/changed -V
cp /attack/unsigned/prog /var/tmp/mosquitto
refused_with EACCES 'the name of what was learnt is no permission' /var/tmp/mosquitto
listens='sock.bind(("127.0.0.1", int(sys.argv[1]))); sock.listen()'

refused_with EACCES 'mosquitto on a port that was not learnt' timeout 30 mosquitto -p 1884
refused_with EACCES 'dropbear on a port that was not learnt' timeout 30 dropbear -F -E -s -r /tmp/host.key -p 127.0.0.1:2223
refused_with EACCES 'another program on the port of mosquitto' python3 -c "import socket, sys; sock = socket.socket(); $listens" 1883
refused_with EACCES 'a program that connects elsewhere' python3 -c 'import socket; socket.create_connection(("127.0.0.1", 2222), 5)'
refused_with EACCES 'a raw socket' python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)'
allowed 'these refusals are reported' sh -c 'lorica events | grep -q " deny net-listen tcp 127.0.0.1:1883 reason=net-no-rule"'
allowed 'a refusal is reported' sh -c 'lorica events | grep -q " deny exec /attack/unsigned/prog reason=not-listed"'
refused 'a policy of a stranger' lorica load /attack/statements/wrongkey.stmt
