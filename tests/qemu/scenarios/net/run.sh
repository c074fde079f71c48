#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The services and clients of the root file system do what their rules say, and nothing else; then
# the attacks on the network, as root.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

st=/attack/statements

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

# reported WHAT REGEX: there is such an event
reported() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

message() {
	within 20 mosquitto_pub -p 1883 -h 127.0.0.1 -t weather/oslo -m 'rain' || return 1
	mosquitto_sub -p 1883 -h 127.0.0.1 -t weather/oslo -C 1 -W 30 >/tmp/heard &
	hearer=$!
	sent=0
	# Whether it is subscribed by now nobody tells; so speak until it has heard.
	while kill -0 $hearer 2>/dev/null && [ $sent -lt 30 ]; do
		mosquitto_pub -p 1883 -h 127.0.0.1 -t weather/oslo -m '17 degrees' || :
		sent=$((sent + 1))
		sleep 1
	done
	wait $hearer
	[ "$(cat /tmp/heard)" = '17 degrees' ]
}

ssh_command() {
	mkdir -p /tmp/home/.ssh
	chmod 700 /tmp/home /tmp/home/.ssh
	mount --bind /tmp/home /root
	dropbearkey -t ed25519 -f /tmp/host.key >/dev/null
	dropbearkey -t ed25519 -f /tmp/id.key | grep ^ssh- >/root/.ssh/authorized_keys
	dropbear -F -E -s -r /tmp/host.key -p 127.0.0.1:2222 >/tmp/dropbear.log 2>&1 &
	within 20 sh -c '[ "$(dbclient -y -y -i /tmp/id.key -p 2222 root@127.0.0.1 "echo over | sed s/over/ssh/")" = ssh ]'
}

python() {
	python3 -c "import socket
$1"
}

attacks=$(lorica-attack -l net | wc -l)
plan $((33 + attacks))

allowed 'the network is managed' sh -c 'lorica status | grep -qx "net deny"'
allowed 'the seal is on' sh -c 'lorica status | grep -qx "sealed yes"'

mosquitto -p 1883 >/tmp/mosquitto.log 2>&1 &
broker=$!
allowed 'mosquitto listens, and passes a message from mosquitto_pub to mosquitto_sub' message
allowed 'dropbear listens, and runs a command for dbclient' ssh_command

refused 'mosquitto on another port' mosquitto -p 1884
reported '  is told of' 'deny net-listen tcp .*:1884 reason=net-no-rule .*label=/usr/sbin/mosquitto'
refused 'dropbear on another port' timeout 20 dropbear -F -E -s -r /tmp/host.key -p 127.0.0.1:2223
refused 'dropbear on its port at every address' timeout 20 dropbear -F -E -s -r /tmp/host.key -p 2222
reported '  is told of' 'deny net-listen tcp 0.0.0.0:2222 reason=net-no-rule .*label=/usr/sbin/dropbear'
refused 'mosquitto_pub to the port of dropbear' mosquitto_pub -h 127.0.0.1 -p 2222 -t x -m y
reported '  is told of' 'deny net-connect tcp 127.0.0.1:2222 reason=net-no-rule .*label=/usr/bin/mosquitto_pub'
refused 'dbclient to the port of mosquitto' dbclient -y -y -p 1883 root@127.0.0.1 true
refused_with 13 'python to the port of mosquitto' python 'print(socket.socket().connect_ex(("127.0.0.1", 1883))); exit(1)'
refused_with EACCES 'python listens' python 's = socket.socket(); s.bind(("127.0.0.1", 8080)); s.listen()'
refused_with EACCES '  on no port' python 's = socket.socket(); s.listen()'
refused_with EACCES '  and has no raw socket' python 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)'
reported '  which is told of' 'deny net-socket raw reason=net-no-rule .*label=/usr/bin/python3'
refused_with EACCES '  and no packet socket' python 'socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)'
refused_with EACCES '  and sends no datagram' python 'socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 53))'
refused_with EACCES 'python is denied what any program may' python 'socket.socket().connect(("127.0.0.1", 9999))'
reported '  by a rule, which has its number' 'deny net-connect tcp 127.0.0.1:9999 reason=net-denied .*label=/usr/bin/python3'
refused_with 'Connection refused' '  and mosquitto_pub is not' mosquitto_pub -h 127.0.0.1 -p 9999 -t x -m y
allowed 'sockets between processes are left alone' python 'a, b = socket.socketpair(); a.send(b"x"); assert b.recv(1) == b"x"'

lorica-attack net >/tmp/attacks || :
while IFS= read -r line; do
	case $line in
	'ok '* | 'not ok '*)
		# Numbered after what stands above.
		tap_count=$((tap_count + 1))
		tap "$(echo "$line" | sed "s/ok [0-9]*/ok $tap_count/")"
		;;
	esac
done </tmp/attacks

allowed 'a policy that takes the port from mosquitto is taken' lorica load $st/net-taken.stmt
refused '  which takes no connection any more' timeout 20 mosquitto_pub -h 127.0.0.1 -p 1883 -t x -m y
reported '  and is told of' 'deny net-accept tcp .*:1883 reason=net-no-rule .*label=/usr/sbin/mosquitto'
kill $broker

# A program that is revoked runs on and has lost its name; so it may be any, the denied one as well.
mkfifo /tmp/go
python 'open("/tmp/go").read()
print(*[socket.socket().connect_ex(("127.0.0.1", port)) for port in (9998, 9997)])' >/tmp/nobody 2>&1 &
waits=$!
sleep 1
allowed 'a policy that revokes a running program, and denies it a port by its name, is taken' lorica load $st/net-revoked.stmt
echo >/tmp/go
wait $waits || :
allowed '  what is denied to one by name is denied to the one without' grep -qx '13 13' /tmp/nobody
reported '  which is told of' 'deny net-connect tcp 127.0.0.1:9998 reason=net-denied'
refused_with 'Connection refused' '  and others are allowed' mosquitto_pub -h 127.0.0.1 -p 9998 -t x -m y
allowed 'a policy that only reports is taken' lorica load $st/net-audit.stmt
allowed '  under which python listens' python 's = socket.socket(); s.bind(("127.0.0.1", 8080)); s.listen()'
reported '  and is told of' 'audit net-listen tcp 127.0.0.1:8080 reason=net-no-rule .*label=/usr/bin/python3'
