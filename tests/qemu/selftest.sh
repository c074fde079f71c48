#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Does the test bench notice? Boots scenarios that have to come out red, each for its own reason.
#   selftest.sh [KERNEL]
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
build=${LORICA_BUILD:-$here/../../build}/qemu
kernel=${1:-amd64-6.12}

declare -A reason=(
	[fail]='not ok 2 - a check that fails'
	[panic]='Kernel panic'
	[hang]='Bail out!'
	[dead]='timeout'
	[noplan]='no plan'
	[short]='plan 1..3 but 2 results'
)

names=()
for name in "${!reason[@]}"; do
	names+=("selftest-$name")
done
out=$("$here/run.sh" -k "$kernel" "${names[@]}" selftest-expected-panic smoke) && status=0 || status=$?
bad=0
check() {
	if [ "$2" = 0 ]; then
		printf '  %-7s %s\n' OK "$1"
	else
		printf '  %-7s %s\n' WRONG "$1"
		bad=1
	fi
}
[ "$status" != 0 ] && r=0 || r=1
check 'the run as a whole is red' "$r"
for name in "${!reason[@]}"; do
	# From this scenario's FAIL line to the next verdict line.
	text=$(awk -v head="selftest-$name:" '/^  (PASS|FAIL|SKIP) / { on = index($0, head) && /FAIL/ } on' <<<"$out")
	grep -qF -- "${reason[$name]}" <<<"$text" && r=0 || r=1
	check "selftest-$name is red: ${reason[$name]}" "$r"
	grep -q 'verdict=red' "$build/$kernel/selftest-$name/result" && r=0 || r=1
	check "selftest-$name says so to machines" "$r"
done
for name in selftest-expected-panic smoke; do
	grep -q 'verdict=green' "$build/$kernel/$name/result" && r=0 || r=1
	check "$name is green" "$r"
done
[ $bad = 0 ] || printf '%s\n' "$out"
exit $bad
