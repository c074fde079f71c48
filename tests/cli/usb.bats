#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
# The section usb, from the text to the statement and back.
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }
setup() {
	common_setup
	head='syntax 1
policy usb serial 1 epoch 1 enforce'
	printf '%s\nusb default deny {\n\tallow class hub\n\tallow 0403:6001 serial "A\\"1" at most 2\n}\n' "$head" >a.lorica
}

@test "usb: the canonical text compiles to the same bytes" {
	printf '%s\nusb default allow {\n%s\n}\n' "$head" '	deny interfaces 08:06, 3, hid until seal' >bad.lorica
	run "$LORICA" -q check bad.lorica
	[ "$status" -eq 3 ]
	printf '%s\nusb default allow {\n%s\n%s\n%s\n}\n' "$head" '	deny interfaces 08:06, hid until seal' \
		'	allow port "0000:00:14.0/1.*" product "x\\y" 46F4:*' '	deny class 42 manufacturer "é"' >b.lorica
	"$LORICA" -q compile b.lorica -o b.bin
	"$LORICA" -q show b.bin >again.lorica
	cat again.lorica
	grep -qx '	allow 46f4:\* product "x\\\\y" port "0000:00:14.0/1.\*"' again.lorica
	grep -qx '	deny interfaces hid, 08:06:\* until seal' again.lorica
	grep -qx '	deny class 42:\*:\* manufacturer "é"' again.lorica
	"$LORICA" -q compile again.lorica -o again.bin
	cmp b.bin again.bin
}

@test "usb: order and spelling of the rules mean nothing" {
	"$LORICA" -q compile a.lorica -o a.bin
	printf '%s\nusb default deny {\n\tallow at most 2 serial "A\\"1" 0403:6001\n\tallow interfaces 09:*:*\n}\n' "$head" >b.lorica
	"$LORICA" -q compile b.lorica -o b.bin
	cmp a.bin b.bin
}

@test "usb: show -j" {
	"$LORICA" -q compile a.lorica -o a.bin
	run_split "$LORICA" show -j a.bin
	json 'd["usb"] == {"default": "deny", "rules": ["allow 0403:6001 serial \"A\\\"1\" at most 2", "allow class hub"]}'
	json 'd["unmanaged"] == ["exec", "net", "boot", "integrity"]'
}

@test "usb: diff tells what becomes allowed and denied" {
	sed -e 's/allow class hub/deny class hid/' a.lorica >b.lorica
	run_split "$LORICA" diff -j a.lorica b.lorica
	[ "$status" -eq 1 ]
	json '[x["what"] for x in d["denied"]] == ["USB devices of the rule '"'deny class hid'"'", "USB devices of the rule '"'allow class hub'"'"]'
	json 'd["allowed"] == []'
	printf '%s\n' "$head" >none.lorica
	run_split "$LORICA" diff -j none.lorica a.lorica
	json '[x["what"] for x in d["denied"]] == ["USB devices that no rule speaks of"] and d["allowed"] == []'
	run_split "$LORICA" diff a.lorica a.lorica
	[ "$status" -eq 0 ]
}

@test "usb: a thousand rules compile, one more does not" {
	rules() { for i in $(seq 0 "$1"); do printf '\tallow 0403:%04x serial "S%d" class vendor\n' "$i" "$i"; done; }
	{ printf '%s\nusb default deny {\n' "$head"; rules 1023; echo '}'; } >many.lorica
	"$LORICA" -q compile many.lorica -o many.bin
	{ printf '%s\nusb default deny {\n' "$head"; rules 1024; echo '}'; } >more.lorica
	run_split "$LORICA" -q check more.lorica
	[ "$status" -eq 3 ]
	[[ $stderr == *"at most 1024 rules for USB devices [limit]"* ]]
}

@test "devices: without the module it says so" {
	[ ! -e /sys/kernel/security/lorica ] || skip 'the module is here'
	run_split "$LORICA" devices
	[ "$status" -eq 5 ]
	[[ $stderr == "lorica devices: cannot read the module's list: "* ]]
	run "$LORICA" devices x
	[ "$status" -eq 2 ]
}
