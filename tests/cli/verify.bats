#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2086 # numbers
# Everything here is signed by openssl: the judge and the judged share no code.

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	for key in anchor vendor field spare stranger; do
		make_key $key
	done
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key \
		-out ec.crt -subj /CN=ec 2> /dev/null
	policy active.stmt 7 2 "field:$((P_POLICY | P_EXEC)):field.crt" \
		"vendor:$P_MANIFEST:vendor.crt"
	by_openssl active.stmt anchor active
	stmt manifest.stmt $T_MANIFEST image 1 2
	by_openssl manifest.stmt vendor manifest
	policy small.stmt 1 0
	by_openssl small.stmt anchor small
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
}

verify() {
	"$LORICA" verify "$1" --anchor anchor.crt "${@:2}"
}

# signed_by KEY STMT: verify STMT, signed by openssl, with no policy active
signed_by() {
	by_openssl "$2" "$1" signed && verify signed
}

# after KEY STMT: the same with the policy `active`
after() {
	by_openssl "$2" "$1" signed && verify signed --policy active
}

# bad OFFSET ESCAPES: small.stmt with changed bytes as bad.stmt
bad() {
	cp small.stmt bad.stmt
	poke bad.stmt "$1" "$2"
}

@test "verify: a policy by the anchor" {
	run verify active
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 'type policy' ]
	[ "${lines[1]}" = 'name test' ]
	[ "${lines[2]}" = 'serial 7' ]
	[ "${lines[3]}" = 'epoch 2' ]
	[ "${lines[4]}" = "length $(stat -c %s active.stmt)" ]
	[ "${lines[5]}" = "sha256 $(sha256sum < active.stmt | cut -d' ' -f1)" ]
	[ "${lines[6]}" = 'signer anchor' ]
	[ "${lines[7]}" = 'subject CN=anchor' ]
	[ "${lines[8]}" = 'section policy 16' ]
	[ "${lines[9]}" = 'section keys 96' ]
	[ "${lines[11]}" = 'section text 12' ]
}

@test "verify: -j has the same, and stays JSON when the answer is no" {
	command -v python3 > /dev/null || skip "no python3"
	"$LORICA" -j verify active --anchor anchor.crt |
		python3 -c 'import json, sys; d = json.load(sys.stdin)
assert d["accepted"] is True and d["serial"] == "7" and d["sections"]["policy"] == 16'
	"$LORICA" -j verify active --anchor vendor.crt 2> /dev/null > no.json || [ $? -eq 3 ]
	python3 -c 'import json, sys; d = json.load(open("no.json"))
assert d["accepted"] is False and d["reason"] == "unknown-signer" and d["errno"] == "ENOKEY"'
}

