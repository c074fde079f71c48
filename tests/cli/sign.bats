#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	make_key vendor
	make_key other
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key \
		-out ec.crt -subj /CN=ec 2> /dev/null
	openssl req -x509 -newkey rsa:1024 -nodes -keyout small.key -out small.crt \
		-subj /CN=small 2> /dev/null
	openssl pkey -in vendor.key -aes256 -passout pass:secret -out locked.key
	policy policy.stmt 7 2 "vendor:$((P_POLICY | P_MANIFEST)):vendor.crt"
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
	rm -f out
}

sign() {
	"$LORICA" sign "$1" --key "${2:-vendor.key}" --cert "${3:-vendor.crt}" -o out
}

@test "sign: openssl cms accepts the envelope and finds the content" {
	sign policy.stmt
	openssl cms -verify -binary -inform DER -in out -certfile vendor.crt -CAfile vendor.crt \
		-purpose any -out content
	cmp content policy.stmt
}

@test "sign: the bytes are those of openssl cms, and the same every time" {
	sign policy.stmt
	by_openssl policy.stmt vendor by-openssl
	cmp out by-openssl
	cp out first
	sign policy.stmt
	cmp out first
}

@test "sign: no attributes, no certificates, SHA-256, issuer and serial number" {
	sign policy.stmt
	run openssl cms -cmsout -print -inform DER -in out -noout
	[[ $output == *$'certificates:\n      <ABSENT>'* ]]
	[[ $output == *$'signedAttrs:\n          <ABSENT>'* ]]
	[[ $output == *$'unsignedAttrs:\n          <ABSENT>'* ]]
	[[ $output == *'d.issuerAndSerialNumber'* ]]
	[[ $output == *'algorithm: sha256 '* ]]
	[[ $output == *'algorithm: rsaEncryption '* ]]
}

@test "sign: DER key and certificate" {
	openssl x509 -in vendor.crt -outform DER -out vendor.der
	openssl pkey -in vendor.key -outform DER -out vendor.key.der
	sign policy.stmt vendor.key.der vendor.der
	"$LORICA" verify out --anchor vendor.der
}

@test "sign: from standard input to standard output" {
	"$LORICA" sign - --key vendor.key --cert vendor.crt -o - < policy.stmt > out
	by_openssl policy.stmt vendor by-openssl
	cmp out by-openssl
}

@test "sign: an encrypted key asks for its passphrase on the terminal" {
	command -v script > /dev/null || skip "no script(1)"
	# The prompt opens the terminal anew, which drops what was typed before it.
	{ sleep 2; echo secret; sleep 1; } |
		script -qec "'$LORICA' sign policy.stmt --key locked.key --cert vendor.crt -o out" \
		/dev/null
	"$LORICA" verify out --anchor vendor.crt
}

@test "sign: an encrypted key without a terminal fails, whatever standard input has" {
	echo secret > pass
	run setsid -w "$LORICA" sign policy.stmt --key locked.key --cert vendor.crt -o out < pass
	[ "$status" -eq 1 ]
	[ "$output" = "lorica: cannot read a private key from 'locked.key': a passphrase is needed, and there is no terminal to ask for it" ]
	[ ! -e out ]
}

# locked OPTION...: sign with the key that has a passphrase
locked() {
	"$LORICA" sign policy.stmt --key locked.key --cert vendor.crt -o out "$@"
}

@test "sign: a passphrase from a file, with and without an end of line" {
	by_openssl policy.stmt vendor by-openssl
	for text in 'secret' 'secret\n' 'secret\r\n'; do
		printf '%b' "$text" > pass
		locked --passphrase-file pass
		cmp out by-openssl
		rm out
	done
	locked --passphrase-file - < pass
	locked --passphrase-file /dev/fd/7 7< pass
	locked --passphrase-file <(echo secret)
}

@test "sign: a passphrase from the environment" {
	P=secret locked --passphrase-env P
	"$LORICA" verify out --anchor vendor.crt
}

