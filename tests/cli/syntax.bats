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

# missing FILE WORD...: words that an editor file does not know
missing() {
	local file=$1 word
	shift
	for word; do
		grep -qE "^syntax keyword lorica[A-Z][a-z]* (.* )?$word( |\$)" "$TOP/policy/syntax/$file" || echo "$word"
	done
}

@test "syntax: the editor file knows every word of the command's tables" {
	# These are words of events and of manifests.
	words=$(awk '/^static const struct word / { table = $5; sub(/\[.*/, "", table) }
		table !~ /^(event_type|file_kind|tier)$/ { while (match($0, /\{ "[a-z0-9-]+"/)) { print substr($0, RSTART + 3, RLENGTH - 4); $0 = substr($0, RSTART + RLENGTH) } }' \
		"$TOP/userspace/lib/words.c" | sort -u)
	[ "$(wc -l <<<"$words")" -gt 30 ]
	# shellcheck disable=SC2086 # words
	run missing lorica.vim $words
	[ -z "$output" ] || { echo "$output"; return 1; }
}

@test "syntax: the editor file of expectations knows every setting and every event" {
	events=$(sed -n '/^} rows\[\] = {/,/^};/s/^\t{ "\([a-z-]*\)".*/\1/p' "$TOP/userspace/lib/expect_event.c")
	settings=$(sed -n '/setting_words\[EVENTS\]/,/^};/p' "$TOP/userspace/lib/expect.c" | grep -o '{ "[a-z]*"' | tr -d '{ "')
	[ "$(wc -w <<<"$events")" -ge 14 ] && [ "$(wc -w <<<"$settings")" -eq 6 ]
	# What is a word of policies too, the other file has.
	# shellcheck disable=SC2086 # words
	for word in $(missing lorica-test.vim $events $settings by audit); do
		[[ $word == policy || $word == include || $word == define ]]
	done
	[ "$(missing lorica-test.vim nonsense)" = nonsense ]
}
