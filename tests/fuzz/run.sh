#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Run every fuzz target for some seconds, two at a time, from its seeds. Prints TAP.
#   run.sh DIR SECONDS      DIR has the built targets
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
dir=$1 seconds=$2
LORICA=${LORICA:-$here/../../build/lorica} "$here/seeds.sh" "$dir/seeds" >"$dir/seeds.log" 2>&1 || {
	cat "$dir/seeds.log" >&2
	echo "Bail out! no seeds"
	exit 1
}
targets=()
for source in "$here"/fuzz_*.c; do
	name=${source##*/fuzz_}
	targets+=("${name%.c}")
done

# one NAME: leaves its exit status in DIR/NAME.status.
one() {
	local name=$1 status=0
	mkdir -p "$dir/corpus/$name"
	"$dir/fuzz_$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
		-dict="$here/$name.dict" -artifact_prefix="$dir/$name-" \
		"$dir/corpus/$name" "$dir/seeds/$name" >"$dir/$name.log" 2>&1 || status=$?
	echo "$status" >"$dir/$name.status"
}

echo "TAP version 13"
echo "1..${#targets[@]}"
for name in "${targets[@]}"; do
	[ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
	one "$name" &
done
wait
n=0 bad=0
for name in "${targets[@]}"; do
	n=$((n + 1))
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$name.log")
	# A target that never ran anything has proved nothing.
	if [ "$(cat "$dir/$name.status")" = 0 ] && [ "${runs:-0}" -gt 100 ]; then
		echo "ok $n - fuzz $name: $runs inputs in $seconds s"
	else
		bad=1
		echo "not ok $n - fuzz $name"
		tail -n 30 "$dir/$name.log" | sed 's/^/# /'
	fi
done
exit $bad
