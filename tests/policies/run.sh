#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Checks every policy of this folder: stderr has to be its .err file (nothing,
# when it has none), the exit code 0 in valid/ and 3 in invalid/. Prints TAP.
# With --update the .err files are written anew; read the diff.
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 1
lorica=${LORICA:-$here/../../build/lorica}
update=${1:-}
got=$(mktemp)
stage=$(mktemp -d)
trap 'rm -rf "$got" "$got.out" "$stage"' EXIT
"$here/stage.sh" "$stage" && cd "$stage" || exit 1
# The dates in certificates are judged at this moment: 2026-11-24T12:00:00Z.
export SOURCE_DATE_EPOCH=1795521600
unset NO_COLOR
n=0
failed=0

result() {
	n=$((n + 1))
	[ "$1" = ok ] || failed=1
	echo "$1 $n - $2"
}

for file in valid/*.lorica invalid/*.lorica; do
	want=0
	[ "${file%%/*}" = invalid ] && want=3
	err=${file%.lorica}.err
	"$lorica" check "$file" >"$got.out" 2>"$got"
	code=$?
	if [ "$update" = --update ]; then
		rm -f "$err" "$here/$err"
		[ ! -s "$got" ] || cp "$got" "$err"
		[ ! -s "$got" ] || cp "$got" "$here/$err"
	fi
	[ -e "$err" ] || err=/dev/null
	if [ $code -ne $want ]; then
		result 'not ok' "$file: exit code $code, not $want"
	elif [ -s "$got.out" ]; then
		result 'not ok' "$file: something on stdout"
	elif ! diff -u "$err" "$got" >"$got.out"; then
		result 'not ok' "$file"
		sed 's/^/# /' "$got.out"
	else
		result ok "$file"
	fi
	rm -f "$got.out"
done

# Every kind of diagnostic that the compiler knows is expected somewhere: here, or, when
# it is about trees and manifests, where those are made.
sed -n 's/^\t\[DIAG_.*"\([a-z-]*\)" },$/\1/p' "$here/../../userspace/lib/diag_kind.c" >"$got"
while read -r kind; do
	if grep -qs "\[$kind\]\$" valid/*.err invalid/*.err ||
		grep -qF " [$kind]" "$here/../cli/check-root.bats" "$here/../cli/check-paths.bats" "$here/../cli/revoke.bats"; then
		result ok "$kind is expected"
	else
		result 'not ok' "$kind is expected nowhere"
	fi
done <"$got"
# So is each text.
python3 "$here/texts.py" $n >"$got.out" || failed=1
cat "$got.out"
n=$((n + $(wc -l <"$got.out")))
echo "1..$n"
exit $failed
