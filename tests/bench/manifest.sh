#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How fast `lorica manifest --all` hashes, against find | xargs -P sha256sum.
# usage: tests/bench/manifest.sh [TREE]    LORICA=path of the binary
# Exit: 0 at 0.9 of the throughput or more, 1 below.
set -eu

tree=${1:-/usr}
lorica=${LORICA:-$(dirname "$0")/../../build/lorica}
rounds=3
jobs=$(nproc)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

by_lorica() {
	"$lorica" manifest "$tree" --all --keep-going --jobs "$jobs" -q -o "$tmp/out"
}

by_sha256sum() {
	find "$tree" -xdev -type f -print0 | xargs -0 -n 64 -P "$jobs" sha256sum > "$tmp/sums"
}

# best COMMAND: milliseconds of its fastest round
best() {
	least=
	i=0
	while [ $i -lt $rounds ]; do
		start=$(date +%s%N)
		"$1"
		took=$((($(date +%s%N) - start) / 1000000))
		[ -n "$least" ] && [ "$took" -ge "$least" ] || least=$took
		i=$((i + 1))
	done
	[ "$least" -gt 0 ] || least=1
	echo "$least"
}

# Disk usage is not content: sparse files and hard links would tell tales.
bytes=$(find "$tree" -xdev -type f -printf '%s\n' | awk '{ n += $1 } END { printf "%.0f\n", n }')
files=$(find "$tree" -xdev -type f | wc -l)
by_sha256sum	# fills the page cache for both
theirs=$(best by_sha256sum)
ours=$(best by_lorica)

echo "$tree: $files files, $((bytes / 1000000)) MB, $jobs threads, best of $rounds, files in memory"
echo "lorica manifest   $ours ms   $((bytes / 1000 / ours)) MB/s"
echo "xargs sha256sum   $theirs ms   $((bytes / 1000 / theirs)) MB/s"
awk -v a="$theirs" -v b="$ours" 'BEGIN { printf "ratio             %.2f\n", a / b; exit a / b < 0.9 }'