@test "sign: every form of an encrypted key" {
	openssl pkey -in vendor.key -traditional -aes128 -passout pass:secret -out old.key
	openssl pkcs8 -topk8 -in vendor.key -outform DER -passout pass:secret -out der.key
	by_openssl policy.stmt vendor by-openssl
	for key in old.key der.key; do
		P=secret "$LORICA" sign policy.stmt --key $key --cert vendor.crt -o out --passphrase-env P
		cmp out by-openssl
		P=wrong fails 1 "from '$key': the passphrase does not decrypt it" \
			"$LORICA" sign policy.stmt --key $key --cert vendor.crt -o out --passphrase-env P
	done
}

@test "sign: a wrong passphrase" {
	printf 'secret\r\r\n' > pass
	fails 1 "from 'locked.key': the passphrase does not decrypt it" locked --passphrase-file pass
	P=Secret fails 1 'the passphrase does not decrypt it' locked --passphrase-env P
	[[ $output != *Secret* ]]
	[ ! -e out ]
}

@test "sign: passphrases that are none" {
	fails 1 "cannot read 'absent': No such file or directory" locked --passphrase-file absent
	fails 1 "cannot read '.': Is a directory" locked --passphrase-file .
	: > pass
	fails 1 "the passphrase in 'pass' is empty" locked --passphrase-file pass
	echo > pass
	fails 1 "the passphrase in 'pass' is empty" locked --passphrase-file pass
	printf 'secret\nsecret\n' > pass
	fails 1 "the passphrase in 'pass' has more than one line" locked --passphrase-file pass
	printf 'secret\0' > pass
	fails 1 "the passphrase in 'pass' has a NUL in it" locked --passphrase-file pass
	printf '%01025d' 1 > pass
	fails 1 "the passphrase in 'pass' is too long" locked --passphrase-file pass
	zeros 2049 > pass
	fails 1 "cannot read 'pass': File too large" locked --passphrase-file pass
	unset P
	fails 1 "the variable 'P' is not set" locked --passphrase-env P
	P='' fails 1 "the passphrase in the variable 'P' is empty" locked --passphrase-env P
	[ ! -e out ]
}

@test "sign: a passphrase that nothing asked for is a warning" {
	P=secret run "$LORICA" sign policy.stmt --key vendor.key --cert vendor.crt -o out --passphrase-env P
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "lorica: warning: 'vendor.key' did not need the passphrase" ]
	P=secret run locked --passphrase-env P
	[[ $output != *warning* ]]
}

@test "sign: --dry-run writes nothing and needs no -o" {
	run "$LORICA" sign policy.stmt --key vendor.key --cert vendor.crt --dry-run
	[ "$status" -eq 0 ]
	[[ $output == *"would sign policy 'test', serial 7, epoch 2"* ]]
}

@test "sign: a key of another certificate" {
	fails 1 "the key 'other.key' does not belong to the certificate 'vendor.crt'" \
		sign policy.stmt other.key
	[ ! -e out ]
}

@test "sign: keys that the kernel does not take" {
	openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out pss.key 2> /dev/null
	fails 1 "the key 'pss.key' is not RSA" sign policy.stmt pss.key
	fails 1 "the key of 'ec.crt' is not RSA" sign policy.stmt ec.key ec.crt
	fails 1 "the key of 'small.crt' is not RSA of 2048" sign policy.stmt small.key small.crt
	fails 1 "the key 'small.key' is not RSA of 2048, 3072 or 4096 bits" sign policy.stmt small.key
	fails 1 "the key 'ec.key' is not RSA" sign policy.stmt ec.key
	[ ! -e out ]
}

