#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# Files that evmctl signed, as explain, check, manifest and diff see them.

# evm KEY FILE [OPTION...]: into the attribute of the file
evm() {
	local key=$1 file=$2
	shift 2
	evmctl ima_sign --key "keys/$key.crt.key" "$@" "$file" >/dev/null 2>&1
}

# script FILE: one of its own
script() {
	mkdir -p "${1%/*}"
	printf '#!/bin/sh\necho %s\n' "$1" >"$1"
}

setup_file() {
	common_setup_file
	certificate keys/depot.crt
	certificate keys/stranger.crt
	cat >signed.lorica <<-'END'
		syntax 1
		policy gateway serial 8 epoch 2 enforce
		keys {
		  vendor x509 "keys/vendor.crt" for manifest
		  field x509 "keys/field.crt" for exec
		  depot x509 "keys/depot.crt" for exec
		}
		exec default deny {
		  allow manifest vendor
		  allow signed field under "/opt/field"
		  allow signed depot
		}
	END
	for name in good other flipped cut sha1 version1 stranger vendor depot none; do
		script "tree/opt/field/$name"
	done
	script tree/srv/moved
	script tree/srv/depot
	script tree/usr/listed
	"$LORICA" -q manifest tree/usr --name usr --epoch 2 -o usr.unsigned
	"$LORICA" -q manifest tree --exclude /opt --exclude /srv --name usr --epoch 2 -o usr.unsigned
	mkdir -p tree/opt/field/lib/modules
	echo 'int nothing;' | "${CC:-cc}" -c -x c - -o tree/opt/field/lib/modules/driver.ko
	ln -s /srv/moved tree/opt/field/link
	ln -s /opt/field/good tree/srv/link
	command -v evmctl >/dev/null && command -v setfattr >/dev/null || echo 'no evmctl or no setfattr: scripts/setup.sh' >why
	: >probe
	[ -e why ] || evm field probe || echo 'who runs this cannot set security.ima here' >why
	[ ! -e why ] || return 0
	for name in good other flipped cut lib/modules/driver.ko; do evm field "tree/opt/field/$name"; done
	for name in stranger vendor depot; do evm "$name" "tree/opt/field/$name"; done
	evm field tree/opt/field/sha1 --hashalgo sha1
	evm field tree/opt/field/version1 --rsa
	evm field tree/srv/moved
	evm depot tree/srv/depot
	evm field tree/usr/listed
	setfattr -n security.ima -v 0x030204 tree/opt/field/cut
	echo '# more' >>tree/opt/field/flipped
}

setup() {
	[ ! -e "$BATS_FILE_TMPDIR/why" ] || skip "$(cat "$BATS_FILE_TMPDIR/why")"
	# With the attributes, which cp -r leaves out.
	cp -a "$BATS_FILE_TMPDIR/." "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
}

