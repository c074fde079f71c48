#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }
setup() { common_setup; }

@test "check: a good policy says nothing" {
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "check: every diagnostic is as expected in tests/policies" {
	LORICA=$LORICA run "$TOP/tests/policies/run.sh"
	echo "$output" | grep '^not ok\|^#' || true
	[ "$status" -eq 0 ]
}

@test "check: an error exits with 3 and stays off stdout" {
	sed -i 's/vendor, field/vendor, filed/' gateway.lorica
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[ "${stderr_lines[0]}" = "gateway.lorica:5:26: error: key 'filed' is not declared in 'keys'; did you mean 'field'? [unknown-key]" ]
	[ "${stderr_lines[1]}" = "  allow manifest vendor, filed" ]
	[ "${stderr_lines[2]}" = "                         ^~~~~" ]
}

@test "check: standard input, with certificates from the current directory" {
	run_split "$LORICA" check - <gateway.lorica
	[ "$status" -eq 0 ]
	run_split bash -c 'echo bad | "$0" check -' "$LORICA"
	[ "$status" -eq 3 ]
	contains "$stderr" "<stdin>:1:1: error: "
}

@test "check: certificates are looked for beside the policy" {
	mkdir elsewhere
	cd elsewhere
	run_split "$LORICA" check ../gateway.lorica
	[ "$status" -eq 0 ]
	run_split "$LORICA" check - <../gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[cert-unreadable]"
}

@test "check: -j is one document with the same positions" {
	sed -i 's/vendor, field/vendor, vendor/' gateway.lorica
	run_split "$LORICA" check -j gateway.lorica
	[ "$status" -eq 3 ]
	[ -z "$stderr" ]
	json 'd["ok"] is False and d["errors"] == 1 and d["file"] == "gateway.lorica"'
	json 'd["diagnostics"][0]["kind"] == "duplicate-rule"'
	json 'd["diagnostics"][0]["level"] == "error"'
	json 'd["diagnostics"][0]["start"] == {"line": 5, "column": 26, "offset": 130}'
	json 'd["diagnostics"][0]["end"]["column"] == 32'
	json 'd["diagnostics"][0]["related"][0]["message"] == "first allowed here"'
	json 'd["diagnostics"][0]["related"][0]["start"]["column"] == 18'
}

@test "check: -j tells where the value of a constant stands" {
	sed -i 's/vendor, field/$keys/' gateway.lorica
	echo 'define keys = { vendor, filed }' >>gateway.lorica
	run_split "$LORICA" check -j gateway.lorica
	[ "$status" -eq 3 ]
	json 'len(d["diagnostics"]) == 1 and d["diagnostics"][0]["kind"] == "unknown-key"'
	json 'd["diagnostics"][0]["start"]["line"] == 5 and d["diagnostics"][0]["end"]["column"] == 23'
	json '[(r["message"], r["file"], r["start"]["line"]) for r in d["diagnostics"][0]["related"]] == [("the value stands here", "gateway.lorica", 14)]'
}

@test "check: -j of a good policy" {
	run_split "$LORICA" -j check gateway.lorica
	[ "$status" -eq 0 ]
	json 'd == {"ok": True, "file": "gateway.lorica", "errors": 0, "warnings": 0, "diagnostics": [], "unmanaged": []}'
}

@test "check: --format=json is -j, --format=text is without it" {
	sed -i 's/vendor, field/vendor, filed/' gateway.lorica
	"$LORICA" check -j gateway.lorica >json 2>json.err || [ $? -eq 3 ]
	"$LORICA" check gateway.lorica >text 2>text.err || [ $? -eq 3 ]
	[ -s json ] && [ ! -s json.err ] && [ ! -s text ] && [ -s text.err ]
	run_split "$LORICA" check --format=json gateway.lorica
	[ "$status" -eq 3 ]
	[ "$output" = "$(cat json)" ]
	[ -z "$stderr" ]
	run_split "$LORICA" check gateway.lorica --format text
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[ "$stderr" = "$(cat text.err)" ]
	# Said for this verb, so it stands above what was said for all.
	run_split "$LORICA" -j check --format=text gateway.lorica
	[ -z "$output" ]
	[ "$stderr" = "$(cat text.err)" ]
	run_split "$LORICA" check --format=yaml gateway.lorica
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = "lorica check: --format takes json or text, not 'yaml'" ]
}

