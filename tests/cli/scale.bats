#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# Large policies: memory and instructions, which are the same on every machine; no time.

MEMORY=204800 # KiB that a compile of 100,000 rules may take, libraries included

# digests N: that many, in no order
digests() {
	python3 -c 'import hashlib, sys
for i in range(int(sys.argv[1])):
    print(hashlib.sha256(b"%d" % i).hexdigest())' "$1"
}

# policy RULES-COMMAND...: gateway.lorica with what the command prints as rules
policy() {
	sed '/allow manifest/q' gateway.lorica
	"$@"
	sed '1,/allow manifest/d' gateway.lorica
}
lines() { sed 's/^/\trevoke digest /' "$1"; }
list() { sed -e '1s/^/\trevoke digest /' -e '1!s/^/\t\t/' -e '$!s/$/,/' "$1"; }

# net FORM N: a policy with so many rules for the network, or a few less
net() {
	printf 'syntax 1\npolicy net serial 1 epoch 1 enforce\nnet default deny {\n'
	python3 - "$@" <<'EOF'
import random, sys
form, n = sys.argv[1], int(sys.argv[2])
address = lambda i: "10.%d.%d.%d" % (i >> 16, i >> 8 & 255, i & 255)
random.seed(1)
said = set()
for i in range(n):
    first = random.randrange(1, 65536)
    line = {
        "addresses": "any connect tcp 80 to %s" % address(i),
        "pairs": "any connect tcp %d to %s" % (80 + 363 * (i & 1), address(i >> 1)),
        "nested": "any connect tcp %d-%d to %s" % (1 + i % 30000, 65535 - i % 30000, address(i // 30000)),
        "crossing": "any connect tcp %d-%d to 10.0.%d.0/24" % (first, random.randrange(first, 65536), i >> 14),
    }[form]
    if line not in said:
        print("\t" + line)
    said.add(line)
EOF
	echo '}'
}
NET='addresses pairs nested crossing'

setup_file() {
	common_setup_file
	for form in $NET; do net $form 100000 >net-$form.lorica; done
	digests 100000 >many
	policy list many >list.lorica
	policy lines many >lines.lorica
	# Half as a constant, half as a constant of that and more.
	{
		printf 'define some = {\n' && head -n 50000 many | sed '$!s/$/,/' && echo '}'
		printf 'define all = { $some,\n' && tail -n 50000 many | sed '$!s/$/,/' && echo '}'
	} >defined
	{ policy echo '	revoke digest $all' && cat defined; } >define.lorica
	mkdir parts
	split -l 100 -a 3 -d many parts/
	for part in parts/*; do
		{ printf 'syntax 1\nexec {\n' && lines "$part" && echo '}'; } >"$part.lorica"
		echo "include \"$part.lorica\""
		rm "$part"
	done >includes
	cat gateway.lorica includes >include.lorica
}
setup() { cd "$BATS_FILE_TMPDIR" || return 1; }

@test "scale: 100,000 revoked digests in four forms give the same bytes, within 200 MiB" {
	for form in list lines define include; do
		(ulimit -v $MEMORY && "$LORICA" -q compile $form.lorica -o $form.bin)
		cmp list.bin $form.bin
	done
	[ "$(ls parts | wc -l)" -eq 1000 ]
	# The limit is one: with less of it a small policy compiles, and this one does not.
	ulimit -v 54000
	"$LORICA" -q compile gateway.lorica -o small.bin
	run ! "$LORICA" -q compile list.lorica -o small.bin
	[[ $output == *'out of memory'* || $output == *'Cannot allocate memory'* ]] || { echo "$output"; return 1; }
}

@test "scale: 100,000 rules for the network, within 200 MiB" {
	for form in $NET; do
		(ulimit -v $MEMORY && "$LORICA" -q compile net-$form.lorica -o net-$form.bin)
	done
	# Each of them is in the statement, of 32 bytes.
	[ "$(stat -c %s net-addresses.bin)" -gt 3200000 ]
	[ "$("$LORICA" -q show net-pairs.bin | grep -c 'connect tcp')" -eq 100000 ]
	# 30,000 ranges in ranges that say the same are one.
	[ "$("$LORICA" -q show net-nested.bin | grep -c 'connect tcp')" -eq 4 ]
	run "$LORICA" explain net-pairs.bin net-connect 'tcp 10.0.1.1:443' --program /bin/x
	echo "$output"
	contains "$output" "allow"
}

@test "scale: so does what looks at them" {
	"$LORICA" -q compile list.lorica -o list.bin
	(ulimit -v $MEMORY && "$LORICA" -q show list.bin >shown)
	[ "$(grep -c '[0-9a-f]\{64\},\?$' shown)" -eq 100000 ]
	(ulimit -v $MEMORY && "$LORICA" -q check include.lorica)
	run "$LORICA" diff list.bin lines.lorica
	[ "$status" -eq 0 ]
	one=$(sed -n 77777p many)
	run "$LORICA" explain list.bin exec "sha256:$one"
	contains "$output" "decided by: "
	contains "$output" "revoke digest $one"
}

@test "scale: ten times the rules cost ten times the instructions" {
	command -v valgrind >/dev/null || skip 'no valgrind'
	count() {
		valgrind --tool=callgrind --callgrind-out-file=/dev/null "$LORICA" -q compile "$1" -o count.bin 2>&1 |
			sed -n 's/,//g; s/.*refs: *//p'
	}
	for n in 1000 10000; do
		head -n $n many >few
		policy list few >few-$n.lorica
		policy lines few >lines-$n.lorica
		{ policy echo '	revoke digest $few' && printf 'define few = {\n' && sed '$!s/$/,/' few && echo '}'; } >define-$n.lorica
	done
	# What every run costs, libraries and keys, is no part of it.
	base=$(count gateway.lorica)
	for form in $NET; do
		for n in 1000 10000; do net $form $n >$form-$n.lorica; done
	done
	for form in few lines define $NET; do
		small=$(($(count $form-1000.lorica) - base)) large=$(($(count $form-10000.lorica) - base))
		echo "$form: $small, $large instructions"
		[ $large -lt $((14 * small)) ]
		[ $large -lt 300000000 ]
	done
}

@test "scale: one more than the limit is refused with its place" {
	digests 1048577 >most
	policy list most >most.lorica
	run_split "$LORICA" check most.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "error: a policy can revoke at most 1048576 things [limit]"
	head -n 1048576 most >fit
	policy list fit >fit.lorica
	"$LORICA" -q compile fit.lorica -o fit.bin
	rm -f most most.lorica fit fit.lorica fit.bin
}

@test "scale: 100 MiB of anything are refused without being read" {
	truncate -s 100M garbage
	for file in garbage - ; do
		# The file is not even in memory; of a pipe what the limit allows is.
		limit=$([ $file = - ] && echo 400000 || echo 65536)
		run_split bash -c 'ulimit -v '"$limit"'; exec "$0" check '$file "$LORICA" <garbage
		[ "$status" -eq 1 ]
		[ "$stderr" = "lorica: cannot read '$file': File too large; a policy text has at most 75497472 bytes" ]
	done
	printf 'include "garbage"\n' | cat gateway.lorica - >with.lorica
	run_split "$LORICA" check with.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "error: 'garbage' has more than 75497472 bytes [limit]"
	rm garbage
}

@test "scale: what fits and is no policy is refused by its first bytes" {
	# NUL bytes
	truncate -s 60M garbage
	run_split "$LORICA" check garbage
	[ "$status" -eq 3 ]
	[ "${stderr_lines[0]}" = "garbage:1:1: error: a policy is a text, and this is a NUL byte [not-text]" ]
	# one line of 1 MiB
	head -c 1M /dev/zero | tr '\0' a >garbage
	run_split "$LORICA" check garbage
	[ "$status" -eq 3 ]
	[ "${stderr_lines[0]}" = "garbage:1:1: error: the line has 1048576 bytes; the limit is 16384 [limit]" ]
	# bytes that are no UTF-8, in lines
	head -c 1M /dev/zero | tr '\0' '\377' | fold -b -w 100 >garbage
	run_split "$LORICA" check garbage
	[ "$status" -eq 3 ]
	contains "$stderr" "unexpected byte 0xff [bad-character]"
	contains "$stderr" "garbage: 20 errors, stopped there"
	# a million blocks in blocks
	{ echo 'syntax 1' && head -c 10M /dev/zero | tr '\0' '{' | fold -w 1000; } >garbage
	run_split "$LORICA" check garbage
	[ "$status" -eq 3 ]
	# constants that double each time
	{
		cat gateway.lorica && echo 'define c0 = { a, b }'
		for i in {1..40}; do echo "define c$i = { \$c$((i - 1)), \$c$((i - 1)) }"; done
	} >doubled.lorica
	(ulimit -v $MEMORY && run ! "$LORICA" check doubled.lorica)
	rm garbage
}

# refused TEXT: limits.lorica, by one error that says so
refused() {
	run_split "$LORICA" -q check limits.lorica
	echo "$stderr" | cut -c1-300
	[ "$status" -eq 3 ]
	contains "$stderr" "error: $1 [limit]"
	[ "$(grep -c ': error: ' <<<"$stderr")" -eq 1 ]
}

# odd N: that many odd ports
odd() { seq -s ", " 1 2 $((2 * $1)); }

@test "scale: limits of what a policy has many of" {
	addresses() { python3 -c 'import sys; print(", ".join("10.0.%d.%d" % (i >> 8, i & 255) for i in range(int(sys.argv[1]))))' "$1"; }
	values() { printf 'define %s = {\n' "$1" && sed 's/, /,\n/g' && echo '}'; }
	net() {
		printf 'syntax 1\npolicy p serial 1 epoch 1 audit\n'
		odd "$1" | values ports
		addresses "$1" | values places
		printf 'net default deny {\n\tany connect tcp $ports to $places\n}\n'
	}
	net 362 >limits.lorica
	"$LORICA" -q compile limits.lorica -o limits.bin
	net 363 >limits.lorica
	refused "a policy can have at most 131072 rules for the network"
	net 725 >limits.lorica
	refused "the rules of 'net' stand for at most 524288 combinations of program, port and address"
	{
		printf 'syntax 1\npolicy p serial 1 epoch 1 audit\nusb default deny {\n'
		for i in {1..1025}; do echo "	allow serial \"$i\""; done
		echo '}'
	} >limits.lorica
	refused "a policy can have at most 1024 rules for USB devices"
	sed -i 4d limits.lorica
	"$LORICA" -q compile limits.lorica -o limits.bin
	{
		printf 'syntax 1\npolicy p serial 1 epoch 1 audit\nexec default deny {\n\tbpf deny except\n'
		for i in {1..4097}; do echo "		\"/bin/$i\","; done | sed '$s/,$//'
		echo '}'
	} | sed '/except$/{N;s/\n//}' >limits.lorica
	refused "a policy can name at most 4096 programs"
	{
		printf 'syntax 1\npolicy p serial 1 epoch 1 audit\nboot on-fail log {\n'
		for i in {1..9}; do echo "	cmdline exact \"x=$i $(head -c 3900 /dev/zero | tr '\0' a)\""; done
		echo '}'
	} >limits.lorica
	refused "what is said of the command line has more than 32768 bytes"
}
