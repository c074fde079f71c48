#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The judge, with reports made by hand: it has to be red for anything but a complete success.

setup() {
	dir=$(mktemp -d)
	echo 'boot' >"$dir/console"
}

teardown() { rm -rf "$dir"; }

# judge STATUS [OPTION...] <report
judge() {
	local qemu=$1
	shift
	cat >"$dir/tap"
	run "$BATS_TEST_DIRNAME/verdict.sh" "$@" "$dir/tap" "$dir/console" "$qemu"
	last=${lines[${#lines[@]} - 1]}
}

is() { [ "$last" = "passed=$1 failed=$2 skipped=$3 verdict=$4" ] || { echo "$output"; return 1; }; }

@test "a complete report is green" {
	judge 0 <<<$'1..2\nok 1 - a\nok 2 - b # SKIP why\n# done'
	is 1 0 1 green
	[ "$status" = 0 ]
}

@test "carriage returns do not matter" {
	judge 0 <<<$'1..1\r\nok 1 - a\r\n# done\r'
	is 1 0 0 green
}

@test "everything skipped with a reason is green" {
	judge 0 <<<$'1..0 # SKIP not here\n# done'
	is 0 0 1 green
}

@test "a plan of nothing is red" {
	judge 0 <<<$'1..0\n# done'
	is 0 1 0 red
}

@test "a failed check is red" {
	judge 0 <<<$'1..2\nok 1 - a\nnot ok 2 - b\n# done'
	is 1 1 0 red
	[ "$status" = 1 ]
	[[ $output == *'not ok 2 - b'* ]]
}

@test "an empty report is red" {
	judge 0 </dev/null
	is 0 1 0 red
}

@test "no plan is red" {
	judge 0 <<<$'ok 1 - a\n# done'
	is 1 1 0 red
}

@test "fewer or more results than planned are red" {
	judge 0 <<<$'1..3\nok 1 - a\nok 2 - b\n# done'
	is 2 1 0 red
	judge 0 <<<$'1..1\nok 1 - a\nok 2 - b\n# done'
	is 2 1 0 red
}

@test "results out of order are red" {
	judge 0 <<<$'1..2\nok 1 - a\nok 3 - b\n# done'
	is 2 1 0 red
}

@test "a report without its end is red" {
	judge 0 <<<$'1..1\nok 1 - a'
	is 1 1 0 red
}

@test "a bail out is red" {
	judge 0 <<<$'1..1\nok 1 - a\nBail out! broken\n# done'
	is 1 1 0 red
}

@test "a timeout and a failing emulator are red" {
	judge 124 <<<$'1..1\nok 1 - a\n# done'
	is 1 1 0 red
	judge 1 <<<$'1..1\nok 1 - a\n# done'
	is 1 1 0 red
}

@test "what the kernel complains about is red" {
	for line in 'Kernel panic - not syncing: x' 'BUG: KASAN: use-after-free' \
		'WARNING: possible circular locking dependency detected' 'WARNING: CPU: 0 PID: 1' \
		'unreferenced object 0xffff (size 8)' 'UBSAN: array-index-out-of-bounds'; do
		echo "[    1.0] $line" >"$dir/console"
		judge 0 <<<$'1..1\nok 1 - a\n# done'
		is 1 1 0 red
	done
}

@test "nested results are counted at their leaves" {
	judge 0 <<<$'1..1\n    1..2\n    ok 1 a\n    ok 2 b # SKIP why\nok 1 suite\n# done'
	is 1 0 1 green
}

@test "a nested failure, a nested plan that does not fit or is missing are red" {
	judge 0 <<<$'1..1\n    1..2\n    ok 1 a\n    not ok 2 b\nnot ok 1 suite\n# done'
	is 1 1 0 red
	judge 0 <<<$'1..1\n    1..2\n    ok 1 a\nok 1 suite\n# done'
	is 1 1 0 red
	judge 0 <<<$'1..1\n    ok 1 a\nok 1 suite\n# done'
	is 1 1 0 red
}

@test "an expected panic needs the panic and the reason" {
	echo 'Kernel panic - not syncing: lorica: text changed' >"$dir/console"
	judge 0 -e panic -c 'lorica: text changed' <<<'ok 1 - a'
	is 2 0 0 green
	judge 0 -e panic -c 'lorica: something else' <<<'ok 1 - a'
	is 1 1 0 red
	judge 0 -e panic <<<'ok 1 - a'
	is 1 1 0 red
	echo 'lorica: text changed' >"$dir/console"
	judge 0 -e panic -c 'lorica: text changed' <<<'ok 1 - a'
	[ "$status" = 1 ]
}

@test "an expected halt is red when the boot went on" {
	echo 'lorica: boot refused, switching off' >"$dir/console"
	judge 0 -e off -c 'boot refused' </dev/null
	is 1 0 0 green
	judge 0 -e off -c 'boot refused' <<<$'1..1\nok 1 - a\n# done'
	[ "$status" = 1 ]
}
