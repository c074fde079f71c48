#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2034 # COMP_WORDS and COMP_CWORD are for the script

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	LORICA=$(realpath "${LORICA:-$TOP/build/lorica}")
	cd "$BATS_TEST_TMPDIR" || return
	# shellcheck source=userspace/completion/lorica.bash
	source "$TOP/userspace/completion/lorica.bash"
}

# completes WANTED WORD...: the last word, as readline splits it, becomes one of WANTED
completes() {
	local want=$1
	shift
	COMP_WORDS=("$LORICA" "$@")
	COMP_CWORD=$#
	_lorica || true
	echo "lorica $*: ${COMPREPLY[*]}"
	[ "${COMPREPLY[*]}" = "$want" ]
}

@test "completion: verbs, and the options of one" {
	completes 'check' ch
	completes '--follow' events --fo
	completes '--format' check --fo
	completes 'status' help sta
}

@test "completion: a value, behind its option or behind =" {
	completes '3072 4096' keygen --bits ''
	completes '3072' keygen --bits = 3
	completes 'json text' check --format ''
	completes 'json text' check --format '='
	completes 'json' check --format '=' j
	completes '' compile --format ''
}

@test "completion: --color has its value behind = alone" {
	completes 'auto always never' --color '='
	completes 'never' check --color '=' n
	completes 'check' --color '=' never ch
	completes 'status' --color sta
}

@test "completion: files and directories" {
	mkdir tree
	touch t.stmt
	completes 't.stmt' boot --policy t.
	completes 'tree' show --extract t
	completes 'tree' check --root t
	completes 't.stmt' check -m t.
	completes 't.stmt' load t.
	completes '' manifest --name t
}
