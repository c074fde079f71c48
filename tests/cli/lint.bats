#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }

# A policy with two warnings and a note.
setup() {
	common_setup
	sed -i '/^exec/,/^}/d' gateway.lorica
	sed -i 's/ for manifest, policy/ for policy/; $a define nothing = 1' gateway.lorica
}

@test "lint: all warnings are given by default, and are no errors" {
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	[ "$(grep -c ': warning: ' <<<"$stderr")" -eq 2 ]
	contains "$stderr" "gateway.lorica:2:1: note: exec is not managed: without an 'exec' section any code runs [unmanaged]"
}

@test "lint: -W no-NAME leaves out one, and -W NAME takes it back" {
	run_split "$LORICA" check -W no-key-unused gateway.lorica
	[[ $stderr != *key-unused* ]]
	contains "$stderr" "[constant-unused]"
	run_split "$LORICA" check -Wno-key-unused -W no-constant-unused -W no-unmanaged --warn=no-no-modules gateway.lorica
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	run_split "$LORICA" check gateway.lorica -W no-all -W key-unused
	[ "$(grep -c ': warning: ' <<<"$stderr")" -eq 1 ]
	contains "$stderr" "[key-unused]"
	run_split "$LORICA" check -j -W no-all gateway.lorica
	json 'd["warnings"] == 0 and d["diagnostics"] == []'
}

@test "lint: --strict makes errors of warnings, not of notes" {
	run_split "$LORICA" check --strict gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "gateway.lorica:6:3: error: no rule uses key 'field' [key-unused]"
	contains "$stderr" ": note: exec is not managed"
	run_split "$LORICA" check --strict -q gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[key-unused]"
	run_split "$LORICA" check --strict -W no-key-unused -W no-constant-unused gateway.lorica
	[ "$status" -eq 0 ]
	run_split "$LORICA" check -j --strict gateway.lorica
	[ "$status" -eq 3 ]
	json 'd["ok"] is False and d["errors"] == 2 and d["warnings"] == 0'
	json '[x["level"] for x in d["diagnostics"]] == ["note", "note", "error", "error"]'
	json 'd["unmanaged"] == ["exec"]'
}

@test "lint: an error cannot be turned off" {
	run_split "$LORICA" check -W no-unknown-word gateway.lorica
	[ "$status" -eq 2 ]
	run_split "$LORICA" check -W no-key-unsed gateway.lorica
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = "lorica check: no warning 'no-key-unsed'; did you mean 'key-unused'? \`lorica check -W help\` lists them" ]
	run_split "$LORICA" check -W
	[ "$status" -eq 2 ]
}

@test "lint: -W help lists every warning; so do the manual, the tutorial and the completion" {
	run_split "$LORICA" check -W help
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -ge 10 ]
	names=$(cut -d' ' -f1 <<<"$output")
	for name in $names; do
		grep -qx "\.It Cm $name" "$TOP/userspace/man/lorica-check.8" || { echo "no $name in the manual"; return 1; }
		grep -qE "^\|.*[ |]${name}[ ,|].*\| (warning|note) \|" "$TOP/docs/policy.md" || { echo "no $name in the tutorial"; return 1; }
	done
	[ "$(sed '/^\.Ss Warnings/,/^\.Ss JSON/!d' "$TOP/userspace/man/lorica-check.8" | grep -c '^\.It Cm ')" -eq "${#lines[@]}" ]
	# shellcheck source=/dev/null
	source "$(dirname "$LORICA")/completion/lorica.bash"
	COMP_WORDS=("$LORICA" check -W no-key) COMP_CWORD=3 COMPREPLY=()
	_lorica || true
	[ "${COMPREPLY[*]}" = no-key-unused ]
}
