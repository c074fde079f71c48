#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Instructions that an event log of 64 KiB takes, by valgrind: its reading, and its replay in four
# banks with and without the hashing.
# usage: tests/bench/eventlog.sh    LORICA=path of the binary
# Exit: 0 when the reader takes at most 4 instructions for each byte, 1 above.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
lorica=${LORICA:-$top/build/lorica}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -B - "$top/tests/cli" "$tmp/log" <<'END'
import sys
sys.path.insert(0, sys.argv[1])
import eventlog as e
banks = ["sha1", "sha256", "sha384", "sha512"]
log, n = e.spec_id(banks), 0
while True:
    more = e.event(n % 8, e.ACTION, b"Calling EFI Application from Boot Option %d" % n, banks)
    if len(log) + len(more) > 64 << 10:
        break
    log, n = log + more, n + 1
open(sys.argv[2], "wb").write(log)
END
"$lorica" eventlog -q "$tmp/log"
valgrind --tool=callgrind --callgrind-out-file="$tmp/calls" "$lorica" eventlog -q "$tmp/log" 2>/dev/null

# of FUNCTION: instructions of it and of what it calls
of() {
	callgrind_annotate --inclusive=yes --threshold=100 "$tmp/calls" |
		sed -n "s/^ *\([0-9,]*\) .*:$1 \[.*/\1/p" | head -n 1 | tr -d ,
}
bytes=$(stat -c %s "$tmp/log")
# The tool goes through the log three times: locality, replay, survey.
reading=$(($(of lorica_eventlog_next) / 3))
replay=$(of lorica_replay_log)
hashing=$(of EVP_Digest)
echo "event log of $bytes bytes: reading $reading instructions, replay in four banks $((replay - hashing)) and $hashing for hashes"
[ "$reading" -gt 0 ] && [ "$reading" -le $((4 * bytes)) ]
