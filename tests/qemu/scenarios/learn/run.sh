#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A device in audit mode does what it is for, and is watched. The manifest lacks the services, and the
# policy has no exceptions. The scenario learn-enforce goes on with what comes out here.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh
# shellcheck source=tests/qemu/scenarios/learn/workload.sh
. ./workload.sh

# port NAME: the device of a virtio port
port() {
	for name in /sys/class/virtio-ports/*/name; do
		if [ "$(cat "$name")" = "$1" ]; then
			name=${name%/name}
			echo "/dev/${name##*/}"
		fi
	done
}

# All that the kernel has, up to the newest record.
caught_up() {
	newest=$(lorica status | sed -n 's/^events //p')
	grep -q "^{\"seq\": $newest," /tmp/events.json
}

bring_out() {
	within 30 caught_up && cat /tmp/events.json >"$(port lorica.events)"
}

# reported WHAT REGEX
reported() {
	allowed "reported: $1" grep -Eq -- "$2" /tmp/events.json
}

plan 17

lorica events -j -f >/tmp/events.json 2>/tmp/lost &
allowed 'the policy only reports' sh -c 'lorica status | grep -qx "mode audit"'
allowed 'the seal is on' sh -c 'lorica status | grep -qx "sealed yes"'
workload
allowed 'every record came out' bring_out
allowed 'none was lost' sh -c '! [ -s /tmp/lost ]'
reported 'mosquitto' '"audit".*"not-listed".*"/usr/sbin/mosquitto"'
reported 'dropbear' '"audit".*"not-listed".*"/usr/sbin/dropbear"'
reported 'a library' '"mmap","verdict": "audit".*"/usr/lib/.*libtom'
reported 'code in memory' '"writable-code","verdict": "audit".*"/attack/signed/jit"'
reported 'a port' '"net-listen","verdict": "audit".*"net-no-rule".*"comm": "mosquitto".*"tcp .*:1883"'
reported 'a connection that is accepted' '"net-accept","verdict": "audit".*"comm": "dropbear".*"tcp 127.0.0.1:2222"'
reported 'a client' '"net-connect","verdict": "audit".*"comm": "dbclient".*"tcp 127.0.0.1:2222"'
allowed 'nothing that is listed' sh -c '! grep "not-listed" /tmp/events.json | grep -q "/usr/bin/dash\",\"sha256"'
