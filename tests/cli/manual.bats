#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# The manual against the command table: help, pages and parser say the same.

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	LORICA=$(realpath "${LORICA:-$TOP/build/lorica}")
	cd "$TOP/userspace/man" || return
	verbs=$("$LORICA" --complete)
}

# options VERB: its options as help has them, in the form of a page: "Fl k , -key Ar key"
options() {
	"$LORICA" help "$1" | sed -nE 's/^  ((-[A-Za-z]), )?-(-[a-z-]+)( ([A-Z][A-Z=]*))?( .*|$)/\2 \3 \5/p' |
		while read -r first second third; do
			case $first in
			--* | -[a-z][a-z]*) echo "Fl $first${second:+ Ar ${second,,}}" ;;
			*) echo "Fl ${first#-} , $second${third:+ Ar ${third,,}}" ;;
			esac
		done | sed 's/ Ar path=file/ Ar path Ns = Ns Ar file/' | sort
}

# described VERB: what the page describes
described() {
	sed -n 's/^\.It \(Fl .*\)/\1/p' "lorica-$1.8" | sort
}

# synopsis VERB
synopsis() {
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "lorica-$1.8"
}

@test "manual: every verb has a page, which says what help says that it does" {
	for verb in $verbs; do
		grep -qx "\.Nm lorica-$verb" "lorica-$verb.8"
		nd=$(sed -n 's/^\.Nd //p' "lorica-$verb.8")
		help=$("$LORICA" help | sed -n "s/^  $verb  *//p")
		[ "$nd" = "$help" ] || { echo "$verb: '$nd', '$help'"; false; }
		for section in SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
			grep -qx "\.Sh $section" "lorica-$verb.8" || { echo "$verb: no $section"; false; }
		done
	done
}

@test "manual: no page without a verb" {
	for page in lorica-*.8; do
		verb=${page#lorica-}
		[[ " ${verbs//$'\n'/ } " == *" ${verb%.8} "* ]]
	done
}

@test "manual: every option, with its letter and its argument, and no other" {
	n=0
	for verb in $verbs; do
		echo "$verb:"
		diff <(options "$verb") <(described "$verb")
		n=$((n + $(options "$verb" | wc -l)))
		[ "$(options "$verb" | wc -l)" -eq "$("$LORICA" --complete "$verb" | sort -u | wc -l)" ]
	done
	[ "$n" -ge 35 ]
}

@test "manual: every option is in the synopsis" {
	for verb in $verbs; do
		while read -r _ name comma long _; do
			[ "$comma" = , ] || long=$name
			synopsis "$verb" | grep -qE "(Fl|Fl [a-z]*)( $name|${name}[a-z]*|[a-z]*$name)( |\$)|Fl $long( |\$)" ||
				{ echo "$verb: no $long"; synopsis "$verb"; false; }
		done < <(options "$verb")
	done
}

@test "manual: lorica(8) names every verb, in the order of help" {
	diff <(sed -n 's/^\.It Cm \([a-z-]*\)$/\1/p' lorica.8 | head -n "$(wc -w <<< "$verbs")") <(echo "$verbs")
	for verb in $verbs; do
		[ "$(grep -c "^\.Xr lorica-$verb 8" lorica.8)" -ge 2 ] || { echo "$verb"; false; }
	done
}

@test "manual: every reference leads to a page" {
	while read -r name section; do
		[ -e "$name.$section" ] || { echo "$name($section)"; false; }
	done < <(sed -n 's/^\.Xr \(lorica[^ ]*\) \([0-9]\).*/\1 \2/p' -- *.[58] | sort -u)
}

@test "manual: every exit status of a page is one of lorica(8)" {
	known=$(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]\)$/\1/p' lorica.8)
	for page in lorica-*.8; do
		for code in $(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]\)$/\1/p' "$page"); do
			[[ " ${known//$'\n'/ } " == *" $code "* ]]
		done
	done
}