# explain ARGUMENT...: it works, and says nothing else
explain() {
	run_split "$LORICA" explain signed.lorica --root tree "$@"
	[ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
	[ -z "$stderr" ]
}

has() {
	local line
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

# denied NAME WORDS: the first line
denied() {
	explain exec "$1"
	[ "${lines[0]}" = "exec $1: deny: $2" ] || { echo "$output"; return 1; }
	has '  decided by: signed.lorica:8:14: exec default deny'
}

@test "signed: evmctl says the same of what it made" {
	openssl x509 -in keys/field.crt -outform DER -out field.der
	evmctl ima_verify --key field.der tree/opt/field/good
	run evmctl ima_verify --key field.der tree/opt/field/flipped
	[ "$status" -ne 0 ]
}

@test "signed: explain allows what a key signed, in its place" {
	explain exec /opt/field/good
	[ "${lines[0]}" = "exec /opt/field/good: allow: signed by a key of the policy" ]
	has "  signed by: 'field'" \
		'  decided by: signed.lorica:10:28: allow signed field under "/opt/field"' \
		"  lost: signed.lorica:9:18: allow manifest vendor: no manifest of 'vendor' was given" \
		'  lost: signed.lorica:11:16: allow signed depot: another key signed it'
	explain exec /srv/depot
	has "exec /srv/depot: allow: signed by a key of the policy" \
		"  lost: signed.lorica:10:28: allow signed field under \"/opt/field\": another key signed it"
	explain mmap /opt/field/good
	has "mmap /opt/field/good: allow: signed by a key of the policy"
	explain -j exec /opt/field/good
	json 'd["reason"] == "signed" and d["signed_by"] == "field" and d["verdict"] == "allow"'
}

@test "signed: explain follows links to where the file is" {
	explain exec /srv/link
	has "exec /srv/link: allow: signed by a key of the policy"
	denied /opt/field/link 'signed by a key that may not sign code in this place'
	has "  lost: signed.lorica:10:28: allow signed field under \"/opt/field\": 'field' signed it, but '/srv/moved' is not there"
}

@test "signed: explain says what is wrong with a signature" {
	denied /opt/field/none 'in no manifest that the policy allows'
	has '  lost: signed.lorica:11:16: allow signed depot: the file has no signature'
	denied /opt/field/flipped 'the signature is not one over this content'
	denied /opt/field/cut 'its security.ima is not whole'
	denied /opt/field/sha1 'signed over another digest than SHA-256'
	denied /opt/field/version1 'its security.ima is not a signature of version 2'
	denied /opt/field/stranger 'signed by a key that the policy does not name'
	denied /opt/field/vendor 'signed by a key that may not sign code'
	denied /srv/moved 'signed by a key that may not sign code in this place'
	setfattr -n security.ima -v "0x$(printf '03%.0s' {1..600})" tree/opt/field/good
	denied /opt/field/good 'its security.ima is not whole'
	setfattr -n security.ima -v "0x0404$(printf '00%.0s' {1..32})" tree/opt/field/good
	denied /opt/field/good 'its security.ima is not a signature of version 2'
}

@test "signed: the signature of another file is none" {
	setfattr -n security.ima -v "$(getfattr --only-values -e hex -n security.ima tree/opt/field/other |
		python3 -c 'import sys; print("0x" + sys.stdin.buffer.read().hex())')" tree/opt/field/good
	denied /opt/field/good 'the signature is not one over this content'
	explain exec /opt/field/other
	has 'exec /opt/field/other: allow: signed by a key of the policy'
}

@test "signed: a manifest is asked first, and alone for kernel modules" {
	run_split "$LORICA" explain signed.lorica --root tree -m usr.unsigned:vendor exec /usr/listed
	has 'exec /usr/listed: allow: listed in a signed manifest' \
		'  lost: signed.lorica:11:16: allow signed depot: a manifest lists it, so its signature is not asked for'
	explain module /opt/field/lib/modules/driver.ko
	has 'module /opt/field/lib/modules/driver.ko: deny: in no manifest that the policy allows' \
		'  lost: signed.lorica:11:16: allow signed depot: the signature of a file does not count for kernel modules'
}

@test "signed: without a root nobody knows" {
	run_split "$LORICA" explain signed.lorica exec /opt/field/good
	has 'exec /opt/field/good: deny: in no manifest that the policy allows' \
		"  lost: signed.lorica:11:16: allow signed depot: without a root it is not known whether 'depot' signed the file"
}

@test "signed: test judges by signatures as well" {
	printf 'syntax 1\npolicy "signed.lorica"\nroot "tree"\nexec "/opt/field/good" allow\nexec "/opt/field/flipped" deny\n' >expect
	run_split "$LORICA" test expect
	[ "$status" -eq 0 ]
	printf 'syntax 1\npolicy "signed.lorica"\nroot "tree"\nexec "/opt/field/flipped" allow\n' >expect
	run_split "$LORICA" test expect
	[ "$status" -eq 4 ]
}

@test "signed: check knows which code of a tree would run" {
	run_split "$LORICA" check -W no-all -W unlisted --root tree -m usr.unsigned signed.lorica
	[ "$status" -eq 0 ]
	contains "$stderr" "9 files of code in 'tree' are in no manifest: "
	for name in cut:signature-format flipped:signature-wrong; do
		contains "$stderr" "'/opt/field/${name%:*}' (${name#*:})"
	done
	[[ $stderr != *field/good* ]]
	sed -i '/allow signed/d' signed.lorica
	run_split "$LORICA" check -W no-all -W unlisted --root tree -m usr.unsigned signed.lorica
	contains "$stderr" "13 files of code in 'tree' are in no manifest: "
}

@test "signed: manifest --signed-by lists what a key signed" {
	run_split "$LORICA" manifest --signed-by keys/field.crt tree -o field.unsigned
	[ "$status" -eq 0 ]
	contains "$stderr" "lorica: '/opt/field/flipped' in 'tree' is left out: the signature is not one over this content"
	contains "$stderr" "lorica: '/opt/field/cut' in 'tree' is left out: its security.ima is not whole"
	contains "$stderr" "'/opt/field/sha1' in 'tree' is left out: signed over another digest than SHA-256"
	contains "$stderr" "lorica: skipped: 5 not signed with 'keys/field.crt', 4 badly signed"
	run_split "$LORICA" show -v field.unsigned
	for path in /opt/field/good /opt/field/other /opt/field/lib/modules/driver.ko /srv/moved /usr/listed; do
		contains "$output" "$path"
	done
	for name in none stranger depot vendor flipped cut sha1 version1; do
		[[ $output != *"/opt/field/$name"* ]]
	done
	run_split "$LORICA" manifest -j -q --signed-by keys/field.crt tree -o field.unsigned
	json 'd["files"] == 5 and d["skipped"]["not-signed"] == 5 and d["skipped"]["badly-signed"] == 4'
}

@test "signed: manifest --signed-by asks for a signature of what is added, too" {
	mkdir empty
	run_split "$LORICA" manifest --signed-by keys/field.crt empty --add /x=tree/opt/field/good -o x.unsigned
	[ "$status" -eq 0 ]
	for name in none:'it has no signature' depot:'another key signed it' \
		flipped:'the signature is not one over this content'; do
		run_split "$LORICA" manifest --signed-by keys/field.crt empty --add "/x=tree/opt/field/${name%%:*}" -o no.unsigned
		[ "$status" -eq 1 ]
		[ "$stderr" = "lorica: 'tree/opt/field/${name%%:*}' is not signed with that certificate: ${name#*:}" ]
		[ ! -e no.unsigned ]
	done
}

@test "signed: manifest --signed-by wants a certificate that can have signed" {
	run_split "$LORICA" manifest --signed-by keys/none.crt tree -o no.unsigned
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot read 'keys/none.crt'"
	run_split "$LORICA" manifest --signed-by "$TOP/tests/policies/keys/vendor.crt" tree -o no.unsigned
	[ "$status" -eq 1 ]
	contains "$stderr" 'has no SubjectKeyIdentifier'
	run_split "$LORICA" manifest --signed-by "$TOP/tests/policies/keys/ec.crt" tree -o no.unsigned
	[ "$status" -eq 1 ]
	contains "$stderr" 'has no RSA key of 2048, 3072 or 4096 bits'
	[ ! -e no.unsigned ]
}
