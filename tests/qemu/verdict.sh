#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Judge one boot. Red unless everything says green: the report is complete, each line of it is a
# success, the emulator ended by itself, and the kernel did not complain.
#   verdict.sh [-e panic|off] [-c REGEX] TAP CONSOLE QEMU-STATUS
#     -e panic   the kernel has to panic; -e off: the machine has to switch itself off without a
#                report (both: -c is needed, and a failure in a partial report is still red)
#     -c REGEX   the console has to contain this
# Prints what failed and the end of the console log, then one line
#   passed=N failed=N skipped=N verdict=green|red
set -eu

expect='' regex=
while getopts e:c: opt; do
	case $opt in
	e) expect=$OPTARG ;;
	c) regex=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 3 ] || { echo "verdict.sh: usage: verdict.sh [-e panic|off] [-c REGEX] TAP CONSOLE QEMU-STATUS" >&2; exit 2; }
tap=$1 console=$2 status=$3

reasons=()
red() { reasons+=("$1"); }

# Nested KTAP: results of a deeper level belong to the next line of the level above. Only the
# innermost results are counted; plans have to fit at every level.
[ -e "$tap" ] || tap=/dev/null
report=$(tr -d '\r' <"$tap" | awk -v partial="$expect" '
	BEGIN { deepest = 0 }
	function problem(text) { print "problem " text }
	function close_deeper(than,    d) {
		for (d = deepest; d > than; d--) {
			if (!(d in count) && !(d in plan))
				continue
			if (!(d in plan))
				problem("no plan at level " d)
			else if (plan[d] != count[d] + 0)
				problem("plan 1.." plan[d] " but " (count[d] + 0) " results")
			delete count[d]; delete plan[d]
		}
	}
	function has_deeper(than,    d) {
		for (d = deepest; d > than; d--)
			if (d in count)
				return 1
		return 0
	}
	{
		match($0, /^ */)
		indent = RLENGTH
		line = substr($0, indent + 1)
	}
	line ~ /^1\.\.[0-9]+/ {
		if (indent in plan)
			problem("second plan: " line)
		if (indent > deepest)
			deepest = indent
		number = line
		sub(/^1\.\./, "", number)
		plan[indent] = number + 0
		if (plan[indent] == 0) {
			if (line ~ /# SKIP/)
				skipped++
			else
				problem("empty plan")
		}
		next
	}
	line ~ /^(not )?ok( |$)/ {
		leaf = !has_deeper(indent)
		close_deeper(indent)
		if (indent > deepest)
			deepest = indent
		count[indent]++
		number = line
		sub(/^(not )?ok */, "", number)
		if (number ~ /^[0-9]+/ && number + 0 != count[indent])
			problem("result out of order: " line)
		if (line ~ /^not /) {
			failed += leaf
			print "failing " line
		} else if (leaf && toupper(line) ~ /# SKIP/)
			skipped++
		else
			passed += leaf
		next
	}
	line ~ /^Bail out!/ { problem(line) }
	line == "# done" && indent == 0 { done = 1 }
	END {
		if (partial == "") {
			if (!(0 in plan))
				problem("no plan")
			close_deeper(-1)
			if (!done)
				problem("no \"# done\": the run ended early")
		}
		printf "counts %d %d %d\n", passed, failed, skipped
	}')
while read -r kind text; do
	case $kind in
	failing) red "$text" ;;
	problem) red "report: $text" ;;
	counts) read -r passed failed skipped <<<"$text" ;;
	esac
done <<<"$report"

case $status in
0) ;;
124 | 137) red "timeout: the machine did not end by itself" ;;
*) red "the emulator ended with status $status" ;;
esac

# lockdep, kmemleak and sleeping in atomic context complain without a warning that would panic.
complaint='Kernel panic|Oops|BUG: |UBSAN: |WARNING: |possible circular locking|possible recursive locking|possible irq lock inversion|inconsistent lock state|suspicious RCU usage|held lock freed|unreferenced object|sleeping function called|rcu.*detected stalls'
complaints=$(grep -aE "$complaint" "$console" 2>/dev/null | tr -d '\r' | head -n 5) || :
if [ "$expect" = panic ]; then
	grep -qa 'Kernel panic' "$console" || red "the kernel should have panicked"
elif [ -n "$complaints" ]; then
	while IFS= read -r line; do
		red "console: $line"
	done <<<"$complaints"
fi
if [ -n "$expect" ] && [ -z "$regex" ]; then
	red "scenario error: expect=$expect needs a console pattern"
fi
if [ "$expect" = off ] && grep -qxa '# done' "$tap"; then
	red "the boot should not have come to a report"
fi
if [ -n "$regex" ]; then
	if grep -qaE -- "$regex" "$console"; then
		[ -z "$expect" ] || passed=$((passed + 1))
	else
		red "not on the console: $regex"
	fi
fi

verdict=green
if [ ${#reasons[@]} -gt 0 ]; then
	verdict=red
	[ "$failed" -gt 0 ] || failed=1
	printf '    %s\n' "${reasons[@]}"
	echo "    --- end of $console"
	tail -n 15 "$console" 2>/dev/null | tr -d '\r' | sed 's/^/    | /'
fi
echo "passed=$passed failed=$failed skipped=$skipped verdict=$verdict"
[ $verdict = green ]
