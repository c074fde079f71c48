#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0
load common

# The documents do what they say: every command in them is run here, and what is shown below
# one has to be what it says.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir bin share work
	ln -s "$LORICA" bin/lorica
	PATH=$PWD/bin:$PATH
	# What `make install` puts there.
	SHARE=$PWD/share/lorica
	mkdir "$SHARE"
	cp -r "$TOP/policy/profiles" "$TOP/policy/lib" "$SHARE"
	unset LORICA SOURCE_DATE_EPOCH NO_COLOR
}

# same SHOWN SAID: line by line, where … in what is shown stands for anything in a line, and
# alone for any number of lines
same() {
	local -a shown said
	local i=0 pattern line

	mapfile -t shown <"$1"
	mapfile -t said <"$2"
	for line in "${shown[@]}"; do
		[ "$line" != … ] || return 0
		pattern=$(sed 's/[][\\*?]/\\&/g; s/…/*/g' <<<"$line")
		# shellcheck disable=SC2053 # it is one
		[ "$i" -lt "${#said[@]}" ] && [[ ${said[i]} == $pattern ]] || return 1
		i=$((i + 1))
	done
	[ "$i" -eq "${#said[@]}" ]
}

# finish: run the command in $cmd, which has to end with 0, or in the last place of a block
# with $want, and to say what is in the file `shown`
finish() {
	local rc=0

	[ -n "$cmd" ] || return 0
	count=$((count + 1))
	eval "${cmd//\/usr\/share\/lorica/$SHARE}" >"$BATS_TEST_TMPDIR/raw" 2>&1 </dev/null || rc=$?
	sed "s,$SHARE,/usr/share/lorica,g" "$BATS_TEST_TMPDIR/raw" >"$BATS_TEST_TMPDIR/said"
	if [ "$rc" -ne "$1" ]; then
		echo "line $at: exit code $rc, not $1: $cmd"
		cat "$BATS_TEST_TMPDIR/said"
		return 1
	fi
	if ! same "$BATS_TEST_TMPDIR/shown" "$BATS_TEST_TMPDIR/said"; then
		echo "line $at: not what is shown: $cmd"
		diff "$BATS_TEST_TMPDIR/shown" "$BATS_TEST_TMPDIR/said"
		return 1
	fi
	cmd=
}

# walk FILE: run its ```console blocks; counts the commands
walk() {
	local line want='' cmd='' state='' at number=0

	count=0
	while IFS= read -r line; do
		number=$((number + 1))
		case $state:$line in
		:'```console'*)
			state=block
			want=${line##*exit=}
			[[ $line == *exit=* ]] || want=0
			: >"$BATS_TEST_TMPDIR/shown"
			;;
		:*) ;;
		*:'```')
			finish "$want" || return 1
			state=
			;;
		*:'$ '*)
			finish 0 || return 1
			cmd=${line#??} at=$number state=command
			: >"$BATS_TEST_TMPDIR/shown"
			;;
		command:'>' | command:'> '*)
			cmd+=$'\n'${line:2}
			;;
		*)
			state=output
			printf '%s\n' "$line" >>"$BATS_TEST_TMPDIR/shown"
			;;
		esac
	done <"$1"
	[ -z "$state" ] || { echo "a block has no end"; return 1; }
}

@test "tutorial: every command works, and says what is shown" {
	cd work
	walk "$TOP/docs/tutorial.md"
	# Nothing slipped through: as many commands were run as stand in the document.
	[ "$count" -eq "$(grep -c '^\$ ' "$TOP/docs/tutorial.md")" ]
	[ "$count" -ge 40 ]
	# What is shipped in the end.
	[ -s 2.stmt ] && [ -s 3.stmt ] && [ -s policy.stmt ] && [ -s rootfs.stmt ] && [ -s weather.stmt ]
	grep -q '^policy gateway serial 3 epoch 1 enforce ' gateway-3.lorica
}