@test "sign: keys and certificates that are none" {
	fails 1 "cannot read 'absent': No such file or directory" sign policy.stmt vendor.key absent
	fails 1 "cannot read a private key from 'absent': No such file or directory" \
		sign policy.stmt absent
	fails 1 "cannot read a private key from 'vendor.crt': there is none in it" \
		sign policy.stmt vendor.crt
	fails 1 "cannot read a private key from '.': there is none in it" sign policy.stmt .
	fails 1 "cannot read a private key from 'foo:bar': unregistered scheme" sign policy.stmt foo:bar
	fails 1 "'vendor.key' is not one X.509 certificate" sign policy.stmt vendor.key vendor.key
	cat vendor.crt other.crt > two.crt
	fails 1 "'two.crt' is not one X.509 certificate" sign policy.stmt vendor.key two.crt
	openssl x509 -in vendor.crt -outform DER -out long.der
	echo >> long.der
	fails 1 "'long.der' is not one X.509 certificate" sign policy.stmt vendor.key long.der
	[ ! -e out ]
}

@test "sign: what a device would refuse is not signed" {
	head -c 100 policy.stmt > bad
	refused truncated ENODATA sign bad
	: > bad
	refused truncated ENODATA sign bad
	{ cat policy.stmt; zeros 8; } > bad
	refused trailing-bytes E2BIG sign bad
	cp policy.stmt bad; poke bad 0 X
	refused magic ENOMSG sign bad
	cp policy.stmt bad; poke bad 8 '\x02'
	refused abi EPROTONOSUPPORT sign bad
	cp policy.stmt bad; poke bad 10 '\x03'
	refused unknown-type EPROTOTYPE sign bad
	cp policy.stmt bad; poke bad 112 '\x01'
	refused reserved-bits EINVAL sign bad
	[ ! -e out ]
}

@test "sign: a signed statement is not signed again" {
	sign policy.stmt
	mv out signed
	refused magic ENOMSG sign signed
}

@test "sign: a policy with a certificate that the kernel cannot use" {
	policy ec.stmt 1 0 "vendor:$P_POLICY:ec.crt"
	refused key EPROTO sign ec.stmt
	echo garbage > garbage.raw
	policy garbage.stmt 1 0 "vendor:$P_POLICY:garbage.raw"
	refused key EPROTO sign garbage.stmt
}

@test "sign: a statement above the limit" {
	truncate -s $(((128 << 20) + 1)) huge
	refused oversized EFBIG sign huge
	rm huge
}

@test "sign: the file that is there stays when the statement is bad" {
	echo precious > out
	run sign vendor.crt
	[ "$status" -eq 3 ]
	[ "$(cat out)" = precious ]
}

@test "sign: an output that cannot be written" {
	fails 1 "cannot write 'nowhere/out': No such file or directory" \
		"$LORICA" sign policy.stmt --key vendor.key --cert vendor.crt -o nowhere/out
	[ -c /dev/full ] || skip "no /dev/full"
	fails 1 "cannot write '/dev/full': No space left on device" \
		"$LORICA" sign policy.stmt --key vendor.key --cert vendor.crt -o /dev/full
	[ -c /dev/full ]
}

@test "sign: an expired certificate is a warning" {
	make_expired old
	run sign policy.stmt old.key old.crt
	[ "$status" -eq 0 ]
	[[ $output == *"the certificate of old.crt has expired; the kernel does not look"* ]]
}

@test "sign: wrong calls" {
	fails 2 'takes one FILE' "$LORICA" sign --key a --cert b -o c
	fails 2 'needs --key and --cert' "$LORICA" sign policy.stmt --cert vendor.crt -o out
	fails 2 'needs --key and --cert' "$LORICA" sign policy.stmt --key vendor.key -o out
	fails 2 'needs -o OUT' "$LORICA" sign policy.stmt --key vendor.key --cert vendor.crt
	fails 2 'more than one passphrase or PIN is given' locked --passphrase-file a --passphrase-env b
	fails 2 '--passphrase-file can be given once' locked --passphrase-file a --passphrase-file b
	fails 2 'standard input can be read for one thing' \
		"$LORICA" sign - --key locked.key --cert vendor.crt -o out --passphrase-file -
	fails 2 'standard input can be read for one thing' \
		"$LORICA" sign - --key locked.key --cert - -o out
	fails 2 'no option --serial' "$LORICA" sign policy.stmt --serial 1
	fails 1 "cannot read 'absent': No such file" "$LORICA" sign absent --key a --cert b -o c
}