@test "check: -j is what its schema says, whatever the policy" {
	python3 -c 'import jsonschema' 2>/dev/null || skip "no jsonschema for Python"
	"$TOP/tests/policies/stage.sh" staged
	for file in staged/*/*.lorica; do
		"$LORICA" check -j "$file" >"$file.json" || [ $? -eq 3 ]
	done
	python3 - "$TOP/policy/schema/check.json" staged/*/*.json <<-'EOF'
	import json, jsonschema, sys
	schema = json.load(open(sys.argv[1]))
	jsonschema.Draft202012Validator.check_schema(schema)
	validator = jsonschema.Draft202012Validator(schema)
	for name in sys.argv[2:]:
	    d = json.load(open(name))
	    validator.validate(d)
	    for x in d["diagnostics"]:
	        for place in [x] + x["related"] + x["included_from"]:
	            data = open(place["file"], "rb").read()
	            for at in place["start"], place["end"]:
	                assert at["offset"] <= len(data), (name, at)
	                assert at["line"] == 1 + data.count(b"\n", 0, at["offset"]), (name, at)
	            assert place["start"]["offset"] <= place["end"]["offset"], (name, place)
	print(len(sys.argv) - 2, "documents")
	EOF
}

@test "check: -j stays JSON when the text is not UTF-8" {
	printf 'syntax 1\npolicy t serial 1 epoch 1 audit \377"\1\n' >odd.lorica
	run_split "$LORICA" check -j odd.lorica
	[ "$status" -eq 3 ]
	json 'd["errors"] > 0 and d["unmanaged"] is None'
}

@test "check: colours when asked, never otherwise" {
	echo bad >bad.lorica
	run_split "$LORICA" --color=always check bad.lorica
	contains "$stderr" $'\033[1;31merror:\033[0m'
	run_split "$LORICA" --color=never check bad.lorica
	[[ $stderr != *$'\033'* ]]
	run_split "$LORICA" check bad.lorica
	[[ $stderr != *$'\033'* ]]
}

@test "check: on a terminal there are colours, unless NO_COLOR is set" {
	command -v script >/dev/null || skip "no script(1)"
	echo bad >bad.lorica
	TERM=xterm run script -qec "'$LORICA' check bad.lorica" /dev/null
	contains "$output" $'\033[1;31merror:'
	NO_COLOR=1 TERM=xterm run script -qec "'$LORICA' check bad.lorica" /dev/null
	[[ $output != *$'\033['* ]]
	TERM=dumb run script -qec "'$LORICA' check bad.lorica" /dev/null
	[[ $output != *$'\033['* ]]
}

@test "check: what a policy says cannot talk to the terminal" {
	printf 'syntax 1\n\033]0;owned\007\302\233\n' >odd.lorica
	run_split "$LORICA" check odd.lorica
	[ "$status" -eq 3 ]
	[[ $stderr != *$'\033'* && $stderr != *$'\007'* && $stderr != *$'\302\233'* ]]
}

@test "check: -q keeps errors only" {
	sed -i '/^exec/,/^}/d' gateway.lorica
	run_split "$LORICA" check gateway.lorica
	contains "$stderr" "[unmanaged]"
	run_split "$LORICA" check -q gateway.lorica
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "check: SOURCE_DATE_EPOCH decides about dates" {
	SOURCE_DATE_EPOCH=32503680000 run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	contains "$stderr" "[cert-expired]"
	SOURCE_DATE_EPOCH=86400 run_split "$LORICA" check gateway.lorica
	contains "$stderr" "[cert-early]"
}

@test "check: DER does as well as PEM" {
	openssl x509 -in keys/vendor.crt -outform DER -out der
	mv der keys/vendor.crt
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 0 ]
	printf 'x' >>keys/vendor.crt
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[cert-malformed]"
}

@test "check: a private key is no certificate, alone or beside one" {
	cat keys/vendor.crt.key >>keys/vendor.crt
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "has to be in a file of its own"
	cp keys/vendor.crt.key keys/vendor.crt
	run_split "$LORICA" check gateway.lorica
	[ "$status" -eq 3 ]
}

@test "check: files that cannot be read" {
	run_split "$LORICA" check no-such.lorica
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot read 'no-such.lorica': No such file or directory" ]
	run_split "$LORICA" check .
	[ "$status" -eq 1 ]
	head -c 75497473 /dev/zero | tr '\0' '\n' >large.lorica
	run_split "$LORICA" check large.lorica
	[ "$status" -eq 1 ]
	contains "$stderr" "File too large"
}

@test "check: wrong calls" {
	run_split "$LORICA" check
	[ "$status" -eq 2 ]
	run_split "$LORICA" check a b
	[ "$status" -eq 2 ]
	run_split "$LORICA" check --bogus gateway.lorica
	[ "$status" -eq 2 ]
	contains "$stderr" "bogus"
}
