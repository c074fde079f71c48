# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Sourced by the scenarios learn and learn-enforce: what the device is for. Five tests.

# within SECONDS COMMAND...: again and again until it works
within() {
	left=$1
	shift
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 1
	done
}

mqtt() {
	mosquitto -p 1883 >/tmp/mosquitto.log 2>&1 &
	broker=$!
	within 20 python3 ../learn/mqtt.py 1883
	status=$?
	kill $broker
	[ $status = 0 ] || cat /tmp/mosquitto.log
	return $status
}

ssh_keys() {
	mkdir -p /tmp/home/.ssh
	chmod 700 /tmp/home /tmp/home/.ssh
	mount --bind /tmp/home /root
	dropbearkey -t ed25519 -f /tmp/host.key >/dev/null
	dropbearkey -t ed25519 -f /tmp/id.key | grep ^ssh- >/root/.ssh/authorized_keys
	[ -s /root/.ssh/authorized_keys ]
}

ssh_command() {
	dropbear -F -E -s -r /tmp/host.key -p 127.0.0.1:2222 >/tmp/dropbear.log 2>&1 &
	server=$!
	within 20 sh -c '[ "$(dbclient -y -y -i /tmp/id.key -p 2222 root@127.0.0.1 "echo over | sed s/over/ssh/")" = ssh ]'
	status=$?
	kill $server
	[ $status = 0 ] || cat /tmp/dropbear.log
	return $status
}

workload() {
	allowed 'mosquitto passes a message from one client to another' mqtt
	allowed 'dropbear makes its keys' ssh_keys
	allowed 'dropbear runs a command for a client' ssh_command
	allowed 'a program that makes code runs' /attack/signed/jit
	allowed 'coreutils run' ls /
}
