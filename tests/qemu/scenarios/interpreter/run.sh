#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What named interpreters read needs evidence. The shell that runs this is one of them. The attacks on that
# are those of lorica-attack, as root.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# says WHAT COMMAND REGEX: the output of the command has such a line.
says() {
	allowed "$1" sh -c "$2 | grep -Eq -- \"\$1\"" sh "$3"
}

attacks=$(lorica-attack -l interpreter | wc -l)
plan $((8 + attacks))

says 'the policy names interpreters' 'lorica status' '^interpreters 6$'
says 'the hook is there' 'lorica status' '^hook file_open attached proved$'
allowed 'Python has its library' python3 -B -c 'import json, subprocess, socket; json.loads("{}")'
allowed 'nothing was refused so far' sh -c '! lorica events | grep " deny "'
refused 'a script that nothing lists' python3 /attack/unsigned/evil.py
says '  and the event tells who wanted to read it' 'lorica events' \
	' deny script /attack/unsigned/evil.py reason=not-listed .*label=/usr/bin/python3.11'
allowed 'what is on the command line is no file' python3 -c 'print(1)'
allowed 'a copy of the interpreter is the same one' sh -c '
	cp /usr/bin/python3.11 /var/tmp/snake && /var/tmp/snake -c "print(1)" && ! /var/tmp/snake /attack/unsigned/evil.py'

lorica-attack interpreter >/tmp/attacks || :
grep -E '^(not )?ok ' /tmp/attacks | sed "s/ok [0-9]*/ok/" >/tmp/results
while IFS= read -r line; do
	tap_count=$((tap_count + 1))
	tap "$(echo "$line" | sed "s/ok/ok $tap_count/")"
done <<END
$(cat /tmp/results)
END
