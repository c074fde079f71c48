#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# The places in which a device remembers the smallest epoch, with a TPM that swtpm plays. What the
# module does with it is in tests/qemu/scenarios/boot.

bats_require_minimum_version 1.5.0

INDEX=018c0de1

setup() {
	load common
	common_setup
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
}

teardown() {
	[ ! -e pid ] || kill "$(cat pid)" 2>/dev/null || :
	[ ! -h tpm ] || rm -rf "$(dirname "$(readlink tpm)")"
}

# A TPM of this test alone; its socket is `tpm`.
start_tpm() {
	command -v swtpm >/dev/null || skip 'no swtpm: scripts/setup.sh installs it'
	mkdir -p state
	# The name of a socket is short; that of the directory need not be.
	[ ! -h tpm ] || rm -rf "$(dirname "$(readlink tpm)")"
	dir=$(mktemp -d)
	swtpm socket --tpm2 --tpmstate "dir=$PWD/state" --server "type=unixio,path=$dir/tpm" \
		--flags startup-clear,not-need-init --pid "file=$PWD/pid" --daemon 3>&-
	ln -sf "$dir/tpm" tpm
}

end_tpm() {
	kill "$(cat pid)"
	while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.1; done
	rm -f pid
}

# A power cut, and the TPM starts again.
restart_tpm() {
	end_tpm
	start_tpm
}

# send HEX: a command; what the TPM answers to $output
send() {
	output=$(python3 - "$(readlink tpm)" "$1" <<-'END'
	import socket, sys
	s = socket.socket(socket.AF_UNIX)
	s.connect(sys.argv[1])
	s.send(bytes.fromhex(sys.argv[2]))
	print(s.recv(4096).hex())
	END
	)
}

# sent HEX: and it succeeds
sent() {
	send "$1"
	[ "${output:12:8}" = 00000000 ] || { echo "$output"; return 1; }
}

password=0000000940000009000000 # without its last two bytes, the size of none
clear_tpm() { sent "80020000001b000001264000000a${password}0000"; }
undefine() { sent "80020000001f0000012240000001${INDEX}${password}0000"; }
# define ATTRIBUTES SIZE: something at our index
define() {
	sent "80020000002d0000012a40000001${password}00000000000e${INDEX}000b${1}0000$2"
}
raise_once() { sent "80020000001f00000134${INDEX}${INDEX}${password}0000"; }

# epoch_is N: says provision, which changes nothing
epoch_is() {
	run_split "$LORICA" provision "${@:2}"
	[ "$status" = 0 ] && [ -z "$stderr" ] || { echo "$status $stderr"; return 1; }
	contains "$output" "need an epoch of $1 or more"
}

@test "provision: usage" {
	run_split "$LORICA" provision more
	[ "$status" = 2 ]
	run_split "$LORICA" provision --file x --tpm y
	[ "$status" = 2 ] && contains "$stderr" 'either a file or the TPM'
	run_split "$LORICA" provision --file x --owner-password y
	[ "$status" = 2 ] && [ ! -e x ]
	run_split "$LORICA" mark-good more
	[ "$status" = 2 ]
	run_split "$LORICA" mark-good --file x --tpm y
	[ "$status" = 2 ]
}

@test "provision: a file" {
	run_split "$LORICA" provision --file epoch
	[ "$status" = 0 ]
	[ "$(cat epoch)" = 'lorica-epoch 0' ]
	[ "$(ls -A)" = epoch ]
	printf 'lorica-epoch 18446744073709551615\n' >epoch
	epoch_is 18446744073709551615 --file epoch
	[ "$(cat epoch)" = 'lorica-epoch 18446744073709551615' ]
	run_split "$LORICA" provision --file nowhere/epoch
	[ "$status" = 1 ] && contains "$stderr" "cannot lock 'nowhere'"
}

@test "provision: a file that is something else is refused, and stays" {
	local text
	for text in '' 'lorica-epoch' 'lorica-epoch 5' 'lorica-epoch \n' 'lorica-epoch 5 \n' 'lorica-epoch -5\n' 'lorica-epoch 5\n\n' \
		'lorica-epoch 0x5\n' 'lorica-epoch 18446744073709551616\n' 'Lorica-epoch 5\n' 'lorica-epoch 5\0\n' '5\n' \
		"$(printf 'lorica-epoch %060d' 5)\n"; do
		# shellcheck disable=SC2059 # the text is the format
		printf "$text" >epoch
		cp epoch before
		run_split "$LORICA" provision --file epoch
		[ "$status" = 1 ] && [ -z "$output" ] || { echo "'$text' $status"; return 1; }
		contains "$stderr" "epoch'"
		cmp epoch before
	done
}

@test "provision: many at once leave one file that is whole" {
	local i pids=()
	for i in {1..20}; do
		"$LORICA" -q provision --file epoch &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	[ "$(cat epoch)" = 'lorica-epoch 0' ]
	[ "$(ls -A)" = epoch ]
}

@test "provision: a counter in the TPM, which stays" {
	start_tpm
	epoch_is 1 --tpm tpm
	epoch_is 1 --tpm tpm
	raise_once
	epoch_is 2 --tpm tpm
	restart_tpm
	epoch_is 2 --tpm tpm
}

@test "provision: a power cut before the first value" {
	start_tpm
	define 02060014 0008
	restart_tpm
	epoch_is 1 --tpm tpm
}

@test "provision: a counter that was removed comes back above all that it was" {
	start_tpm
	epoch_is 1 --tpm tpm
	raise_once
	raise_once
	clear_tpm
	epoch_is 4 --tpm tpm
	undefine
	restart_tpm
	epoch_is 5 --tpm tpm
}

@test "provision: what is at its place and no counter of ours is refused" {
	local attributes
	start_tpm
	# No counter; one that its owner may write; one that counts past the end of power only.
	for attributes in 02060004 02060016 06060014; do
		define $attributes 0008
		run_split "$LORICA" provision --tpm tpm
		[ "$status" = 1 ] && [ -z "$output" ] && contains "$stderr" 'is something else than our counter'
		undefine
	done
	define 02060004 0004
	run_split "$LORICA" provision --tpm tpm
	[ "$status" = 1 ] && contains "$stderr" 'is something else'
}

@test "provision: the owner's password" {
	start_tpm
	# TPM2_HierarchyChangeAuth: "own"
	sent "8002000000200000012940000001${password}00000003$(printf own | xxd -p)"
	run_split "$LORICA" provision --tpm tpm
	[ "$status" = 1 ] && contains "$stderr" 'cannot make a counter in the TPM: the TPM says 0x9a2'
	echo wrong >password
	run_split "$LORICA" provision --tpm tpm --owner-password password
	[ "$status" = 1 ] && contains "$stderr" '0x9a2'
	echo own >password
	epoch_is 1 --tpm tpm --owner-password password
	# To read and to raise nobody needs it.
	epoch_is 1 --tpm tpm
	head -c 66 /dev/zero >password
	run_split "$LORICA" provision --tpm tpm --owner-password password
	[ "$status" = 1 ] && contains "$stderr" "cannot read 'password'"
}

@test "provision: no TPM, or something that is none" {
	run_split "$LORICA" provision --tpm missing
	[ "$status" = 1 ] && contains "$stderr" "no TPM: No such file or directory: 'missing'"
	run_split "$LORICA" provision --tpm /dev/null
	[ "$status" = 1 ] && contains "$stderr" 'cannot ask the TPM for the counter'
	: >file
	run_split "$LORICA" provision --tpm file
	[ "$status" = 1 ]
	run_split "$LORICA" mark-good --tpm missing
	[ "$status" != 0 ]
}
