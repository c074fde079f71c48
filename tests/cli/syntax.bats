#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats

load common

@test "syntax: the editor file knows every word of the grammar" {
	# Words stand in double quotes, in front of the productions of tokens.
	words=$(sed '/^(\* Tokens/,$d' "$TOP/policy/lorica.ebnf" | grep -o '"[a-z][a-z0-9-]*"' | tr -d '"' | sort -u)
	[ "$(wc -l <<<"$words")" -gt 20 ]
	for word in $words; do
		grep -qE "^syntax keyword lorica[A-Z][a-z]* (.* )?$word( |\$)" "$TOP/policy/syntax/lorica.vim" || {
			echo "no $word"
			return 1
		}
	done
}
