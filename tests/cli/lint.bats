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
	# Errors have no place there, but in the table of all kinds.
	while read -r kind; do
		grep -qE "^\|.*[ |]${kind}[ ,|].*\| (error|warning|note) \|" "$TOP/docs/policy.md" || { echo "no $kind in the table"; return 1; }
	done < <(sed -n 's/^\t\[DIAG_.*"\([a-z-]*\)" },$/\1/p' "$TOP/userspace/lib/diag_kind.c")
	# shellcheck source=/dev/null
	source "$(dirname "$LORICA")/completion/lorica.bash"
	COMP_WORDS=("$LORICA" check -W no-key) COMP_CWORD=3 COMPREPLY=()
	_lorica || true
	[ "${COMPREPLY[*]}" = no-key-unused ]
}

@test "lint: each section that is absent is told, and what comes of it" {
	for section in exec net usb boot integrity; do
		sed "/^$section .*}\$/d; /^$section /,/^}/d" "$BATS_FILE_TMPDIR/gateway.lorica" >without.lorica
		run_split "$LORICA" check without.lorica
		[ "$status" -eq 0 ]
		contains "$stderr" "$section is not managed: without "
		[ "$(grep -c '\[unmanaged\]' <<<"$stderr")" -eq 1 ]
	done
}

@test "lint: one answer for registers of a CPU that a guest may leave, in enforce mode alone" {
	sed -i 's/watch vectors on-change log/watch cpu on-change panic/' gateway.lorica
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	contains "$stderr" "with 'on-change panic' the device stops then [halts-on-change]"
	for edit in s/enforce/audit/ 's/on-change panic/on-change log/' 's/watch cpu/watch rodata/'; do
		sed "$edit" gateway.lorica >edited.lorica
		run_split "$LORICA" check edited.lorica
		[ "$status" -eq 0 ]
		[[ $stderr != *halts-on-change* ]] || { echo "$edit: $stderr"; return 1; }
	done
}

@test "lint: epoch 0 below the counter of a TPM, not with a file" {
	sed -i 's/epoch 2/epoch 0/; s/tpm required/rollback tpm/' gateway.lorica
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	contains "$stderr" "[rollback-epoch]"
	for edit in s/epoch\ 0/epoch\ 1/ s/rollback\ tpm/rollback\ file/; do
		sed "$edit" gateway.lorica >edited.lorica
		run_split "$LORICA" check edited.lorica
		[[ $stderr != *rollback-epoch* ]] || { echo "$edit: $stderr"; return 1; }
	done
}
