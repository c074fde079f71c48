#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }
setup() { common_setup; }

@test "compile: writes a statement and says nothing" {
	run_split "$LORICA" compile gateway.lorica -o out
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	[ "$(head -c 6 out)" = LORICA ]
}

@test "compile: is deterministic" {
	"$LORICA" compile gateway.lorica -o one
	(cd / && TZ=Asia/Tokyo LC_ALL=C "$LORICA" compile "$BATS_TEST_TMPDIR/gateway.lorica" \
		-o "$BATS_TEST_TMPDIR/two")
	SOURCE_DATE_EPOCH=1 "$LORICA" compile gateway.lorica -o three
	cmp one two
	cmp one three
}

@test "compile: order, blanks, comments and PEM do not count" {
	"$LORICA" compile gateway.lorica -o one
	openssl x509 -in keys/field.crt -outform DER -out der
	mv der keys/field.crt
	cat >other.lorica <<-'EOF'
	syntax   1  # other words for the same
	keys {
		field x509 "keys/field.crt" for manifest
		vendor	x509	"keys/vendor.crt"	for	policy,
			manifest
	}
	policy gateway on-fail halt enforce epoch 2 serial 7
	net default allow {}
	usb default allow {}
	boot on-fail log { tpm required }
	integrity every 30s budget 0.1% { watch vectors on-change log }
	exec default deny {
		allow manifest field
		allow manifest vendor
	}
	EOF
	"$LORICA" compile other.lorica -o two
	cmp one two
}

@test "compile: every clause changes the bytes" {
	certificate keys/other.crt
	"$LORICA" compile gateway.lorica -o one
	while read -r edit; do
		sed "$edit" gateway.lorica >other.lorica
		"$LORICA" -q compile other.lorica -o two
		run cmp -s one two
		[ "$status" -eq 1 ] || { echo "$edit"; false; }
	done <<-'EOF'
	s/gateway/gatewaz/
	s/serial 7/serial 8/
	s/epoch 2/epoch 3/
	s/enforce/audit/
	s/enforce/enforce on-fail shell/
	s/enforce/enforce valid-from 2026-01-01/
	s/enforce/enforce valid-until 2096-01-01/
	s/enforce/enforce device 00000000000000000000000000000000000000000000000000000000000000ff/
	s/default deny/default allow/
	s/vendor, field/vendor/
	s/for manifest, policy/for manifest, retire/
	s/\(allow manifest\|^ *\)\( *\)vendor/\1\2vendox/
	s|keys/field.crt|keys/other.crt|
	EOF
}

@test "compile: -o - is standard output" {
	"$LORICA" compile gateway.lorica -o - >out
	cmp out gateway.stmt
	"$LORICA" compile - -o - <gateway.lorica >out
	cmp out gateway.stmt
}

@test "compile: a bad policy exits with 3 and leaves the output alone" {
	echo old >out
	sed -i 's/serial 7/serial 0/' gateway.lorica
	run_split "$LORICA" compile gateway.lorica -o out
	[ "$status" -eq 3 ]
	contains "$stderr" "[zero-serial]"
	[ "$(cat out)" = old ]
}

@test "compile: warnings do not stop it" {
	sed -i '/^exec/,/^}/d' gateway.lorica
	run_split "$LORICA" compile gateway.lorica -o out
	[ "$status" -eq 0 ]
	contains "$stderr" "[unmanaged]"
	[ -s out ]
}

@test "compile: -n writes nothing" {
	run_split "$LORICA" compile -n gateway.lorica -o out
	[ "$status" -eq 0 ]
	[ ! -e out ]
}

@test "compile: -j reports on stdout" {
	run_split "$LORICA" compile -j gateway.lorica -o out
	[ "$status" -eq 0 ]
	json 'd["ok"] is True'
	run_split "$LORICA" compile -j gateway.lorica -o -
	[ "$status" -eq 2 ]
}

@test "compile: an output that cannot be written" {
	run_split "$LORICA" compile gateway.lorica -o no/such/out
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot write 'no/such/out': No such file or directory"
	run_split "$LORICA" compile gateway.lorica -o /dev/full
	[ "$status" -eq 1 ]
	contains "$stderr" "No space left on device"
	[ -z "$(find . -name '*.??????' -newer gateway.stmt -name 'out.*')" ]
}

@test "compile: the output gets the mode that umask asks for" {
	(umask 027 && "$LORICA" compile gateway.lorica -o out)
	[ "$(stat -c %a out)" = 640 ]
}

@test "compile: wrong calls" {
	run_split "$LORICA" compile gateway.lorica
	[ "$status" -eq 2 ]
	run_split "$LORICA" compile -o out
	[ "$status" -eq 2 ]
	run_split "$LORICA" compile gateway.lorica -o
	[ "$status" -eq 2 ]
	run_split "$LORICA" compile gateway.lorica -o a -o b
	[ "$status" -eq 2 ]
	run_split "$LORICA" compile gateway.lorica --bogus -o a
	[ "$status" -eq 2 ]
}
