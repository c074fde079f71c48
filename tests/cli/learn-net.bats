#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
# Rules of the section net from what audit mode has reported.
bats_require_minimum_version 1.5.0
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir keys
	certificate keys/vendor.crt
	cat >base.lorica <<-'END'
	syntax 1
	policy gateway serial 7 epoch 2 audit
	keys {
		vendor x509 "keys/vendor.crt" for manifest
	}
	exec default deny {
		allow manifest vendor
	}
	END
}
setup() { common_setup; }

# uses LINE...: records of net events, each "TYPE OBJECT LABEL COMM [TGID [VERDICT [REASON]]]"
uses() {
	local n=0 type object label comm tgid verdict reason
	for line; do
		IFS='|' read -r type object label comm tgid verdict reason <<<"$line"
		n=$((n + 1))
		printf '{"seq": %d,"time_ns": %d,"type": "%s","verdict": "%s","reason": "%s","tgid": %d,"policy_serial": 7,"comm": "%s","label": "%s","object": "%s"}\n' \
			$n ${n}000000000 "$type" "${verdict:-audit}" "${reason:-net-no-rule}" "${tgid:-9}" "$comm" "$label" "$object"
	done >uses
}

# net_base LINE...: a base with these rules
net_base() {
	{
		cat base.lorica
		printf 'net default deny {\n'
		[ $# = 0 ] || printf '\t%s\n' "$@"
		echo '}'
	} >net.lorica
}

# learnt_net: the section of the draft without its comments
learnt_net() {
	run_split "$LORICA" learn -p net.lorica -o draft "$@" uses
	[ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
	net=$(sed -n '/^net default/,/^}/p' draft | grep -v '^	#')
	"$LORICA" -q check draft
}

@test "learn: rules for the network, no wider than what was seen" {
	net_base 'any connect udp 53'
	uses 'net-listen|tcp 0.0.0.0:1883|/usr/sbin/mqttd|mqttd' 'net-accept|tcp [::]:1883|/usr/sbin/mqttd|mqttd' \
		'net-listen|tcp 127.0.0.1:22|/usr/sbin/sshd|sshd' 'net-connect|tcp 192.0.2.1:443|/usr/bin/get|get' \
		'net-connect|tcp 192.0.2.1:443|/usr/bin/get|get' 'net-connect|udp [2001:db8::1]:123|/usr/bin/get|get' \
		'net-socket|raw|/usr/bin/ping|ping' 'net-socket|family can|/usr/bin/can|can' 'net-connect|udp 192.0.2.1:53|/usr/bin/get|get'
	learnt_net
	[ "$net" = $'net default deny {\n\t"/usr/bin/can" family can\n\t"/usr/bin/get" connect tcp 443 to 192.0.2.1\n\t"/usr/bin/get" connect udp 123 to 2001:db8::1\n\t"/usr/bin/ping" raw\n\t"/usr/sbin/mqttd" listen tcp 1883\n\t"/usr/sbin/sshd" listen tcp 22 at 127.0.0.1\n\tany connect udp 53\n}' ] ||
		{ echo "$net"; return 1; }
	contains "$stderr" 'rules for the network: 6, still refused: 0'
	grep -qx '	#   "/usr/sbin/mqttd" listen tcp 1883' draft
	grep -qx "	#     2 events: net-listen net-no-rule 1, net-accept net-no-rule 1" draft
	grep -qx "	#     of 'tcp 0.0.0.0:1883' 1, 'tcp \[::\]:1883' 1" draft
	[ "$(grep -c Generalised draft)" -eq 0 ]
	grep -qx '# The base permits 1 of them by now.' draft
}

@test "learn: many addresses or ports become one rule, and it says so" {
	net_base
	local -a lines=()
	for i in {1..9}; do lines+=("net-connect|tcp 192.0.2.$i:443|/usr/bin/get|get" "net-connect|tcp 10.0.0.1:$((40000 + 3 * i))|/usr/bin/ftp|ftp"); done
	for i in {1..8}; do lines+=("net-connect|tcp 192.0.2.$i:80|/usr/bin/get|get" "net-listen|tcp 0.0.0.0:$((500 + 3 * i))|/usr/bin/few|few"); done
	uses "${lines[@]}" 'net-listen|tcp 0.0.0.0:590|/usr/bin/few|few'
	learnt_net
	grep -qx '	"/usr/bin/get" connect tcp 443' <<<"$net"
	grep -qx '	"/usr/bin/ftp" connect tcp 40003-40027 to 10.0.0.1' <<<"$net"
	[ "$(grep -c '"/usr/bin/get" connect tcp 80 to 192.0.2' <<<"$net")" -eq 8 ]
	# Below 1024 each port has a meaning of its own.
	[ "$(grep -c '"/usr/bin/few" listen tcp [0-9]*$' <<<"$net")" -eq 9 ]
	grep -qx '	#     Generalised: any address, of which 9 were seen' draft
	grep -qx '	#     Generalised: ports 40003 to 40027, of which 9 were seen' draft
	[ "$(grep -c Generalised: draft)" -eq 2 ]
	# What the base denies somewhere is no ground to be generous.
	net_base 'deny any connect tcp 25'
	learnt_net
	[ "$(grep -c '"/usr/bin/get" connect tcp 443 to ' <<<"$net")" -eq 9 ]
	[ "$(grep -c Generalised draft)" -eq 0 ]
}

@test "learn: uses of the network that no draft permits" {
	net_base 'deny "/usr/bin/get" connect tcp 25' 'deny any listen tcp 23'
	uses 'net-connect|tcp 192.0.2.1:25|/usr/bin/get|get|9|audit|net-denied' 'net-listen|tcp 0.0.0.0:23|/usr/bin/telnetd|telnetd|9|audit|net-denied' \
		'net-listen|udp 0.0.0.0:0|/usr/bin/any|any' 'net-socket|family 200|/usr/bin/new|new' 'net-connect|tcp|/usr/bin/bad|bad|9|audit|net-address' \
		'net-connect|tcp 192.0.2.1:80|/usr/bin/get|get|9|deny' 'net-connect|tcp 192.0.2.1:80||get' 'net-listen|tcp 0.0.0.0:80|/usr/bin/*|star'
	learnt_net
	[ "$net" = $'net default deny {\n\tdeny "/usr/bin/get" connect tcp 25\n\tdeny any listen tcp 23\n}' ]
	contains "$stderr" 'rules for the network: 0, still refused: 8'
	for why in 'the kernel picks the port' 'a policy has no word for this family' 'an address that cannot be read' \
		'what a device did not do is not learnt' 'in no manifest has no name here' 'cannot name the path of the program'; do
		grep -q "^#   .*$why" draft || { echo "no $why"; return 1; }
	done
}

@test "learn: a program that is about to be listed has a name" {
	net_base
	exec_of() { printf '{"seq": %d,"time_ns": %d,"type": "exec","verdict": "audit","reason": "not-listed","tgid": %d,"policy_serial": 7,"comm": "sh","label": "/bin/sh","object": "%s","sha256": "%064d"}\n' "$1" "$1" "$2" "$3" 7; }
	use_of() { printf '{"seq": %d,"time_ns": %d,"type": "net-listen","verdict": "audit","reason": "net-no-rule","tgid": %d,"policy_serial": 7,"comm": "%s","label": "","object": "tcp 0.0.0.0:%d"}\n' "$1" "$1" "$2" "$3" "$4"; }
	{ exec_of 1 50 /opt/weatherd; use_of 2 50 weatherd 80; use_of 3 51 weatherd 81; use_of 4 50 other 82; } >uses
	learnt_net
	[ "$net" = $'net default deny {\n\t"/opt/weatherd" listen tcp 80\n}' ] || { echo "$net"; return 1; }
	contains "$stderr" 'files to list: 1, programs excepted: 0, rules for the network: 1, still refused: 2'
	# Another boot gives the number to another process.
	{ exec_of 5 50 /opt/weatherd; use_of 1 50 weatherd 80; } >uses
	learnt_net
	[ "$net" = $'net default deny {\n}' ]
	# What is not listed gets no rule either.
	mkdir -p good
	{ exec_of 1 50 /opt/weatherd; use_of 2 50 weatherd 80; } >uses
	learnt_net --root good
	[ "$net" = $'net default deny {\n}' ]
	grep -q "'/opt/weatherd': its program is not to be listed" draft
}

@test "learn: what an event says of the network stays in its comment" {
	net_base
	uses 'net-listen|tcp 0.0.0.0:80\nsyntax|/x|x' 'net-listen|tcp 0.0.0.0:80|/x\n}\nexec default allow {|x' 'net-listen|tcp 0.0.0.0:81|/y|\n}\nz'
	learnt_net
	[ "$(sed -n '/^net default/,$p' draft | sed '$d' | grep -c "^}\$")" -eq 0 ] || { cat draft; return 1; }
	[ "$net" = $'net default deny {\n\t"/y" listen tcp 81\n}' ] || { echo "$net"; return 1; }
}
