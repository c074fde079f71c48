#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What a policy watches of the running kernel, as show and diff tell it, and scan without a kernel.
load common
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	policy 'every 1800s budget 0.50%' 'watch rodata, cpu on-change panic' 'watch vectors on-change log may-degrade' >full.lorica
	policy 'every 30m budget 0.5%' 'watch rodata on-change halt' >small.lorica
	printf 'syntax 1\npolicy p serial 1 epoch 1 audit\n' >none.lorica
}

setup() { common_setup; }

# policy PACE RULE...
policy() {
	printf 'syntax 1\npolicy p serial 1 epoch 1 audit\nintegrity %s {\n' "$1"
	printf '\t%s\n' "${@:2}"
	echo '}'
}

@test "integrity: show tells every watch, as text and as JSON" {
	"$LORICA" -q compile full.lorica -o full.stmt
	run_split "$LORICA" show full.stmt
	contains "$output" $'\nintegrity every 30m budget 0.5% {\n\twatch cpu on-change panic\n\twatch vectors on-change log may-degrade\n\twatch rodata on-change panic\n}'
	echo "$output" >again.lorica
	"$LORICA" -q compile again.lorica -o again.stmt
	cmp full.stmt again.stmt
	run_split "$LORICA" show -j full.stmt
	json "d['integrity']['every_s'] == 1800 and d['integrity']['budget_ppm'] == 5000"
	json "d['integrity']['watch'][0] == {'what': 'cpu', 'on_change': 'panic', 'may_degrade': False}"
	json "[w['what'] for w in d['integrity']['watch'] if w['may_degrade']] == ['vectors']"
	"$LORICA" -q compile none.lorica -o none.stmt
	run_split "$LORICA" show -j none.stmt
	json 'd["integrity"] is None'
}

@test "integrity: what show -j prints is what its schema says" {
	python3 -c 'import jsonschema' 2>/dev/null || skip 'no jsonschema'
	for name in full small none; do
		"$LORICA" -q compile $name.lorica -o $name.stmt
		"$LORICA" show -j $name.stmt 2>/dev/null >$name.json
		python3 -c 'import json, jsonschema, sys; jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))' \
			"$TOP/policy/schema/show.json" $name.json
	done
}

@test "integrity: diff tells what is watched differently" {
	run_split "$LORICA" diff -j full.lorica small.lorica
	[ "$status" -eq 1 ]
	json "[(c['what'], c['a'], c['b']) for c in d['changes']] == [('watch cpu', 'panic', None), ('watch vectors', 'log may-degrade', None), ('watch rodata', 'panic', 'halt')]"
	run_split "$LORICA" diff -j none.lorica small.lorica
	json "[(c['what'], c['a'], c['b']) for c in d['changes']] == [('integrity every', None, '30m'), ('integrity budget', None, '0.5%'), ('watch rodata', None, 'halt')]"
	run_split "$LORICA" diff full.lorica full.lorica
	[ "$status" -eq 0 ]
}

@test "integrity: every byte of the section counts" {
	"$LORICA" -q compile small.lorica -o small.stmt
	# The last section: every, budget, and one watch of kind, response, flags and five zeros.
	size=$(stat -c %s small.stmt)
	for at in 16 12 8 7 6 5 1; do
		cp small.stmt broken.stmt
		printf '\xff' | dd of=broken.stmt bs=1 seek=$((size - at)) conv=notrunc status=none
		run_split "$LORICA" show broken.stmt
		[ "$status" -eq 3 ] || { echo "byte -$at: $status"; false; }
	done
}

@test "integrity: scan without the module says what to do" {
	[ ! -e /sys/kernel/security/lorica ] || skip 'this kernel has Lorica'
	run_split "$LORICA" scan
	[ "$status" -eq 5 ]
	run_split "$LORICA" scan now
	[ "$status" -eq 2 ]
}
