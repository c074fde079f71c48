#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# What a policy revokes, in every verb that looks at policies: [revoked-listed] [manifest-refused].

digest() { sha256sum <"$1" | cut -d' ' -f1; }

# sign FILE KEY OUT
sign() {
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer "keys/$2.crt" -inkey "keys/$2.crt.key" -in "$1" -out "$3"
}

setup_file() {
	common_setup_file
	mkdir -p root/bin
	for name in good bad worse; do printf '#!/bin/sh\necho %s\n' $name >root/bin/$name; done
	"$LORICA" -q manifest root --name rootfs --serial 3 --epoch 2 -o rootfs.unsigned
	sign rootfs.unsigned vendor rootfs.stmt
}

setup() {
	common_setup
	bad=$(digest root/bin/bad)
	worse=$(digest root/bin/worse)
}

# revoke RULE...: gateway.lorica with these rules, as new.lorica
revoke() {
	local rule
	{
		sed '/allow manifest/q' gateway.lorica
		for rule; do printf '\t%s\n' "$rule"; done
		sed '1,/allow manifest/d' gateway.lorica
	} >new.lorica
}

# has LINE...: each is a line of the output
has() {
	local line
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

@test "revoke: explain says which line refuses it, and why the manifest does not help" {
	revoke "revoke digest $worse, $bad"
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/bad
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "exec /bin/bad: deny: the policy, or the kernel's blacklist, revokes this content" ]
	has "  decided by: new.lorica:6:82: revoke digest $bad" \
		"  lost: new.lorica:5:18: allow manifest vendor: a manifest of 'vendor' lists it, but what is revoked never runs" \
		"  lost: new.lorica:4:14: exec default deny: a rule decided"
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/good
	[ "${lines[0]}" = "exec /bin/good: allow: listed in a signed manifest" ]
	# Without a manifest too, as a module too, and by its digest alone.
	run "$LORICA" explain new.lorica module "sha256:$bad"
	contains "${lines[0]}" ": deny: the policy, or the kernel's blacklist, revokes this content"
	run "$LORICA" -j explain new.lorica -m rootfs.stmt mmap /bin/bad
	json 'd["verdict"] == "deny" and d["reason"] == "revoked"'
}

@test "revoke: the place of the value of a constant, and of an included file" {
	revoke 'revoke digest $old'
	echo "define old = { $bad }" >>new.lorica
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/bad
	contains "$output" "  decided by: new.lorica:6:16: revoke digest $bad"
	printf 'syntax 1\nexec {\n\trevoke digest %s\n}\n' "$bad" >more.lorica
	cp gateway.lorica new.lorica
	echo 'include "more.lorica"' >>new.lorica
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/bad
	contains "$output" "  decided by: more.lorica:3:16: revoke digest $bad"
}

@test "revoke: in audit mode it would be refused" {
	revoke "revoke digest $bad"
	sed -i 's/enforce/audit/' new.lorica
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/bad
	contains "${lines[0]}" "exec /bin/bad: audit: "
}

@test "revoke: a table of expectations knows it" {
	revoke "revoke digest $bad"
	printf 'syntax 1\npolicy "new.lorica"\nmanifest "rootfs.stmt"\nexec "/bin/good" allow\nexec "/bin/bad" deny\n' >table
	run "$LORICA" test table
	[ "$status" -eq 0 ]
	sed -i 's/"\/bin\/bad" deny/"\/bin\/bad" allow/' table
	run "$LORICA" test table
	[ "$status" -ne 0 ]
}

@test "revoke: show prints it, as text that means the same, and as JSON" {
	revoke "revoke volume $worse" "on-revoked kill" "revoke manifest field rootfs below 9" "revoke digest $bad"
	"$LORICA" compile new.lorica -o new.stmt
	run "$LORICA" show new.stmt
	has "	revoke digest $bad" "	revoke manifest field rootfs below 9" "	revoke volume $worse" "	on-revoked kill"
	"$LORICA" show --extract out new.stmt >out.lorica
	mv out.lorica out
	"$LORICA" compile out/out.lorica -o again.stmt
	cmp new.stmt again.stmt
	run --separate-stderr "$LORICA" -j show new.stmt
	json "d['exec']['on_revoked'] == 'kill' and d['exec']['revoked'] == [
		{'kind': 'digest', 'hash': '$bad'},
		{'kind': 'manifest', 'key': 'field', 'name': 'rootfs', 'below': '9'},
		{'kind': 'volume', 'hash': '$worse'}]"
	# report is what holds without a word.
	revoke "revoke digest $bad" "on-revoked report"
	"$LORICA" compile new.lorica -o report.stmt
	revoke "revoke digest $bad"
	"$LORICA" compile new.lorica -o nothing.stmt
	cmp report.stmt nothing.stmt
}

