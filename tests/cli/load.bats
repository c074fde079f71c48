#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
bats_require_minimum_version 1.5.0

# What load, boot, status, events and doctor say where there is no module. With
# one they are tried in QEMU.

setup() {
	LORICA=${LORICA:-$BATS_TEST_DIRNAME/../../build/lorica}
	[ ! -e /sys/kernel/security/lorica ] || skip 'this machine runs Lorica'
}

@test "load: a file that is not there is a failure, not a rejection" {
	run "$LORICA" load "$BATS_TEST_TMPDIR/none"
	[ "$status" = 1 ]
	[[ $output == *"cannot read '$BATS_TEST_TMPDIR/none': No such file or directory"* ]]
}

@test "load: no module" {
	echo x >"$BATS_TEST_TMPDIR/x"
	run "$LORICA" load "$BATS_TEST_TMPDIR/x"
	[ "$status" = 1 ]
	[[ $output == *"cannot open the module's load node"* ]]
}

@test "load: without a file" {
	run "$LORICA" load
	[ "$status" = 2 ]
}

@test "boot: names the step and what to do" {
	run "$LORICA" boot --policy x
	[ "$status" = 1 ]
	[[ $output == *"step 'module' failed"* ]]
	[[ $output == *"what to do: load lorica.ko"* ]]
}

@test "boot: -j is JSON also when it fails" {
	run --separate-stderr "$LORICA" -j boot --policy x
	[ "$status" = 1 ]
	[ "$(python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["outcome"])' <<<"$output")" = FAILED ]
}

@test "boot: needs a policy, takes no arguments" {
	run "$LORICA" boot
	[ "$status" = 2 ]
	run "$LORICA" boot --policy x y
	[ "$status" = 2 ]
}

@test "status and events: no module" {
	run "$LORICA" status
	[ "$status" = 1 ]
	run "$LORICA" events
	[ "$status" = 1 ]
}

@test "doctor: no module is a no, with its remedy" {
	run "$LORICA" doctor
	[ "$status" = 4 ]
	[[ $output == *"load lorica.ko for this kernel"* ]]
}

@test "doctor: -j is JSON" {
	run "$LORICA" -j doctor
	[ "$status" = 4 ]
	python3 -c 'import json, sys; assert any(not c["ok"] for c in json.load(sys.stdin))' <<<"$output"
}

@test "every verb answers --help and is in the completion" {
	for verb in $("$LORICA" --complete); do
		run "$LORICA" "$verb" --help
		[ "$status" = 0 ]
		[[ $output == "usage: lorica $verb"* ]]
	done
}

@test "an unknown verb is a wrong call" {
	run "$LORICA" enforce
	[ "$status" = 2 ]
}
