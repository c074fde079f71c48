# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# bash completion for lorica(8). The command itself knows its verbs and options.

# What may stand behind an option as its value; fails when that is free text.
_lorica_value() {
	local verb=$1 option=$2 word=$3

	case $verb:$option in
	*:--output | *:-o | *:--key | *:-k | *:--cert | *:-c | *:--anchor | *:-a)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	*:--policy | *:-p | *:--manifest | boot:-m | check:-m)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	*:--dir | *:--extract | *:--root)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		;;
	*:--color)
		mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word")
		;;
	check:--format)
		mapfile -t COMPREPLY < <(compgen -W 'json text' -- "$word")
		;;
	check:--warn | check:-W)
		mapfile -t COMPREPLY < <(compgen -W "all no-all help $("$lorica" check -W help 2>/dev/null |
			sed 's/ .*//; p; s/^/no-/')" -- "$word")
		;;
	*:--bits)
		mapfile -t COMPREPLY < <(compgen -W '3072 4096' -- "$word")
		;;
	*:--name | *:--serial | *:--epoch | *:--device | *:--exclude | *:--add | *:--jobs | *:--days)
		;;
	*)
		return 1
		;;
	esac
}

_lorica() {
	local lorica=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} option='' verb='' i words
	local globals='--json --quiet --verbose --help'

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		auto | always | never | = | -*) ;;
		*)
			verb=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	# "=" is a word of its own: --color, =, value.
	option=${COMP_WORDS[COMP_CWORD - 1]}
	if [ "$word" = '=' ]; then
		word=''
	elif [ "$option" = '=' ] && [ "$COMP_CWORD" -gt 1 ]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	elif [ "$option" = --color ]; then
		option='' # its value stands behind "=" only
	fi
	if [ "$option" = --color ]; then
		_lorica_value "$verb" --color "$word"
		return
	fi
	if [ -z "$verb" ]; then
		words="$("$lorica" --complete 2>/dev/null) help"
		[ "${word:0:1}" != - ] || words="$globals --version --color="
	elif [ "$verb" = help ]; then
		words=$("$lorica" --complete 2>/dev/null)
	elif _lorica_value "$verb" "$option" "$word"; then
		compopt -o filenames 2>/dev/null
		return
	elif [ "${word:0:1}" = - ]; then
		words="$("$lorica" --complete "$verb" 2>/dev/null | sort -u) $globals"
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		compopt -o filenames 2>/dev/null
		return
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	[ "${COMPREPLY[*]}" != --color= ] || compopt -o nospace 2>/dev/null
}

complete -F _lorica lorica