@test "revoke: the order of lines and the case of digits mean nothing" {
	revoke "revoke digest $bad, $worse" "revoke manifest vendor a below 2" "revoke manifest field a below 3"
	"$LORICA" compile new.lorica -o one.stmt
	revoke "revoke manifest field a below 3" "revoke digest ${worse^^}" "revoke manifest vendor a below 2" "revoke digest $bad"
	"$LORICA" compile new.lorica -o two.stmt
	cmp one.stmt two.stmt
}

@test "revoke: diff tells what is refused from now on, and what no longer" {
	revoke "revoke digest $bad" "revoke manifest vendor rootfs below 3" "revoke volume $worse"
	cp new.lorica old.lorica
	revoke "revoke digest $worse" "revoke manifest vendor rootfs below 7" "revoke manifest field rootfs below 2" "on-revoked kill"
	run "$LORICA" diff old.lorica new.lorica
	[ "$status" -eq 1 ]
	has "  on-revoked: report -> kill"
	contains "$output" "code with the digest $worse"
	contains "$output" "code with the digest $bad"
	contains "$output" "manifests 'rootfs' that 'vendor' signs, serial 3 to 6"
	contains "$output" "manifests 'rootfs' that 'field' signs, serial 1 to 1"
	contains "$output" "volume $worse"
	run "$LORICA" -j diff old.lorica new.lorica
	json "len(d['denied']) == 3 and len(d['allowed']) == 2"
	run "$LORICA" diff new.lorica new.lorica
	[ "$status" -eq 0 ]
	# Another name for a key is no other key.
	sed 's/\bfield\b/other/; s/keys\/other/keys\/field/' new.lorica >renamed.lorica
	run "$LORICA" -j diff new.lorica renamed.lorica
	json "d['denied'] == [] and d['allowed'] == []"
}

@test "revoke: check tells of a manifest that still lists it" {
	revoke "revoke digest $worse" "revoke digest $bad"
	run "$LORICA" check new.lorica -m rootfs.stmt
	[ "$status" -eq 0 ]
	contains "$output" ": warning: manifest 'rootfs.stmt' lists 2 files that the policy revokes: '/bin/bad', '/bin/worse' [revoked-listed]"
	run "$LORICA" check --strict new.lorica -m rootfs.unsigned
	[ "$status" -eq 3 ]
	revoke "revoke digest $bad"
	run "$LORICA" check new.lorica -m rootfs.stmt
	contains "$output" "new.lorica:6:16: warning: manifest 'rootfs.stmt' lists 1 file that the policy revokes: '/bin/bad' [revoked-listed]"
	revoke "revoke digest $(digest keys/vendor.crt)" "revoke volume $bad"
	run "$LORICA" check --strict new.lorica -m rootfs.stmt
	[ "$status" -eq 0 ]
}

@test "revoke: check tells of a manifest whose serial is revoked" {
	revoke "revoke manifest vendor rootfs below 4"
	run "$LORICA" check new.lorica -m rootfs.stmt
	contains "$output" "new.lorica:6:25: warning: manifest 'rootfs.stmt' is refused: its serial 3 is revoked [manifest-refused]"
	run "$LORICA" check new.lorica -m rootfs.unsigned
	contains "$output" "manifest 'rootfs.unsigned' is refused when 'vendor' signs it: its serial 3 is revoked [manifest-refused]"
	# Of another key, another name, and up to here.
	revoke "revoke manifest field rootfs below 4" "revoke manifest vendor rootf below 4" "revoke manifest vendor rootfs below 3"
	run "$LORICA" check --strict new.lorica -m rootfs.stmt
	[ "$status" -eq 0 ]
}

@test "revoke: verify and explain refuse a manifest whose serial is revoked" {
	revoke "revoke manifest vendor rootfs below 4"
	"$LORICA" compile new.lorica -o new.bin
	certificate keys/anchor.crt
	sign new.bin anchor new.stmt
	run "$LORICA" verify rootfs.stmt --anchor keys/anchor.crt --policy new.stmt
	[ "$status" -eq 3 ]
	contains "$output" "manifest-revoked"
	contains "$output" "(EKEYREVOKED)"
	run "$LORICA" explain new.lorica -m rootfs.stmt exec /bin/good
	[ "$status" -eq 3 ]
	contains "$output" "manifest-revoked"
	run "$LORICA" explain new.lorica -m rootfs.unsigned:vendor exec /bin/good
	[ "$status" -eq 3 ]
	revoke "revoke manifest vendor rootfs below 3"
	"$LORICA" compile new.lorica -o new.bin
	sign new.bin anchor new.stmt
	run "$LORICA" verify rootfs.stmt --anchor keys/anchor.crt --policy new.stmt
	[ "$status" -eq 0 ]
}

@test "revoke: a key is revoked by leaving it out" {
	sed -e 's/, field//' -e '/field x509/d' gateway.lorica >new.lorica
	"$LORICA" compile new.lorica -o new.bin
	certificate keys/anchor.crt
	sign new.bin anchor new.stmt
	sign rootfs.unsigned field field.stmt
	run "$LORICA" verify field.stmt --anchor keys/anchor.crt --policy new.stmt
	[ "$status" -eq 3 ]
	contains "$output" "unknown-signer"
}
