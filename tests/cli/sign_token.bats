#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Keys in a PKCS #11 token: SoftHSM, behind p11-kit and the engine of libp11.

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	command -v softhsm2-util > /dev/null || return 0
	# On every system a user may have tokens of his own: these are in this folder alone.
	mkdir tokens
	printf '%s\n' "directories.tokendir = $PWD/tokens" 'objectstore.backend = file' \
		'log.level = ERROR' > softhsm2.conf
	export SOFTHSM2_CONF=$PWD/softhsm2.conf
	make_key vendor
	make_key other
	openssl req -x509 -newkey rsa:1024 -nodes -keyout small.key -out small.crt \
		-subj /CN=small 2> /dev/null
	softhsm2-util --init-token --free --label release --so-pin 12345678 --pin 4321
	import release 01 vendor 4321
	import release 02 other 4321
	import release 03 small 4321
	for _ in 1 2; do
		softhsm2-util --init-token --free --label twin --so-pin 12345678 --pin 4321
	done
	policy policy.stmt 7 2
}

# import TOKEN ID KEY PIN
import() {
	openssl pkcs8 -topk8 -nocrypt -in "$3.key" -out "$3.p8"
	softhsm2-util --import "$3.p8" --token "$1" --label "$3" --id "$2" --pin "$4"
	rm "$3.p8"
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
	command -v softhsm2-util > /dev/null || skip "no SoftHSM"
	rm -f out
}

# sign URI [OPTION]...: the policy
sign() {
	"$LORICA" sign policy.stmt --key "$1" --cert vendor.crt -o out "${@:2}" < /dev/null
}

# denied PATTERN URI [OPTION]...: exit 1, no output file, one line in which no PIN is
denied() {
	fails 1 "$1" sign "${@:2}"
	[ ! -e out ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output != *pin-* && $output != *4321* && $output != *9999* ]]
}

token='pkcs11:token=release;object=vendor'

@test "token: the bytes are those of the same key in a file" {
	by_openssl policy.stmt vendor by-openssl
	sign "$token?pin-value=4321"
	cmp out by-openssl
	rm out
	sign 'pkcs11:token=release;id=%01?pin-value=4321'
	cmp out by-openssl
	"$LORICA" verify out --anchor vendor.crt
}

@test "token: the PIN from each place that it may be in" {
	echo 4321 > pin
	sign "$token;pin-value=4%332%31"
	sign "$token?pin-source=$PWD/pin"
	sign "$token?pin-source=file://$PWD/pin"
	sign "$token" --passphrase-file pin
	PIN=4321 sign "$token" --passphrase-env PIN
	"$LORICA" sign policy.stmt --key "$token" --cert vendor.crt -o out --passphrase-file - < pin
}

@test "token: the PIN typed on a terminal" {
	command -v script > /dev/null || skip "no script(1)"
	{ sleep 2; echo 4321; sleep 1; } | script -qec \
		"'$LORICA' sign policy.stmt --key '$token' --cert vendor.crt -o out" /dev/null
	"$LORICA" verify out --anchor vendor.crt
}

@test "token: no PIN and no terminal, whatever standard input has" {
	echo 4321 > pin
	run setsid -w "$LORICA" sign policy.stmt --key "$token" --cert vendor.crt -o out < pin
	[ "$status" -eq 1 ]
	[[ $output == *"'$token': a passphrase is needed, and there is no terminal to ask for it" ]]
	[ ! -e out ]
}

@test "token: wrong PINs" {
	denied "'$token': PIN incorrect" "$token;pin-value=9999"
	echo 9999 > pin
	denied "'$token': PIN incorrect" "$token" --passphrase-file pin
	denied "'$token': PIN incorrect" "$token?pin-source=$PWD/pin"
	denied "the token takes no PIN of this length" "$token?pin-value=432"
	denied "the passphrase is longer than the key can take" \
		"$token?pin-value=$(printf '4%.0s' {1..33})"
}

@test "token: one that is not there, or that there are two of" {
	denied "there is no such token, or more than one" 'pkcs11:token=absent;object=vendor?pin-value=4321'
	denied "there is no such token, or more than one" 'pkcs11:token=twin;object=vendor?pin-value=4321'
}

@test "token: a key that is not there" {
	denied "'pkcs11:token=release;object=absent': the token has no such key" \
		'pkcs11:token=release;object=absent?pin-value=4321'
	denied 'the token has no such key' 'pkcs11:token=release;id=%77?pin-value=4321'
}

@test "token: a key of another certificate, or too small" {
	denied "the key 'pkcs11:token=release;object=other' does not belong to the certificate 'vendor.crt'" \
		'pkcs11:token=release;object=other?pin-value=4321'
	denied "the key 'pkcs11:token=release;object=small' is not RSA of 2048, 3072 or 4096 bits" \
		'pkcs11:token=release;object=small?pin-value=4321'
}

@test "token: neither provider nor engine, or no module" {
	OPENSSL_MODULES=/nonexistent OPENSSL_ENGINES=/nonexistent \
		denied "OpenSSL has neither a provider nor an engine 'pkcs11'" "$token"
	PKCS11_MODULE_PATH=/nonexistent fails 1 "'$token': Unable to load PKCS#11 module" \
		sign "$token?pin-value=4321"
	[ ! -e out ]
}

@test "token: URIs that are none" {
	denied "'pkcs11:bogus=1': invalid id" 'pkcs11:bogus=1?pin-value=4321'
	for pin in pin-value= pin-value=4321%2 pin-value=4321%00 pin-source=; do
		fails 2 'the URI of --key has a PIN that is empty or not well written' sign "$token?$pin"
		[[ $output != *4321* ]]
	done
	fails 2 'has a pin-source that is not a local file' sign "$token?pin-source=|cat"
	fails 2 'has a pin-source that is not a local file' sign "$token?pin-source=file://host/pin"
}

@test "token: more than one PIN" {
	fails 2 'the URI of --key has more than one PIN' sign "$token;pin-value=1?pin-source=pin"
	fails 2 'more than one passphrase or PIN is given' sign "$token?pin-value=4321" --passphrase-file pin
	fails 2 'more than one passphrase or PIN is given' sign "$token?pin-source=pin" --passphrase-env PIN
	fails 1 "cannot read 'absent': No such file" sign "$token?pin-source=absent"
}

@test "token: the statement is judged before the token is asked" {
	head -c 100 policy.stmt > bad
	refused truncated ENODATA "$LORICA" sign bad --key "$token?pin-value=9999" --cert vendor.crt -o out
}
