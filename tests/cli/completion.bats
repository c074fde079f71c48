#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2034,SC2154 # COMP_WORDS and COMP_CWORD are for the script
# The scripts are those that the build made from the command table.

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	LORICA=$(realpath "${LORICA:-$TOP/build/lorica}")
	made=$(dirname "$LORICA")/completion
	cd "$BATS_TEST_TMPDIR" || return
	# shellcheck disable=SC1091
	source "$made/lorica.bash"
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
	completes 'sha256' eventlog --alg sha2
	completes '' eventlog --pcr 1
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
	completes 'tree' explain --root t
	completes 't.stmt' explain -m t.
	completes 't.stmt' load t.
	completes '' manifest --name t
}

@test "completion: operands are what help says" {
	mkdir tree
	touch file
	completes 'tree' manifest ''
	completes '' status ''
	completes '' boot ''
	completes '' keygen ''
	completes 'file tree' verify ''
}

@test "completion: no verb, option or value that is none" {
	completes '' checks ''
	completes '' nothing --
	completes '' help --
	completes '' keygen --bits 5
	completes '' check --format xml
	completes '' status --fo
	completes '' sign --reproduce
}

# has LIST WORD: one of the lines of LIST is WORD
has() {
	grep -qxF -- "$2" <<< "$1" || { echo "no $2 in:"; echo "$1"; false; }
}

@test "completion: bash has every verb and option of the table, and no other" {
	COMP_WORDS=("$LORICA" '') COMP_CWORD=1
	_lorica
	[ "${COMPREPLY[*]}" = "$("$LORICA" --complete | tr '\n' ' ')help" ]
	for verb in $("$LORICA" --complete); do
		COMP_WORDS=("$LORICA" "$verb" --) COMP_CWORD=2
		_lorica
		diff <(printf '%s\n' "${COMPREPLY[@]}" | sort) \
			<({ "$LORICA" --complete "$verb"; printf -- '--%s\n' json quiet verbose help; } | sort -u)
	done
}

@test "completion: bash knows for every option whether it has a value" {
	for verb in $("$LORICA" --complete); do
		while read -r option value; do
			echo "$verb $option $value"
			if [ -n "$value" ]; then
				_lorica_value "$verb:$option" ''
			else
				run _lorica_value "$verb:$option" ''
				[ "$status" -eq 1 ]
			fi
		done < <("$LORICA" help "$verb" | sed -nE 's/^  (-[A-Za-z], )?(--[a-z-]+)( [A-Z=]+)?( .*|$)/\2\3/p')
	done
}

@test "completion: the words of -W are those of the compiler" {
	for name in $("$LORICA" check -W help | sed 's/ .*//'); do
		completes "$name" check -W "$name"
		completes "no-$name" check --warn "no-$name"
	done
}

# zsh LINE: what zsh makes of it
zsh_completes() {
	timeout 60 "$TOP/tests/cli/complete.zsh" "$made" "$1"
}

need_zsh() {
	command -v zsh > /dev/null || skip "no zsh"
}

@test "completion: zsh has every verb of the table, and no other" {
	need_zsh
	zsh -n "$made/_lorica"
	diff <(zsh_completes 'lorica ') <({ "$LORICA" --complete; echo help; } | sort)
	diff <(zsh_completes 'lorica help ') <({ "$LORICA" --complete; echo help; } | sort)
}

@test "completion: zsh has every option of the table, long and short, and no other" {
	need_zsh
	for verb in $("$LORICA" --complete); do
		echo "$verb:"
		diff <(zsh_completes "lorica $verb -") <({
			"$LORICA" help "$verb" | sed -nE 's/^  (-[A-Za-z]), (--[a-z-]+)( .*|$)/\1\n\2/p; s/^  (--[a-z-]+)( .*|$)/\1/p'
			printf '%s\n' -j --json -q --quiet -v --verbose -h --help --color
		} | sort)
	done
}

@test "completion: zsh knows values, files and directories" {
	need_zsh
	mkdir tree
	touch t.stmt
	[ "$(zsh_completes 'lorica keygen --bits ')" = $'3072\n4096' ]
	[ "$(zsh_completes 'lorica check --format=')" = $'json\ntext' ]
	[ "$(zsh_completes 'lorica check --format x')" = '' ]
	[ "$(zsh_completes 'lorica --color=')" = $'always\nauto\nnever' ]
	[ "$(zsh_completes 'lorica check -W no-key-')" = no-key-unused ]
	has "$(zsh_completes 'lorica sign --key ')" t.stmt
	[ "$(zsh_completes 'lorica show --extract ')" = tree ]
	[ "$(zsh_completes 'lorica manifest ')" = tree ]
	[ "$(zsh_completes 'lorica keygen --days ')" = '' ]
	[ "$(zsh_completes 'lorica nothing -')" = '' ]
}

@test "completion: zsh offers again what may be repeated, and nothing else" {
	need_zsh
	has "$(zsh_completes 'lorica boot --manifest a -')" --manifest
	for line in 'boot --policy a' 'boot -p a' 'show --running' 'sign -k a'; do
		run zsh_completes "lorica $line -"
		has "$output" --json
		[[ $output != *--policy* && $output != *--running* && $output != *--key* ]]
	done
}

@test "completion: both are installed" {
	make -s -C "$TOP" install DESTDIR="$PWD/installed" PREFIX=/usr > /dev/null
	cmp "$made/lorica.bash" installed/usr/share/bash-completion/completions/lorica
	cmp "$made/_lorica" installed/usr/share/zsh/site-functions/_lorica
}

@test "completion: a command that fails makes no script" {
	for call in '--complete' 'check -W help' 'help' 'help sign'; do
		printf '#!/bin/sh\n[ "$*" != "%s" ] || exit 1\nexec "%s" "$@"\n' "$call" "$LORICA" > broken
		chmod +x broken
		for shell in bash zsh; do
			run "$TOP/userspace/completion/generate.sh" ./broken $shell
			[ "$status" -eq 1 ]
			[ -z "$output" ]
		done
	done
	"$TOP/userspace/completion/generate.sh" "$LORICA" bash | cmp - "$made/lorica.bash"
}
