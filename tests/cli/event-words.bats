#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
# Events in words, for explain and for test: the network, USB devices, helpers, and what programs do.
bats_require_minimum_version 1.5.0
load common

setup_file() {
	common_setup_file
	cat >rules.lorica <<-'EOF2'
	syntax 1
	policy rules serial 1 epoch 2 enforce
	keys {
	  vendor x509 "keys/vendor.crt" for manifest
	}
	exec default deny {
	  allow manifest vendor under "/usr"
	  writable-code deny except "/usr/bin/node"
	  bpf deny except "/usr/bin/loader"
	  kernel-helpers deny except "/usr/sbin/modprobe"
	}
	net default deny {
	  "/usr/sbin/mqttd" listen tcp 1883, 8883
	  "/usr/bin/backup" connect tcp 443 to 192.0.2.0/24, 2001:db8::/32
	  deny "/usr/bin/backup" connect tcp 443 to 192.0.2.7
	  any connect tcp 443 to 192.0.0.0/16
	  any connect udp 53
	  "/usr/bin/all" connect tcp any
	  "/usr/bin/ping" raw
	  any family can
	}
	usb default deny {
	  allow class hub
	  allow 0403:6001 serial "A 1" at most 2
	  deny interfaces hid
	  allow port "1.2" until seal
	}
	EOF2
	mkdir -p tree/usr/bin tree/usr/sbin tree/opt
	echo '#!/bin/node' >tree/usr/bin/node
	cp tree/usr/bin/node tree/usr/bin/nodejs
	echo '#!/bin/modprobe' >tree/usr/sbin/modprobe
	printf '#!/bin/mqttd\n' >tree/usr/sbin/mqttd
	cp tree/usr/sbin/mqttd tree/usr/bin/broker
	cp tree/usr/sbin/mqttd tree/opt/alien
	printf '#!/bin/other\n' >tree/opt/other
	cp tree/opt/other tree/usr/bin/other
	"$LORICA" -q manifest tree --name root --epoch 2 -o root.unsigned
}
setup() { common_setup; }

