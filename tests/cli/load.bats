#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# What load, boot, status, events and doctor say where there is no module. With
# one they are tried in QEMU.

setup() {
	LORICA=$(realpath "${LORICA:-$BATS_TEST_DIRNAME/../../build/lorica}")
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
	[ "$status" = 5 ]
	[[ $output == *"cannot open the module's load node"* ]]
	[[ $output == *"what to do: load lorica.ko"* ]]
	# What no file could change is told before what is wrong with one of them.
	for files in "x none" "none x"; do
		# shellcheck disable=SC2086 # two words
		(cd "$BATS_TEST_TMPDIR" && "$LORICA" load $files) && status=0 || status=$?
		[ "$status" = 5 ]
	done
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

@test "status, events, show --running: no module" {
	for verb in status events 'show --running'; do
		# shellcheck disable=SC2086 # two words
		run --separate-stderr "$LORICA" $verb
		[ "$status" = 5 ]
		[ -z "$output" ]
		[[ $stderr == *": No such file or directory"* ]]
		[[ $stderr == *"what to do: load lorica.ko for this kernel and mount securityfs" ]]
	done
}

@test "boot: no module is 1, as the initramfs knows 0, 1 and 6" {
	run "$LORICA" boot --policy /dev/null --manifest /dev/null
	[ "$status" = 1 ]
}

@test "doctor: no module is a no, with its remedy" {
	run "$LORICA" doctor
	[ "$status" = 4 ]
	[[ $output == *"load lorica.ko for this kernel"* ]]
	# Of a module that is not there nobody knows what it has.
	grep -qx 'lorica module    MISSING' <<<"$output"
	grep -A 1 -x 'module BTF       unknown' <<<"$output" | grep -qx ' *load the module first'
	! grep -q pahole <<<"$output"
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

@test "doctor: nobody knows the module's BTF before it is loaded" {
	[ ! -e /sys/kernel/security/lorica ] || skip "the module is loaded"
	run "$LORICA" doctor
	[ "$status" = 4 ]
	[[ $output == *$'module BTF       unknown\n                   load the module first'* ]]
	[[ $output != *"module BTF       MISSING"* ]]
}

@test "help: of a verb that there is none of is a wrong call; no line ends in a blank" {
	run "$LORICA" help nope
	[ "$status" = 2 ]
	[ "$output" = "lorica: no verb 'nope'; \`lorica help\` lists them" ]
	for verb in $("$LORICA" --complete); do
		run "$LORICA" help "$verb"
		[ "$status" = 0 ]
		[ "${#lines[@]}" -ge 2 ]
		! grep -q ' $' <<<"$output" || { echo "$output"; return 1; }
	done
}

@test "an unknown verb is a wrong call" {
	run "$LORICA" enforce
	[ "$status" = 2 ]
}