@test "verify: from standard input, and quietly" {
	run verify - -q < active
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "verify: a manifest by a key that the policy names for it" {
	run verify manifest --policy active
	[ "$status" -eq 0 ]
	[[ $output == *'type manifest'*'signer vendor'*'files 0'* ]]
}

@test "verify: a policy by a key that the policy names for it" {
	policy next.stmt 8 2
	run after field next.stmt
	[ "$status" -eq 0 ]
	[[ $output == *'signer field'* ]]
}

@test "verify: what sign makes" {
	"$LORICA" sign active.stmt --key anchor.key --cert anchor.crt -o signed
	verify signed
}

@test "verify: dates of the certificate are a warning" {
	make_expired old
	by_openssl small.stmt old signed
	run "$LORICA" verify signed --anchor old.crt
	[ "$status" -eq 0 ]
	[[ $output == *'warning: the certificate of anchor has expired'* ]]
}

@test "verify: dates of the statement are a warning" {
	bad 40 '\x01'
	run signed_by anchor bad.stmt
	[ "$status" -eq 0 ]
	[[ $output == *"warning: 'signed' is not valid any more"*'valid-until 1'* ]]
}

@test "unknown-signer: a key that nobody trusts" {
	refused unknown-signer ENOKEY signed_by stranger small.stmt
	refused unknown-signer ENOKEY after stranger small.stmt
	refused unknown-signer ENOKEY signed_by field small.stmt
}

@test "signature: another key behind the name and serial number of the anchor" {
	serial=$(openssl x509 -in anchor.crt -noout -serial | cut -d= -f2)
	openssl req -x509 -newkey rsa:2048 -nodes -keyout forged.key -out forged.crt \
		-subj /CN=anchor -set_serial "0x$serial" 2> /dev/null
	refused signature EKEYREJECTED signed_by forged small.stmt
}

@test "signature: the signature of another statement" {
	bad 16 '\x02'
	by_openssl bad.stmt anchor a
	at=$(($(stat -c %s small) - 256))
	{ head -c $at a; tail -c 256 small; } > mixed
	refused signature EKEYREJECTED verify mixed
}

@test "wrong-purpose: a manifest by the anchor, or by a key for policies" {
	refused wrong-purpose EACCES signed_by anchor manifest.stmt
	refused wrong-purpose EACCES after anchor manifest.stmt
	refused wrong-purpose EACCES after field manifest.stmt
}

@test "wrong-purpose: a policy by a key for manifests" {
	policy next.stmt 8 2
	refused wrong-purpose EACCES after vendor next.stmt
}

@test "wrong-purpose: the anchor signs no manifest, even if a policy says so" {
	policy both.stmt 1 0 "anchor:$P_MANIFEST:anchor.crt"
	by_openssl both.stmt anchor both
	by_openssl manifest.stmt anchor signed
	refused wrong-purpose EACCES verify signed --policy both
}

@test "truncated: at every length" {
	len=$(stat -c %s small)
	for ((n = 0; n < len; n++)); do
		head -c "$n" small > short
		refused truncated ENODATA verify short > log || { echo "length $n"; cat log; false; }
	done
}

@test "trailing-bytes: after the envelope" {
	{ cat small; printf x; } > long
	refused trailing-bytes E2BIG verify long
	{ cat small; cat small; } > long
	refused trailing-bytes E2BIG verify long
}

@test "oversized: one byte above the limit" {
	truncate -s $(((128 << 20) + 1)) huge
	refused oversized EFBIG verify huge
	rm huge
}

@test "envelope: not CMS at all" {
	refused envelope EBADMSG verify anchor.crt
	refused envelope EBADMSG verify small.stmt
	openssl x509 -in anchor.crt -outform DER -out anchor.der
	refused envelope EBADMSG verify anchor.der
	openssl cms -inform DER -in small -cmsout -outform PEM -out small.pem
	refused envelope EBADMSG verify small.pem
	openssl cms -data_create -in small.stmt -binary -outform DER -out data
	refused envelope EBADMSG verify data
}

# cms KEY OPTION...: small.stmt signed in another way
cms() {
	openssl cms -sign -binary -outform DER -signer "$1.crt" -inkey "$1.key" \
		-in small.stmt -out signed "${@:2}"
	verify signed
}

@test "envelope: CMS in a form that is not ours" {
	refused envelope EBADMSG cms anchor -nodetach -nocerts -md sha256
	refused envelope EBADMSG cms anchor -nodetach -noattr -md sha256
	refused envelope EBADMSG cms anchor -noattr -nocerts -md sha256
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha512
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha256 -keyid
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha256 -stream -indef
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha256 \
		-keyopt rsa_padding_mode:pss
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha256 \
		-econtent_type 1.2.3.4
	refused envelope EBADMSG cms anchor -nodetach -noattr -nocerts -md sha256 \
		-signer stranger.crt -inkey stranger.key
	refused envelope EBADMSG cms ec -nodetach -noattr -nocerts -md sha256
}

@test "content: magic, abi, type" {
	bad 7 '\x0b'
	refused magic ENOMSG signed_by anchor bad.stmt
	bad 8 '\x00'
	refused abi EPROTONOSUPPORT signed_by anchor bad.stmt
	bad 8 '\x02'
	refused abi EPROTONOSUPPORT signed_by anchor bad.stmt
	bad 10 '\x00'
	refused unknown-type EPROTOTYPE signed_by anchor bad.stmt
	bad 10 '\x03'
	refused unknown-type EPROTOTYPE signed_by anchor bad.stmt
	bad 11 '\xff'
	refused unknown-type EPROTOTYPE signed_by anchor bad.stmt
}

@test "content: its length is not the stated one" {
	{ cat small.stmt; zeros 8; } > bad.stmt
	refused trailing-bytes E2BIG signed_by anchor bad.stmt
	head -c -8 small.stmt > bad.stmt
	refused truncated ENODATA signed_by anchor bad.stmt
	head -c 127 small.stmt > bad.stmt
	refused truncated ENODATA signed_by anchor bad.stmt
	: > bad.stmt
	refused truncated ENODATA signed_by anchor bad.stmt
}

@test "reserved-bits: each reserved byte of the head and the table" {
	for at in {112..115} {118..127} {132..135} {148..151}; do
		bad "$at" '\x80'
		refused reserved-bits EINVAL signed_by anchor bad.stmt
	done
}

@test "reserved-bits: in the record and in the padding of a policy" {
	# Head, two entries, the record: its 3 reserved bytes, and the text's padding.
	for at in {173..175} {188..191}; do
		bad "$at" '\x01'
		refused reserved-bits EINVAL signed_by anchor bad.stmt
	done
	bad 187 '\x01'
	signed_by anchor bad.stmt
}

@test "section-table: order, offset, length" {
	bad 128 '\x0f'
	poke bad.stmt 144 '\x01'
	refused section-table EILSEQ signed_by anchor bad.stmt
	bad 136 '\xa8'
	refused section-table EILSEQ signed_by anchor bad.stmt
	bad 140 '\x00'
	refused section-table EILSEQ signed_by anchor bad.stmt
	bad 140 '\x08'
	refused section-table EILSEQ signed_by anchor bad.stmt
	bad 156 '\xff'
	refused truncated ENODATA signed_by anchor bad.stmt
}

@test "sections: unknown, missing, too many" {
	stmt bad.stmt $T_POLICY test 1 0 $S_POLICY=small.stmt.rec 14=small.stmt.text $S_TEXT=small.stmt.text
	refused unknown-section EOPNOTSUPP signed_by anchor bad.stmt
	stmt bad.stmt $T_POLICY test 1 0 $S_POLICY=small.stmt.rec $S_TEXT=small.stmt.text \
		$S_DIGESTS=small.stmt.text
	refused unknown-section EOPNOTSUPP signed_by anchor bad.stmt
	stmt bad.stmt $T_POLICY test 1 0 $S_POLICY=small.stmt.rec
	refused missing-section ENOENT signed_by anchor bad.stmt
	stmt bad.stmt $T_POLICY test 1 0 $S_POLICY=small.stmt.rec $S_POLICY=small.stmt.rec \
		$S_TEXT=small.stmt.text
	refused section-table EILSEQ signed_by anchor bad.stmt
	bad 116 '\x11'
	refused limit EOVERFLOW signed_by anchor bad.stmt
}

@test "content: name, serial, mode, default" {
	bad 80 '/'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 80 '\x00'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 111 'x'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 16 '\x00'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 160 '\x00'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 160 '\x03'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 161 '\x02'
	refused content EUCLEAN signed_by anchor bad.stmt
	bad 162 '\x03'
	refused content EUCLEAN signed_by anchor bad.stmt
}

@test "keys: order, purpose, certificate" {
	policy bad.stmt 1 0 "b:$P_EXEC:field.crt" "a:$P_EXEC:field.crt"
	refused order EDOM signed_by anchor bad.stmt
	policy bad.stmt 1 0 "a:0:field.crt"
	refused content EUCLEAN signed_by anchor bad.stmt
	policy bad.stmt 1 0 "a:32:field.crt"
	refused reserved-bits EINVAL signed_by anchor bad.stmt
	echo garbage > garbage.raw
	policy bad.stmt 1 0 "a:$P_EXEC:garbage.raw"
	refused key EPROTO signed_by anchor bad.stmt
	policy bad.stmt 1 0 "a:$P_EXEC:ec.crt"
	refused key EPROTO signed_by anchor bad.stmt
	zeros 5000 > big.raw
	policy bad.stmt 1 0 "a:$P_EXEC:big.raw"
	refused limit EOVERFLOW signed_by anchor bad.stmt
}

@test "serials: the active policy is replaced by a higher one only" {
	policy bad.stmt 7 2
	refused same-serial EALREADY after anchor bad.stmt
	refused same-serial EALREADY verify active --policy active
	policy bad.stmt 6 2
	refused older-serial ESTALE after anchor bad.stmt
	policy bad.stmt 8 2
	after anchor bad.stmt
}

@test "epochs: never below that of the active policy" {
	policy bad.stmt 8 1
	refused older-epoch ERANGE after anchor bad.stmt
	stmt bad.stmt $T_MANIFEST image 9 1
	refused older-epoch ERANGE after vendor bad.stmt
}

@test "policy: the one that is active is checked as well" {
	by_openssl active.stmt stranger false
	fails 3 "'false' is refused: unknown-signer" verify manifest --policy false
	by_openssl manifest.stmt anchor false
	fails 3 "'false' is refused: wrong-purpose" verify small --policy false
	by_openssl manifest.stmt vendor false
	fails 3 "'false' is a manifest: its key is named in a policy" verify small --policy false
	fails 1 "cannot read 'absent'" verify manifest --policy absent
}

@test "policy: a chain of them, each accepted by the one before" {
	# active (7) trusts field for policies; second (8) is field's and trusts spare; third (9) is spare's.
	policy second.stmt 8 2 "spare:$((P_POLICY | P_MANIFEST)):spare.crt"
	by_openssl second.stmt field second
	policy third.stmt 9 2 "spare:$P_MANIFEST:spare.crt"
	by_openssl third.stmt spare third
	stmt image.stmt $T_MANIFEST image 1 2
	by_openssl image.stmt spare image
	verify third --policy active --policy second
	verify image -p active -p second -p third
	fails 3 "'third' is refused: unknown-signer" verify image -p active -p third
	fails 3 "'second' is refused: unknown-signer" verify image -p second
	# What the first one trusted is gone with the second.
	fails 3 "'manifest' is refused: unknown-signer" verify manifest -p active -p second
	fails 3 "'second' is refused: " verify second -p active -p second
	fails 3 "'third' is refused: " verify third -p active -p second -p third
	fails 3 "'image' is refused: unknown-signer" verify image -p active -p image
	fails 3 "'manifest' is a manifest, not a policy" verify image -p active -p manifest
}

@test "every byte flipped: none of them passes" {
	"$TOP/tests/cli/each_change.py" flip small flipped 3 "$LORICA" verify flipped --anchor anchor.crt
}

# compiled NAME: the policy that NAME.stmt is compiled from, signed as NAME
compiled() {
	cat > "$1.lorica" <<-'EOF'
	syntax 1
	policy real serial 8 epoch 2 audit
	keys {
	  field x509 "field.crt" for policy
	  vendor x509 "vendor.crt" for manifest
	}
	exec default deny {
	  allow manifest vendor
	}
	EOF
	"$LORICA" -q compile "$1.lorica" -o "$1.stmt"
	by_openssl "$1.stmt" anchor "$1"
}

# lies SECTION: lie.stmt is signed; a device takes it, and --reproduce does not
lies() {
	by_openssl lie.stmt anchor lie
	verify lie > /dev/null
	run verify lie --reproduce
	echo "$output"
	[ "$status" -eq 3 ]
	[ "${lines[0]}" = "lorica: the text in 'lie' is not what its tables say: the first difference is in '$1'" ]
	[[ $output == *$'\nreproduced no\n'* ]]
}

# at TEXT: its offset in lie.stmt
at() {
	grep -obaF -- "$1" lie.stmt | tail -n 1 | cut -d: -f1
}

@test "reproduce: what compile made" {
	compiled real
	run verify real --reproduce
	[ "$status" -eq 0 ]
	[[ $output == *$'\nreproduced yes\n'* ]]
	[[ $output != *lorica* ]]
	verify real --policy active --reproduce
	run verify real
	[[ $output != *reproduced* ]]
	run verify real --reproduce -q
	[ -z "$output" ]
}

@test "reproduce: -j tells the device's answer and ours" {
	command -v python3 > /dev/null || skip "no python3"
	compiled real
	"$LORICA" -j verify real --anchor anchor.crt --reproduce |
		python3 -c 'import json, sys; d = json.load(sys.stdin)
assert d["accepted"] is True and d["reproduced"] is True'
	"$LORICA" -j verify real --anchor anchor.crt |
		python3 -c 'import json, sys; d = json.load(sys.stdin); assert "reproduced" not in d'
	"$LORICA" -j verify active --anchor anchor.crt --reproduce > no.json 2> /dev/null || [ $? -eq 3 ]
	python3 -c 'import json, sys; d = json.load(open("no.json"))
assert d["accepted"] is True and d["reproduced"] is False and d["name"] == "test"'
}

@test "reproduce: tables that say something else" {
	compiled real
	cp real.stmt lie.stmt; poke lie.stmt 16 '\x09'
	lies head
	cp real.stmt lie.stmt; poke lie.stmt 80 'd'
	lies head
	# Head, five entries, the record: enforce, and no check of programs.
	cp real.stmt lie.stmt; poke lie.stmt 208 '\x02'
	lies policy
	cp real.stmt lie.stmt; poke lie.stmt 210 '\x02'
	lies policy
	# The purposes of the first key: it may sign manifests too.
	cp real.stmt lie.stmt; poke lie.stmt $((224 + 32)) '\x03'
	lies keys
}

@test "reproduce: a rule that the text does not have, and one that the tables lack" {
	compiled real
	sed -i '/^exec/,/^}/d' real.lorica
	"$LORICA" -q compile real.lorica -o none.stmt
	parts() {
		python3 - "$1" <<-'EOF'
		import struct, sys
		d = open(sys.argv[1], "rb").read()
		for i in range(struct.unpack_from("<H", d, 116)[0]):
		    id, _, at, n = struct.unpack_from("<IIII", d, 128 + 16 * i)
		    open("part.%d" % id, "wb").write(d[at:at + n])
		EOF
	}
	parts none.stmt
	mv part.$S_TEXT none.text
	parts real.stmt
	stmt lie.stmt $T_POLICY real 8 2 $S_POLICY=part.$S_POLICY $S_KEYS=part.$S_KEYS \
		$S_CERTS=part.$S_CERTS $S_EXEC=part.$S_EXEC $S_TEXT=none.text
	lies head
	: > nothing
	stmt lie.stmt $T_POLICY real 8 2 $S_POLICY=part.$S_POLICY $S_KEYS=part.$S_KEYS \
		$S_CERTS=part.$S_CERTS $S_TEXT=part.$S_TEXT
	lies head
}

@test "reproduce: a text in another form, or none at all" {
	compiled real
	cp real.stmt lie.stmt; poke lie.stmt "$(at 'serial 8')" 'epoch 2 serial 8'
	lies text
	cp real.stmt lie.stmt; poke lie.stmt "$(at 'real serial')" 'rael'
	lies head
	# Its certificate is another one than the digest in the text says.
	cp real.stmt lie.stmt; poke lie.stmt $(($(at 'syntax 1') - 40)) '\x00\x01'
	by_openssl lie.stmt anchor lie
	fails 3 "is not what its tables say: it does not compile" verify lie --reproduce
	[[ $output == *'[cert-pin]'* ]]
	fails 3 "the text in 'active' is not what its tables say: it does not compile" \
		verify active --reproduce
	[[ $output == *"[syntax-first]"* ]]
}

@test "reproduce: a manifest has no text" {
	fails 2 "'manifest' is a manifest, which has no text to reproduce" \
		verify manifest --policy active --reproduce
}

@test "reproduce: what is refused is refused as without it" {
	compiled real
	by_openssl real.stmt stranger signed
	refused unknown-signer ENOKEY verify signed --reproduce
	refused same-serial EALREADY verify real --policy real --reproduce
}

@test "reproduce: every byte flipped and signed again: none of them passes" {
	printf 'syntax 1\npolicy t serial 1 epoch 0 audit\n' > tiny.lorica
	"$LORICA" -q compile tiny.lorica -o tiny.stmt
	len=$(stat -c %s tiny.stmt)
	for ((at = 0; at < len; at++)); do
		byte=$(od -An -tu1 -j $at -N 1 tiny.stmt)
		cp tiny.stmt flipped.stmt
		poke flipped.stmt $at "\\x$(printf %02x $((byte ^ 1)))"
		by_openssl flipped.stmt anchor flipped
		status=0
		verify flipped --reproduce > log 2>&1 || status=$?
		[ $status -eq 3 ] || { echo "byte $at: $status"; cat log; false; }
	done
}

@test "verify: wrong calls and files" {
	fails 2 'takes one FILE' "$LORICA" verify --anchor anchor.crt
	fails 2 'needs --anchor' "$LORICA" verify small
	fails 2 'no option --what' "$LORICA" verify small --what
	fails 1 "cannot read 'absent': No such file or directory" verify absent
	fails 1 "cannot read 'absent': No such file" "$LORICA" verify small --anchor absent
	fails 1 'is not one X.509 certificate' "$LORICA" verify small --anchor anchor.key
	fails 1 "the key of 'ec.crt' is not RSA" "$LORICA" verify small --anchor ec.crt
	fails 1 "cannot read '.': Is a directory" verify .
}