# explain ARGUMENT...: it works, and says nothing else
explain() {
	run_split "$LORICA" explain rules.lorica "$@"
	[ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
	[ -z "$stderr" ]
}

# says FIRST ARGUMENT...: the first line of the answer
says() {
	local first=$1
	shift
	explain "$@"
	[ "${lines[0]}" = "$first" ] || { printf '%s\n' "$output"; return 1; }
}

# has LINE...
has() {
	local line
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

# fails MESSAGE ARGUMENT...: status 2, this first line, and no answer
fails() {
	local message=$1
	shift
	run_split "$LORICA" explain rules.lorica "$@"
	[ "$status" -eq 2 ] && [ -z "$output" ]
	[ "${stderr_lines[0]}" = "$message" ] || { printf '%s\n' "$stderr"; return 1; }
}

allowed='allow: a rule of the net section allows it'
no_rule='deny: no rule of the net section allows it'
denied='deny: a rule of the net section denies it'

@test "words: a program listens, and nobody else, and on no other port" {
	says "net-listen tcp 1883: $allowed" listen tcp 1883 by /usr/sbin/mqttd
	has "  program: /usr/sbin/mqttd" \
		'  decided by: rules.lorica:13:32: allow "/usr/sbin/mqttd" listen tcp 1883' \
		'  lost: rules.lorica:13:38: allow "/usr/sbin/mqttd" listen tcp 8883: it is about other ports' \
		'  lost: rules.lorica:12:13: net default deny: a rule speaks of it'
	[ "${#lines[@]}" -eq 5 ]
	says "net-listen tcp 1884: $no_rule" listen tcp 1884 by /usr/sbin/mqttd
	has '  decided by: rules.lorica:12:13: net default deny'
	says "net-listen udp 1883: $no_rule" listen udp 1883 by /usr/sbin/mqttd
	has '  lost: rules.lorica:13:32: allow "/usr/sbin/mqttd" listen tcp 1883: it is about another protocol'
	says "net-listen tcp 1883: $no_rule" listen tcp 1883 by /usr/bin/backup
	says "net-listen tcp 1883: $no_rule" listen tcp 1883 by any
	says "net-listen tcp 127.0.0.1:1883: $allowed" listen tcp 1883 at 127.0.0.1 by /usr/sbin/mqttd
	says "net-listen tcp [::1]:1883: $allowed" listen tcp 1883 at ::1 by /usr/sbin/mqttd
}

@test "words: the longer prefix decides, then the program, and the others are told" {
	says "net-connect tcp 192.0.2.7:443: $denied" connect tcp 443 to 192.0.2.7 by /usr/bin/backup
	has '  decided by: rules.lorica:15:45: deny "/usr/bin/backup" connect tcp 443 to 192.0.2.7' \
		'  lost: rules.lorica:14:40: allow "/usr/bin/backup" connect tcp 443 to 192.0.2.0/24: a rule with a longer prefix goes before it' \
		'  lost: rules.lorica:14:54: allow "/usr/bin/backup" connect tcp 443 to 2001:db8::/32: it is about other addresses' \
		'  lost: rules.lorica:16:26: allow any connect tcp 443 to 192.0.0.0/16: a rule for the program goes before one for any'
	says "net-connect tcp 192.0.2.8:443: $allowed" connect tcp 443 to 192.0.2.8 by /usr/bin/backup
	says "net-connect tcp 192.0.2.7:443: $allowed" connect tcp 443 to 192.0.2.7 by any
	says "net-connect tcp [2001:db8::5]:443: $allowed" connect tcp 443 to 2001:db8::5 by /usr/bin/backup
	says "net-connect tcp [2001:db9::5]:443: $no_rule" connect tcp 443 to 2001:db9::5 by /usr/bin/backup
	# Where no address is told, it is one that no rule names.
	says "net-connect tcp 443: $no_rule" connect tcp 443 by /usr/bin/backup
	has '  lost: rules.lorica:14:40: allow "/usr/bin/backup" connect tcp 443 to 192.0.2.0/24: it is about some addresses'
}

@test "words: any is all ports at once" {
	says "net-connect tcp any: $allowed" connect tcp any by /usr/bin/all
	says "net-connect tcp any: $no_rule" connect tcp any by any
	has '  lost: rules.lorica:16:26: allow any connect tcp 443 to 192.0.0.0/16: it is not about all ports'
	says "net-listen udp any: $allowed" listen udp any by /usr/bin/x
	has '  decided by: a rule that lets it send by udp takes such a port as well'
	says "net-listen tcp any: $no_rule" listen tcp any by /usr/bin/all
}

@test "words: sockets of a family" {
	says "net-socket raw: $allowed" raw by /usr/bin/ping
	says "net-socket raw: $no_rule" raw by any
	says "net-socket packet: $no_rule" packet by /usr/bin/ping
	has '  lost: rules.lorica:19:19: allow "/usr/bin/ping" raw: it is about another family'
	says "net-socket family can: $allowed" family can by any
	says "net-socket family vsock: $no_rule" family vsock by any
}

@test "words: a program has all the names of its content, as in the kernel" {
	says "net-listen tcp 1883: $no_rule" listen tcp 1883 by /usr/bin/broker
	says "net-listen tcp 1883: $allowed" -m root.unsigned:vendor listen tcp 1883 by /usr/bin/broker
	has '  decided by: rules.lorica:13:32: allow "/usr/sbin/mqttd" listen tcp 1883'
	says "net-listen tcp 1883: $allowed" -m root.unsigned:vendor listen tcp 1883 by /usr/sbin/mqttd
	# What a manifest says of /opt gives nothing its name, but the content is the same program.
	says "net-listen tcp 1883: $allowed" -m root.unsigned:vendor listen tcp 1883 by /opt/alien
	says "net-listen tcp 1883: $no_rule" -m root.unsigned:vendor listen tcp 1883 by /usr/bin/other
	says "writable-code: allow: allowed by the section's default" -m root.unsigned:vendor \
		writable-code by /usr/bin/nodejs
	contains "$(explain writable-code by /usr/bin/nodejs; echo "$output")" 'writable-code: deny: '
}

@test "words: USB devices" {
	says 'usb 0403:6001 interfaces ff:ff:ff serial "A 1" after seal: allow: a rule allows the device' \
		usb 0403:6001 serial 'A 1' interfaces FF:ff:ff
	has '  decided by: rules.lorica:24:3: allow 0403:6001 serial "A 1" at most 2' \
		'  lost: rules.lorica:23:3: allow class hub: it does not speak of such a device' \
		'  lost: rules.lorica:22:13: usb default deny: a rule speaks of it' \
		'  not judged, as only a running kernel can: usb-too-many'
	says 'usb 0403:6001 serial "A 2" after seal: deny: no rule speaks of the device' usb 0403:6001 serial 'A 2'
	says 'usb 0403:6002 interfaces 08:06:50, 03:01:01 after seal: deny: a rule denies the device' \
		'usb 0403:6002 interfaces 08:06:50, 03:01:01'
	says 'usb 1d6b:0002 interfaces 09:00:00 after seal: allow: a rule allows the device' \
		usb 1d6b:0002 interfaces 09:00:00
	says 'usb 0781:5567 port "1.2" until seal: allow: a rule allows the device' usb 0781:5567 port 1.2 until seal
	says 'usb 0781:5567 port "1.2" after seal: deny: no rule speaks of the device' usb 0781:5567 port 1.2
	says 'usb 0781:5567 port "0000:00:14.0/1.2" until seal: allow: a rule allows the device' \
		usb 0781:5567 port 0000:00:14.0/1.2 until seal
	sed -i '/^usb/,/^}/d' rules.lorica
	says 'usb 0781:5567 after seal: allow: not managed' usb 0781:5567
	has "  decided by: without a 'usb' section every device is used"
}

@test "words: what programs may do, and what the kernel may start" {
	says "writable-code: allow: allowed by the section's default" writable-code by /usr/bin/node
	has '  decided by: rules.lorica:8:29: writable-code deny except "/usr/bin/node"'
	says 'writable-code: deny: memory without a file cannot become executable' writable-code by /usr/bin/x
	has '  decided by: rules.lorica:8:3: writable-code deny'
	says 'bpf: deny: the policy names the programs that may load BPF programs, and this is none' bpf by /usr/bin/node
	explain bpf by /usr/bin/loader
	has '  not judged, as only a running kernel can: program-type, own-object'
	says 'kernel-helper /usr/bin/x: deny: the policy names the programs that the kernel may start, and this is none' \
		kernel-helper /usr/bin/x
	has '  decided by: rules.lorica:10:3: kernel-helpers deny'
	# One that it may start has to be listed all the same.
	says 'kernel-helper /usr/sbin/modprobe: deny: in no manifest that the policy allows' kernel-helper /usr/sbin/modprobe
	says 'kernel-helper /usr/sbin/modprobe: allow: listed in a signed manifest' -m root.unsigned:vendor \
		kernel-helper /usr/sbin/modprobe
	has '  lost: rules.lorica:10:30: kernel-helpers deny except "/usr/sbin/modprobe": it excepts the program, so it is judged as others are'
	"$LORICA" -q explain gateway.lorica bpf by /x | grep -x "bpf: allow: not managed"
	"$LORICA" -q explain gateway.lorica writable-code by /x | grep -x "writable-code: allow: not managed"
}

@test "words: without a program, and of other types, it is told what decides" {
	for type in writable-code bpf usb volume boot poke usb-use; do
		explain "$type"
		[[ $output == "$type: not managed: "[a-z\'\`]* ]]
		[[ $output != *null* ]]
	done
}

@test "words: lists are several events, a line each in JSON" {
	explain -j listen tcp 1883, 80 by /usr/sbin/mqttd, /usr/bin/x
	[ "${#lines[@]}" -eq 4 ]
	for line in "${lines[@]}"; do
		output=$line json 'd["section"] == "net" and d["sha256"] is None and d["manifests"] == []'
	done
	[ "$(grep -c '"verdict": *"allow"' <<<"$output")" -eq 1 ]
	explain -j listen tcp 1883 by /usr/sbin/mqttd
	json 'd["program"] == "/usr/sbin/mqttd" and d["decided_by"]["line"] == 13 and [x["why"] for x in d["lost"]] == ["it is about other ports", "a rule speaks of it"]'
	json 'd["object"] == "tcp 1883" and d["type"] == "net-listen"'
}

@test "words: events of the kernel are judged by the program that they name" {
	cat >events <<-'END'
	{"type": "net-connect","label": "/usr/bin/backup","object": "tcp 192.0.2.7:443"}
	{"type": "net-listen","label": "","object": "tcp 0.0.0.0:1883"}
	{"type": "net-listen","label": "/usr/sbin/mqttd","object": "tcp [::]:1883"}
	{"type": "net-listen","label": "/usr/sbin/mqttd","label_cut": true,"object": "tcp [::]:1883"}
	{"type": "net-connect","label": "/usr/bin/all","object": "tcp"}
	{"type": "writable-code","label": "/usr/bin/node","object": "mmap"}
	{"type": "usb","object": "1-1 0403:6001 serial \"A\""}
	END
	run_split "$LORICA" -q explain rules.lorica - <events
	[ "$status" -eq 0 ]
	has "net-connect tcp 192.0.2.7:443: $denied" "net-listen tcp [::]:1883: $allowed" \
		"net-listen tcp [::]:1883: $no_rule" "net-listen tcp 0.0.0.0:1883: $no_rule" \
		'net-connect tcp: deny: an address that cannot be read' "writable-code mmap: allow: allowed by the section's default"
	contains "$output" "not managed: the rules of 'usb' decide"
	echo '{"type": "net-connect","object": "tcp nowhere:5"}' >events
	run_split "$LORICA" explain rules.lorica - <events
	[ "$status" -eq 3 ]
	[ "$stderr" = "lorica explain: 'tcp nowhere:5' is no object of such an event" ]
}

@test "words: what is none" {
	fails "<event>:1:12: error: ports end with 65535 [bad-port]" listen tcp 70000 by any
	fails "<event>:1:12: error: an event is about one port, or 'any' for all of them at once [bad-port]" listen tcp 80-81 by any
	fails "<event>:1:20: error: an event is about one address [bad-address]" connect tcp 443 to 10.0.0.0/8 by any
	fails "<event>:1:8: error: unknown word 'cna'; did you mean 'can'? [unknown-word]" family cna by any
	fails "<event>:1:18: error: the path of a file on the device begins with '/' [bad-string]" 'listen tcp 80 by "x"'
	fails "<event>:1:14: error: expected 'by', found the end of the file [expected]" listen tcp 80
	fails "<event>:1:1: error: an interface has three numbers, as in 'interfaces 03:01:01' [bad-usb]" usb 0403:6001 interfaces 03
	fails "<event>:1:1: error: a device has an id, as in 'usb 0403:6001' [bad-usb]" usb serial x
	fails "<event>:1:20: error: a device is plugged into one port [bad-usb]" usb 0403:6001 port '1.*'
	fails "<event>:1:1: error: 'at most' is for rules [bad-usb]" usb 0403:6001 at most 2
	fails "<event>:1:1: error: whether a program may do that hangs on the program: name it [bad-string]" bpf by any
	fails "<event>:1:22: error: expected the end of the line, found 'deny' [expected]" listen tcp 80 by any deny
	fails "lorica explain: the event says who does it, so --program is too much" --program /x listen tcp 80 by /y
	fails "<event>:1:12: error: '\$p' is not defined [unknown-constant]" listen tcp '$p' by any
}

# expectations LINE...: a file about rules.lorica
expectations() {
	printf 'syntax 1\npolicy "rules.lorica"\nmanifest "root.unsigned" by vendor\n' >rules.test
	printf '%s\n' "$@" >>rules.test
	run_split "$LORICA" test rules.test
}

@test "words: a file of expectations has them all" {
	expectations 'define ports = { 1883, 8883 }' 'define servers = { "/usr/sbin/mqttd", "/usr/bin/broker" }' \
		'listen tcp $ports by $servers allow' 'listen tcp 22, 80 by $servers deny' \
		'connect tcp 443 to 192.0.2.7, 192.0.2.9 by any allow' 'connect tcp 443 to 192.0.2.7 by "/usr/bin/backup" deny' \
		'raw by any deny' 'family can, vsock by "/usr/bin/ping" deny' \
		'usb 0403:6001 serial "A 1" interfaces ff:ff:ff allow' 'usb 0403:6001 serial "A 1" interfaces ff:ff:ff until seal allow' \
		'writable-code by "/usr/bin/node" allow' 'bpf by "/usr/bin/node" deny' 'kernel-helper "/usr/bin/node" deny'
	[ "$status" -eq 4 ]
	has 'ok 1 - listen tcp 1883 by /usr/sbin/mqttd allow' 'ok 4 - listen tcp 8883 by /usr/bin/broker allow' \
		'ok 9 - connect tcp 443 to 192.0.2.7 by any allow' 'not ok 13 - family can by /usr/bin/ping deny' \
		'#   decided by: rules.lorica:20:14: allow any family can' 'ok 14 - family vsock by /usr/bin/ping deny' \
		'ok 15 - usb 0403:6001 interfaces ff:ff:ff serial "A 1" after seal allow' '1..19'
	[ "$stderr" = 'lorica test: 1 of 19 expectations not met' ]
}

@test "words: expectations that are none, or said twice" {
	expectations 'listen tcp 80 by any deny' 'listen tcp 80 by any allow' 'listen tcp 80 by "/x" deny' 'usb 0403:6001 deny' \
		'usb 0403:6001 after seal deny'
	[ "$status" -eq 3 ]
	contains "$stderr" "rules.test:5:12: error: 'allow' is expected here and 'deny' elsewhere [contradiction]"
	contains "$stderr" "rules.test:8:1: error: this is expected twice [duplicate-rule]"
	[ "$(grep -c error: <<<"$stderr")" -eq 2 ]
	expectations 'define p = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }' \
		'define a = { 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, 10.0.0.6, 10.0.0.7, 10.0.0.8, 10.0.0.9, 10.0.0.10 }' \
		'define w = { "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10" }' \
		'connect tcp, udp $p, $p, $p, $p, $p, $p, $p, $p to $a, $a, $a, $a, $a, $a, $a, $a by $w, $w deny'
	[ "$status" -eq 3 ]
	contains "$stderr" "rules.test:7:1: error: a line stands for at most 65536 events [limit]"
}
