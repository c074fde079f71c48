#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }
setup() { common_setup; }

# Takes the keys section out of gateway.lorica, into a fragment in another folder.
fragment() {
	mkdir -p lib
	{ echo 'syntax 1' && sed -n '/^keys/,/^}/s|"keys/|"../keys/|p; /^keys/p' gateway.lorica && echo '}'; } >lib/keys.lorica
	sed -i '/^keys/,/^}/d' gateway.lorica
	echo 'include "lib/keys.lorica"' >>gateway.lorica
}

@test "include: a policy in several files gives the statement of one in one file" {
	fragment
	"$LORICA" compile gateway.lorica -o parts.stmt
	cmp parts.stmt gateway.stmt
	# From elsewhere, by another name, through a link: still the same bytes.
	mkdir elsewhere
	cd elsewhere
	"$LORICA" compile "$BATS_TEST_TMPDIR/../${BATS_TEST_TMPDIR##*/}/gateway.lorica" -o parts.stmt
	cmp parts.stmt ../gateway.stmt
	ln -s .. up
	"$LORICA" compile up/gateway.lorica -o parts.stmt
	cmp parts.stmt ../gateway.stmt
}

@test "include: what is shown compiles to the same bytes, from anywhere" {
	fragment
	sed -i 's/serial 7/serial $serial/; $a define serial = 7' gateway.lorica
	"$LORICA" compile gateway.lorica -o parts.stmt
	"$LORICA" show --extract out parts.stmt >shown.lorica
	run ! grep -E 'include|define|\$' shown.lorica
	mv shown.lorica out
	"$LORICA" compile out/shown.lorica -o again.stmt
	cmp parts.stmt again.stmt
	cmp gateway.stmt again.stmt
}

@test "include: standard input includes from the current directory" {
	fragment
	"$LORICA" compile - -o parts.stmt <gateway.lorica
	cmp parts.stmt gateway.stmt
}

@test "include: a link or another spelling is not another file" {
	fragment
	ln -s keys.lorica lib/again.lorica
	ln lib/keys.lorica lib/hard.lorica
	mkdir b
	printf 'syntax 1\ninclude "../lib/again.lorica"\n' >b/b.lorica
	printf 'syntax 1\ninclude "%s/lib/hard.lorica"\n' "$PWD" >b/c.lorica
	printf 'include "b/b.lorica"\ninclude "b/c.lorica"\n' >>gateway.lorica
	"$LORICA" compile gateway.lorica -o parts.stmt
	cmp parts.stmt gateway.stmt
	echo 'include "lib/hard.lorica"' >>gateway.lorica
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[duplicate-include]"
}

@test "include: -j names the file of each place, and how it came to be included" {
	fragment
	sed -i 's/for manifest$/for manifets/' lib/keys.lorica
	sed -i 's/vendor, field/vendor, vendor/' gateway.lorica
	run_split "$LORICA" check -j gateway.lorica
	[ "$status" -eq 3 ]
	json 'd["errors"] == 2 and d["file"] == "gateway.lorica"'
	json 'd["diagnostics"][0]["file"] == "gateway.lorica" and d["diagnostics"][0]["included_from"] == []'
	json 'd["diagnostics"][0]["related"][0]["file"] == "gateway.lorica"'
	json 'd["diagnostics"][1]["file"] == "lib/keys.lorica" and d["diagnostics"][1]["start"]["line"] == 4'
	json 'd["diagnostics"][1]["included_from"] == [{"file": "gateway.lorica", "start": {"line": 10, "column": 9, "offset": 266}, "end": {"line": 10, "column": 26, "offset": 283}}]'
}

@test "include: 1,000 files" {
	mkdir many
	{ cat gateway.lorica; seq -f 'include "many/%g.lorica"' 1000; } >all.lorica
	for i in $(seq 1000); do
		printf 'syntax 1\ndefine c%d = $c%d\n' "$i" $((i / 2)) >"many/$i.lorica"
	done
	printf 'define c0 = 7\n' >>all.lorica
	sed -i 's/serial 7/serial $c1000/' all.lorica
	start=$(date +%s%N)
	"$LORICA" compile all.lorica -o all.stmt
	took=$((($(date +%s%N) - start) / 1000000))
	echo "took $took ms"
	[ $took -lt 5000 ]
	cmp all.stmt gateway.stmt
}

@test "include: more files than the limit" {
	mkdir many
	{ cat gateway.lorica; seq -f 'include "many/%g.lorica"' 4100; } >all.lorica
	echo 'syntax 1' >many/1.lorica
	for i in $(seq 2 4100); do cp many/1.lorica "many/$i.lorica"; done
	run_split "$LORICA" check all.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "all.lorica:4109:9: error: a policy has at most 4096 files with 100663296 bytes in all [limit]"
}

@test "include: a file of 100 MiB is refused for its size, before it is read" {
	truncate -s 100M large.lorica
	run_split timeout 2 "$LORICA" check large.lorica
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot read 'large.lorica': File too large; a policy text has at most 75497472 bytes" ]
	echo 'include "large.lorica"' >>gateway.lorica
	run_split timeout 2 "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	[ "${stderr_lines[0]}" = "gateway.lorica:14:9: error: 'large.lorica' has more than 75497472 bytes [limit]" ]
	if command -v strace >/dev/null; then
		strace -o trace -e trace=read -P "$PWD/large.lorica" "$LORICA" check large.lorica || true
		run ! grep 'read(' trace
	fi
	# A pipe tells no size.
	run_split timeout 5 bash -c 'head -c 100M /dev/zero | "$0" check -' "$LORICA"
	[ "$status" -eq 1 ]
	contains "$stderr" "File too large"
}

@test "include: garbage, and a line of 1 MiB" {
	head -c 1000000 /dev/urandom >garbage.lorica
	run_split timeout 2 "$LORICA" check garbage.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[not-text]"
	[ "${#stderr}" -lt 4000 ]
	head -c 1048576 /dev/zero | tr '\0' x >line.lorica
	run_split timeout 2 "$LORICA" check line.lorica
	[ "$status" -eq 3 ]
	[ "${stderr_lines[0]}" = "line.lorica:1:1: error: the line has 1048576 bytes; the limit is 16384 [limit]" ]
	[ "${#stderr}" -lt 1000 ]
	# Without a newline, and of braces alone.
	yes '{{{{{{{{{{{{{{{{' | head -c 1048576 >braces.lorica
	run_split timeout 2 "$LORICA" check braces.lorica
	[ "$status" -eq 3 ]
}

@test "include: a fifo is not opened" {
	mkfifo pipe.lorica
	echo 'include "pipe.lorica"' >>gateway.lorica
	run_split timeout 2 "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[include-unreadable]"
}

# poke FILE OFFSET TEXT: overwrites bytes.
poke() {
	printf '%s' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "include: the text in a statement opens no file" {
	# A canonical text in which a line was replaced by an include of the same length.
	line=$(grep -abo 'exec default deny {' gateway.stmt | cut -d: -f1)
	poke gateway.stmt "$line" 'include "x.lorica"#'
	printf 'syntax 1\n' >x.lorica
	command -v strace >/dev/null || skip "no strace"
	run_split strace -f -e trace=openat,stat,newfstatat -o trace "$LORICA" show gateway.stmt
	[ "$status" -eq 3 ]
	contains "$stderr" "the text of a statement includes no files"
	run ! grep 'x\.lorica' trace
}