@test "tutorial: it is linked from the first page and from that of the language" {
	grep -q '](docs/tutorial.md)' "$TOP/README.md"
	grep -q '](tutorial.md)' "$TOP/docs/policy.md"
}

@test "tutorial: every verb of it is one of the command" {
	for verb in $(grep -oE '^\$ lorica (-q )?[a-z]+' "$TOP/docs/tutorial.md" | sed 's/.* //' | sort -u); do
		lorica --complete | grep -qx "$verb"
	done
}

@test "policy.md: every command works" {
	doc=$TOP/docs/policy.md
	cd work
	mkdir -p keys rootfs/bin rootfs/sbin initramfs/bin
	lorica -q keygen --dir keys anchor
	lorica -q keygen --dir keys vendor
	cp -L /bin/sh rootfs/bin/sh
	mkdir -p rootfs/usr/bin
	cp -L /bin/true rootfs/usr/bin/mqttd
	printf '#!/bin/sh\n' >rootfs/sbin/init
	cp -L /bin/true initramfs/bin/switch_root
	# The first policy of the page.
	sed -n '/^## The smallest/,/^It says/s/^    //p' "$doc" >gateway.lorica
	grep -q '^exec default deny {$' gateway.lorica
	# A later one, to be compared with it.
	sed 's/serial [0-9]*/serial 99/' gateway.lorica >new.lorica
	# What a device has reported.
	digest=$(sha256sum <rootfs/usr/bin/mqttd | cut -d' ' -f1)
	printf '{"seq": 1,"time_ns": 5,"type": "exec","verdict": "audit","reason": "not-listed","object": "/opt/mqttd","sha256": "%s"}\n' \
		"${digest//[0-7]/8}" >lorica.json
	# A key that is locked, and what opens it.
	echo secret >pass
	openssl pkcs8 -topk8 -in keys/anchor.key -passout file:pass -out locked.key
	sed -n 's/^    \$ //p' "$doc" >commands
	[ "$(wc -l <commands)" -ge 10 ]
	while IFS= read -r cmd; do
		echo "$cmd"
		[[ $cmd == lorica\ * ]]
		case $cmd in
		# Exit status 1 is a difference.
		*' diff '*) eval "$cmd" </dev/null || [ $? -eq 1 ] ;;
		*) eval "$cmd" </dev/null ;;
		esac
	done <commands
	[ -s policy.stmt ] && [ -s rootfs.stmt ]
	[ "$(lorica show learnt.unsigned | wc -l)" -eq 1 ]
	lorica -q check draft.lorica
}

@test "the walker: tells a command that fails, that says something else, and that says nothing" {
	block() { printf '%s\n' '```console'"${exit-}" "$@" '```' >doc.md; }
	block '$ true' '$ echo a b' 'a …' '$ cat <<END' '> x' '>' '> END' 'x' ''
	walk doc.md
	[ "$count" -eq 3 ]
	block '$ false' '$ true'
	run walk doc.md
	[ "$status" -eq 1 ]
	contains "$output" 'line 2: exit code 1, not 0: false'
	exit=' exit=3' block '$ true' '$ (exit 3)'
	walk doc.md
	exit=' exit=3' block '$ (exit 3)' '$ true'
	run walk doc.md
	[ "$status" -eq 1 ]
	exit=' exit=3' block '$ true'
	run walk doc.md
	[ "$status" -eq 1 ]
	for said in 'echo b' 'true' 'echo a; echo b' 'echo; echo a' 'echo aa'; do
		block "\$ $said" a
		run walk doc.md
		[ "$status" -eq 1 ]
		contains "$output" 'not what is shown'
	done
	block '$ echo a'
	run walk doc.md
	[ "$status" -eq 1 ]
	block '$ echo "[x]*"' '[x]*'
	walk doc.md
	block '$ echo xy' '[x]*'
	run walk doc.md
	[ "$status" -eq 1 ]
	printf '%s\n' '```console' '$ true' >doc.md
	run walk doc.md
	[ "$status" -eq 1 ]
}
