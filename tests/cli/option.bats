#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# Every verb takes its options by one parser: one message, in one form.

setup() {
	LORICA=$(realpath "${LORICA:-$BATS_TEST_DIRNAME/../../build/lorica}")
	cd "$BATS_TEST_TMPDIR" || return
}

# wrong MESSAGE VERB [ARGUMENT]...: exit 2 with this message and no other
wrong() {
	local message=$1 verb=$2
	shift
	run --separate-stderr "$LORICA" "$@"
	printf '%s\n' "lorica $*" "$output" "$stderr"
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "lorica $verb: $message"$'\n'"Try \`lorica $verb --help\`." ]
}

# taking VERB: its options that have an argument, as its help shows them
taking() {
	"$LORICA" "$1" --help | grep -oE -- '--[a-z-]+ [A-Z]' | cut -d' ' -f1 | sort -u
}

@test "option: every verb refuses an unknown one, and says so once" {
	for verb in $("$LORICA" --complete); do
		wrong 'no option -X' "$verb" -X
		wrong 'no option -X' "$verb" -Xn
		wrong 'no option --bogus' "$verb" --bogus
		wrong 'no option --bogus=1' "$verb" file --bogus=1
	done
}

@test "option: every verb misses an argument, and says so once" {
	n=0
	for verb in $("$LORICA" --complete); do
		for option in $(taking "$verb"); do
			wrong "$option needs an argument" "$verb" "$option"
			n=$((n + 1))
		done
	done
	[ "$n" -ge 20 ]
	wrong '-o needs an argument' sign file -o
	wrong '-p needs an argument' boot -p
}

@test "option: one that stands for itself takes no argument" {
	wrong '--dry-run takes no argument' compile file --dry-run=yes
	wrong '--follow takes no argument' events --follow=1
}

@test "option: a verb that takes no files refuses one" {
	for verb in status events doctor; do
		wrong "unexpected argument 'file'" "$verb" file
	done
	wrong "unexpected argument 'file'" boot --policy p file
}

@test "option: after -- a file may have any name" {
	run "$LORICA" load -- -X
	[ "$status" -eq 1 ]
	[ "$output" = "lorica load: cannot read '-X': No such file or directory" ]
}

@test "option: one that may come often has a limit all the same" {
	manifests=()
	for ((i = 0; i < 17; i++)); do manifests+=(--manifest m); done
	wrong '--manifest can be given 16 times' boot --policy p "${manifests[@]}"
}

@test "option: help and completion know what the parser takes" {
	"$LORICA" --complete events | grep -x -- --follow
	"$LORICA" --complete boot | grep -x -- --manifest
	for verb in $("$LORICA" --complete); do
		for option in $("$LORICA" --complete "$verb" | sort -u); do
			run "$LORICA" "$verb" "$option=" < /dev/null
			[[ $output != *"no option"* ]]
		done
	done
}
