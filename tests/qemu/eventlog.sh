#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Judge the event logs that the eventlog scenarios brought from their boots. Prints TAP.
#   eventlog.sh KERNEL
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1
lorica=$build/lorica
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

# check WHAT COMMAND...
check() {
	local what=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/out" 2>&1; then
		echo "ok $n - $what"
	else
		bad=1
		echo "not ok $n - $what"
		head -n 20 "$tmp/out" | sed 's/^/# /'
	fi
}

leads_to() { "$lorica" eventlog -q --alg "$1" --pcrs "$files" "$files/log" && [ "$(rows "$1")" -ge 9 ]; }
# rows ALG: how many PCRs were compared and are the same
rows() { "$lorica" eventlog --alg "$1" --pcrs "$files" "$files/log" | grep -c "^$1 .* match$"; }

# Every digit of every PCR that the log leads to.
sees_a_digit() {
	local pcr old new status
	for pcr in 0 1 2 3 4 5 6 7 9; do
		old=$(cat "$files/pcr-sha256/$pcr")
		new=${old%?}$([ "${old: -1}" = 0 ] && echo 1 || echo 0)
		echo "$new" >"$files/pcr-sha256/$pcr"
		status=0
		"$lorica" eventlog -q --pcrs "$files" "$files/log" 2>"$tmp/err" || status=$?
		echo "$old" >"$files/pcr-sha256/$pcr"
		[ $status = 4 ] && grep -q "PCR $pcr of sha256 differs" "$tmp/err" || return 1
	done
}

# Each event that extends something can be left out of the log, and then a PCR differs.
misses_each_event() {
	local status
	python3 - "$files/log" "$tmp/less" <("$lorica" -j eventlog "$files/log") <<-'END' || return 1
		import json, sys
		log = open(sys.argv[1], "rb").read()
		events = json.load(open(sys.argv[3]))["events"]
		ends = [e["offset"] for e in events[1:]] + [len(log)]
		for e, end in zip(events, ends):
		    if e["extends"]:
		        open("%s-%d" % (sys.argv[2], e["nr"]), "wb").write(log[:e["offset"]] + log[end:])
	END
	for less in "$tmp"/less-*; do
		status=0
		"$lorica" eventlog -q --pcrs "$files" "$less" || status=$?
		[ $status = 4 ] || { echo "$less: $status"; return 1; }
	done
	[ "$(find "$tmp" -name 'less-*' | wc -l)" -gt 20 ] && rm "$tmp"/less-*
}

same_as_tpm2() { diff <("$lorica" eventlog --yaml "$files/log") <(tpm2_eventlog "$files/log" 2>/dev/null); }

# measured PCR FILE: an event of PCR has the SHA-256 of FILE
measured() {
	"$lorica" -j eventlog --pcr "$1" "$files/log" | grep -q "\"digest\": \"$(sha256sum <"$2" | cut -d' ' -f1)\""
}

# The golden value of a kernel that the firmware starts itself: options, then initrd.
golden() {
	local pcr
	pcr=$(python3 - "$files/cmdline" "$build/qemu/$kernel/plain.cpio.gz" <<-'END'
		import hashlib, sys
		sha = lambda data: hashlib.sha256(data).digest()
		options = open(sys.argv[1]).read().rstrip("\n").encode("utf-16-le") + b"\0\0"
		pcr = sha(bytes(32) + sha(options))
		print(sha(pcr + sha(open(sys.argv[2], "rb").read())).hex())
	END
	)
	"$lorica" eventlog --pcr 9 --alg sha256 "$files/log" | grep -qx "sha256   9  $pcr"
}

echo 'TAP version 13'
for loader in '' -grub -uki; do
	name=eventlog$loader
	files=$tmp/$name
	mkdir "$files"
	tar -xf "$build/qemu/$kernel/$name/files.tar" -C "$files" || { echo "Bail out! no log of $name"; exit 1; }
	for alg in sha1 sha256 sha384 sha512; do
		check "$name: the replay is the TPM's bank of $alg" leads_to $alg
	done
	check "$name: any other PCR differs" sees_a_digit
	check "$name: no event can be left out" misses_each_event
	check "$name: --yaml is what tpm2_eventlog prints" same_as_tpm2
	check "$name: the initramfs was measured" measured 9 "$build/qemu/$kernel/plain.cpio.gz"
done
files=$tmp/eventlog
check 'eventlog: PCR 9 is what can be told beforehand' golden
files=$tmp/eventlog-uki
check 'eventlog-uki: the initramfs is in PCR 11' measured 11 "$build/qemu/$kernel/plain.cpio.gz"
echo "1..$n"
exit $bad
