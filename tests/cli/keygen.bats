#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	"$LORICA" keygen made 2> made.err
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
}

@test "keygen: the key is RSA-3072 in PKCS#8, for its owner only" {
	[ "$(stat -c %a made.key)" = 600 ]
	grep -q 'BEGIN PRIVATE KEY' made.key
	openssl pkey -in made.key -noout -text | grep -q '3072 bit'
}

@test "keygen: the certificate has what the kernel needs" {
	run openssl x509 -in made.crt -noout -text -nameopt RFC2253
	[[ $output == *'Version: 3'* ]]
	[[ $output == *'Subject: CN=made'* ]]
	[[ $output == *'Issuer: CN=made'* ]]
	[[ $output == *'Signature Algorithm: sha256WithRSAEncryption'* ]]
	[[ $output == *'X509v3 Subject Key Identifier'* ]]
	[[ $output == *$'X509v3 Key Usage: critical\n                Digital Signature\n'* ]]
	[[ $output == *'CA:FALSE'* ]]
}

@test "keygen: the certificate is signed by the key, and openssl takes it" {
	openssl verify -CAfile made.crt -check_ss_sig made.crt
	[ "$(openssl pkey -in made.key -pubout)" = "$(openssl x509 -in made.crt -noout -pubkey)" ]
}

@test "keygen: says that it is for tests, on stderr" {
	grep -q 'for tests: production keys belong in an HSM' made.err
}

@test "keygen: --bits 4096 and --days in another directory" {
	mkdir -p there
	"$LORICA" keygen big --dir there --bits 4096 --days 2
	openssl pkey -in there/big.key -noout -text | grep -q '4096 bit'
	openssl x509 -in there/big.crt -noout -checkend 86400
	! openssl x509 -in there/big.crt -noout -checkend 259200
}

@test "keygen: an existing key stays as it is" {
	cp made.key before
	fails 1 "'./made.key' exists; --force replaces it" "$LORICA" keygen made
	cmp made.key before
}

@test "keygen: an existing certificate is enough to refuse, and no key is left" {
	mkdir -p half
	touch half/x.crt
	fails 1 "'half/x.crt' exists" "$LORICA" keygen x --dir half
	[ ! -e half/x.key ]
	[ "$(ls -A half)" = x.crt ]
}

@test "keygen: a dangling symbolic link is not written through" {
	mkdir -p link
	ln -s elsewhere link/x.key
	fails 1 "'link/x.key' exists" "$LORICA" keygen x --dir link
	[ ! -e link/elsewhere ]
}

@test "keygen: --force replaces both" {
	mkdir -p force
	echo old > force/x.key
	echo old > force/x.crt
	"$LORICA" keygen x --dir force --force
	[ "$(stat -c %a force/x.key)" = 600 ]
	openssl verify -CAfile force/x.crt force/x.crt
	[ "$(echo force/*)" = 'force/x.crt force/x.key' ]
}

@test "keygen: --dry-run writes nothing" {
	mkdir -p dry
	"$LORICA" keygen x --dir dry --dry-run
	[ -z "$(ls -A dry)" ]
}

@test "keygen: a directory that does not exist" {
	fails 1 "cannot write 'nowhere/x.key': No such file or directory" \
		"$LORICA" keygen x --dir nowhere
}

@test "keygen: wrong calls" {
	fails 2 'takes one NAME' "$LORICA" keygen
	fails 2 'takes one NAME' "$LORICA" keygen a b
	fails 2 'NAME is' "$LORICA" keygen ../escape
	fails 2 'NAME is' "$LORICA" keygen .hidden
	fails 2 'NAME is' "$LORICA" keygen ''
	fails 2 'NAME is' "$LORICA" keygen "$(printf 'x%.0s' {1..32})"
	fails 2 '--bits takes' "$LORICA" keygen x --bits 2048
	fails 2 '--bits takes' "$LORICA" keygen x --bits 3072k
	fails 2 '--days takes' "$LORICA" keygen x --days 0
	fails 2 '--days takes' "$LORICA" keygen x --days -1
	fails 2 'no option --what' "$LORICA" keygen x --what
	fails 2 '--dir needs an argument' "$LORICA" keygen x --dir
}
