#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The section `net`, from the text to what show and diff say of it.
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

load common

setup_file() {
	common_setup_file
}

setup() {
	common_setup
	sed -i 's/^net.*//' gateway.lorica
}

# net NAME LINE...: a policy with such a section, its first line, its rules
net() {
	local name=$1
	{
		cat gateway.lorica
		printf 'net default %s {\n' "$2"
		[ $# -lt 3 ] || printf '\t%s\n' "${@:3}"
		echo '}'
	} >"$name"
	shift
}

# shown NAME: the section in its canonical form
shown() {
	"$LORICA" -q compile "$1" -o "$1.stmt" && "$LORICA" -q show "$1.stmt" | sed -n '/^net/,/^}/p'
}

@test "net: the canonical text is sorted, and ranges that touch are one" {
	net a deny 'any connect tcp 80, 81, 82-90' '"/b" packet' '"/a" raw' 'any connect tcp 443'
	run shown a
	[ "$output" = $'net default deny {\n\t"/a" raw\n\t"/b" packet\n\tany connect tcp 80-90\n\tany connect tcp 443\n}' ]
}

@test "net: the canonical text compiles to the same bytes" {
	net a deny 'any connect tcp any' 'deny any connect tcp 25, 100-200' '"/a" listen tcp, udp 53 at 127.0.0.0/8, ::1' \
		'any family can, vsock'
	"$LORICA" compile a -o a.stmt
	"$LORICA" -q show a.stmt >again.lorica
	mkdir -p x && "$LORICA" -q show --extract x a.stmt >/dev/null
	(cd x && "$LORICA" compile ../again.lorica -o ../again.stmt) || "$LORICA" compile again.lorica -o again.stmt
	cmp a.stmt again.stmt
}

@test "net: fewer ports decide before more" {
	net a deny 'any connect tcp 1-1000' 'deny any connect tcp 100-200' 'any connect tcp 150'
	run shown a
	[ "$output" = $'net default deny {\n\tany connect tcp 1-99\n\tdeny any connect tcp 100-149\n\tany connect tcp 150\n\tdeny any connect tcp 151-200\n\tany connect tcp 201-1000\n}' ]
}

@test "net: what contradicts is an error that shows both places" {
	net a deny 'any connect tcp 1-100' 'deny any connect tcp 50-150'
	run_split "$LORICA" check a
	[ "$status" -eq 3 ]
	contains "$stderr" 'a:16:23: error: denies here what is allowed elsewhere [contradiction]'
	contains "$stderr" 'a:15:18: note: allowed here, and neither is more specific'
}

@test "net: an included file may have rules and no default" {
	mkdir lib
	printf 'syntax 1\nnet {\n\t"/a" listen tcp 22\n}\n' >lib/a.lorica
	net a deny '"/b" listen tcp 80'
	echo 'include "lib/a.lorica"' >>a
	run shown a
	[ "$output" = $'net default deny {\n\t"/a" listen tcp 22\n\t"/b" listen tcp 80\n}' ]
}

@test "net: a hundred thousand rules" {
	{
		cat gateway.lorica
		echo 'net default deny {'
		seq 1 100000 | awk '{ printf "\tany connect tcp %d to 10.%d.%d.%d\n", $1 % 60000 + 1, $1 / 65536, $1 / 256 % 256, $1 % 256 }'
		echo '}'
	} >a
	"$LORICA" compile a -o a.stmt
	[ "$("$LORICA" -q show a.stmt | grep -c '^	any connect')" = 100000 ]
}

@test "net: more rules than a statement takes" {
	{
		cat gateway.lorica
		echo 'net default deny {'
		seq 1 131073 | awk '{ printf "\tany connect tcp 5 to 10.%d.%d.%d\n", $1 / 65536, $1 / 256 % 256, $1 % 256 }'
		echo '}'
	} >a
	run_split "$LORICA" check a
	[ "$status" -eq 3 ]
	contains "$stderr" 'a policy can have at most 131072 rules for the network [limit]'
}

@test "net: combinations beyond all measure" {
	{
		cat gateway.lorica
		printf 'define ports = { 1'
		seq 2 4096 | awk '{ printf ",\n%d", $1 }'
		printf ' }\ndefine lan = { 10.0.0.0'
		seq 1 254 | awk '{ printf ",\n10.0.0.%d", $1 }'
		printf ' }\nnet default deny {\n\tany connect tcp $ports to $lan\n}\n'
	} >a
	run_split "$LORICA" check a
	[ "$status" -eq 3 ]
	contains "$stderr" 'combinations of program, port and address [limit]'
}

@test "net: show -j" {
	net a deny '"/a" listen tcp 22-23 at 127.0.0.0/8' 'deny any family vsock'
	"$LORICA" compile a -o a.stmt
	run_split "$LORICA" show -j a.stmt
	json 'd["net"] == {"default": "deny", "rules": [{"verdict": "allow", "program": "/a", "act": "listen", "protocol": "tcp", "first_port": 22, "last_port": 23, "address": "127.0.0.0/8"}, {"verdict": "deny", "program": None, "act": "socket", "family": "vsock", "family_number": 40}]}'
	json 'd["unmanaged"] == []'
	"$LORICA" -q compile gateway.lorica -o b.stmt
	run_split "$LORICA" show -j b.stmt
	json 'd["net"] is None and d["unmanaged"] == ["net"]'
}

@test "net: diff tells of rules that come and go" {
	net a deny '"/a" listen tcp 22' 'deny any connect tcp 25' '"/c" raw'
	net b deny '"/a" listen tcp 23' '"/c" raw'
	run "$LORICA" -q diff a b
	[ "$status" -eq 1 ]
	contains "$output" "net: listen tcp 23 by '/a'"
	contains "$output" "net: listen tcp 22 by '/a'"
	contains "$output" 'net: connect tcp 25 by any program'
	[[ $output != *raw* ]]
}

@test "net: diff tells of the default and of a section that comes" {
	net a allow
	net b deny 'any connect tcp 25'
	run "$LORICA" -q diff a b
	[ "$status" -eq 1 ]
	contains "$output" 'net default'
	contains "$output" 'any use of the network that no rule speaks of'
	run "$LORICA" -q diff gateway.lorica b
	contains "$output" 'any use of the network that no rule allows'
}
