#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What a policy expects of the boot, as show and diff tell it.
load common
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	policy 1 'on-fail halt' "pcr 9, 4 sha256 $(hex 2), $(hex 1)" "event pcr 4 sha256 $(hex 3)" 'cmdline require "quiet"' \
		'cmdline deny "init="' 'cmdline exact "quiet \"a=b c\""' 'secure-boot on' 'tpm required' 'rollback tpm' >full.lorica
	policy 1 'on-fail log' "pcr 9 sha256 $(hex 2)" >small.lorica
	printf 'syntax 1\npolicy p serial 1 epoch 1 audit\n' >none.lorica
}

setup() { common_setup; }

hex() { printf '%064x' "$1"; }

# policy SERIAL ON-FAIL RULE...
policy() {
	printf 'syntax 1\npolicy p serial %s epoch 1 audit\nboot %s {\n' "$1" "$2"
	printf '\t%s\n' "${@:3}"
	echo '}'
}

@test "boot: show tells every rule, as text and as JSON" {
	"$LORICA" -q compile full.lorica -o full.stmt
	run_split "$LORICA" show full.stmt
	contains "$output" $'\nboot on-fail halt {\n\tpcr 4 sha256 '"$(hex 1),"$'\n\t\t'"$(hex 2)"$'\n\tpcr 9 sha256 '
	contains "$output" $'\tevent pcr 4 sha256 '"$(hex 3)"$'\n\tcmdline require "quiet"\n\tcmdline deny "init="\n\tcmdline exact "quiet \\"a=b c\\""\n\tsecure-boot on\n\ttpm required\n\trollback tpm\n}'
	echo "$output" >again.lorica
	"$LORICA" -q compile again.lorica -o again.stmt
	cmp full.stmt again.stmt
	run_split "$LORICA" show -j full.stmt
	json "d['boot'] == {'on_fail': 'halt', 'pcrs': [{'pcr': 4, 'sha256': ['$(hex 1)', '$(hex 2)']}, {'pcr': 9, 'sha256': ['$(hex 1)', '$(hex 2)']}], 'events': [{'pcr': 4, 'sha256': ['$(hex 3)']}], 'cmdline': {'require': ['quiet'], 'deny': ['init='], 'exact': ['quiet \"a=b c\"']}, 'secure_boot': True, 'tpm_required': True, 'rollback': 'tpm'}"
	json '"boot" not in d["unmanaged"]'
	"$LORICA" -q compile none.lorica -o none.stmt
	run_split "$LORICA" show -j none.stmt
	json 'd["boot"] is None and "boot" in d["unmanaged"]'
}

@test "boot: what show -j prints is what its schema says" {
	python3 -c 'import jsonschema' 2>/dev/null || skip 'no jsonschema'
	for name in full small none; do
		"$LORICA" -q compile $name.lorica -o $name.stmt
		"$LORICA" show -j $name.stmt 2>/dev/null >$name.json
		python3 -c 'import json, jsonschema, sys; jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))' \
			"$TOP/policy/schema/show.json" $name.json
	done
}

@test "boot: diff tells what becomes allowed and what denied" {
	policy 1 'on-fail halt' "pcr 9 sha256 $(hex 2), $(hex 7)" 'cmdline deny "init="' 'tpm required' >next.lorica
	run_split "$LORICA" diff -j small.lorica next.lorica
	[ "$status" -eq 1 ]
	json "[x['what'] for x in d['allowed']] == ['a boot with the value $(hex 7) in PCR 9']"
	json "[x['what'] for x in d['denied']] == ['a boot without a TPM', 'a command line with \'init=\'']"
	json '"boot on-fail" in str(d["changes"])'
	run_split "$LORICA" diff -j next.lorica small.lorica
	json "[x['what'] for x in d['denied']] == ['a boot with the value $(hex 7) in PCR 9'] and len(d['allowed']) == 2"
	run_split "$LORICA" diff -j none.lorica small.lorica
	json 'len(d["denied"]) == 1 and "a boot with any other value in PCR 9" in str(d["denied"]) and d["allowed"] == []'
	run_split "$LORICA" diff -j full.lorica none.lorica
	json 'len(d["allowed"]) == 9 and d["denied"] == [] and "any other command line" in str(d["allowed"])'
	run_split "$LORICA" diff full.lorica full.lorica
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "boot: of two places for epochs the better one is asked for" {
	policy 1 'on-fail log' 'rollback file' >file.lorica
	policy 1 'on-fail log' 'rollback file' 'rollback tpm' 'rollback file' >tpm.lorica
	"$LORICA" -q compile tpm.lorica -o tpm.stmt
	run_split "$LORICA" show tpm.stmt
	contains "$output" $'\trollback tpm\n'
	[[ $output != *'rollback file'* ]]
	run_split "$LORICA" diff -j file.lorica tpm.lorica
	json '[x["what"] for x in d["denied"]] == ["a boot whose smallest epoch a file told"] and d["allowed"] == []'
	run_split "$LORICA" diff -j tpm.lorica none.lorica
	json '[x["what"] for x in d["allowed"]] == ["a boot without a counter of epochs in the TPM"] and d["denied"] == []'
	run_split "$LORICA" diff -j none.lorica file.lorica
	json '[x["what"] for x in d["denied"]] == ["a boot without a store of epochs"]'
}

@test "boot: an event of this type is not for the desk" {
	run_split "$LORICA" explain small.lorica boot boot
	contains "$output$stderr" "the 'boot' section decides, by what the TPM and the kernel say of the boot"
}
