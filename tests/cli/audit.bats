#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0

# lorica audit as its user sees it. What each check says of which tree is in tests/audit.
load common

setup_file() {
	common_setup_file
	mkdir -p tree/etc/lorica
	printf 'root:x:0:0:root:/root:/bin/sh\n' >tree/etc/passwd
	printf 'root:*:20000:0:90:7:::\n' >tree/etc/shadow
	echo 'the training of 2026' >training.txt
	cat >gateway.lorica <<-'END'
	syntax 1
	policy gateway serial 7 epoch 2 enforce
	keys {
	  vendor x509 "keys/vendor.crt" for manifest
	}
	exec default deny {
	  allow manifest vendor
	  writable-code deny
	}
	END
	"$LORICA" -q keygen --dir keys anchor
	"$LORICA" -q keygen --dir keys other
	"$LORICA" compile gateway.lorica -o gateway.stmt
	sign anchor gateway.stmt tree/etc/lorica/policy.stmt
}

sign() { "$LORICA" -q sign "$2" --key "keys/$1.key" --cert "keys/$1.crt" -o "$3"; }

setup() {
	common_setup
	export SOURCE_DATE_EPOCH=1795000000
}

# profile LINE...: a profile that has these lines
profile() { printf '%s\n' 'profile 1' "$@" >p.profile; }

# check_of NAME: a Python expression for the result of a check
check_of() { printf 'next(c for c in d["checks"] if c["name"] == "%s")' "$1"; }

control_of() { printf 'next(c for c in d["controls"] if c["id"] == "%s")' "$1"; }

@test "audit: every check says of every tree what it has to" {
	run env -u SOURCE_DATE_EPOCH python3 "$TOP/tests/audit/trees.py" "$LORICA" "$TOP"/tests/audit/*.trees
	grep -A1 '^not ok' <<<"$output" || true
	[ "$status" -eq 0 ]
	[ "$(grep -c '^ok' <<<"$output")" -ge 370 ]
}

@test "audit: every check has a test" {
	for name in $("$LORICA" -j audit --list | python3 -c 'import json, sys; print(*(c["name"] for c in json.load(sys.stdin)["checks"]))'); do
		[ -e "$TOP/tests/audit/$name.trees" ] || grep -q "\"$name\"" "$TOP/tests/unit/audit_running_test.c" ||
			{ echo "$name"; false; }
	done
	for file in "$TOP"/tests/audit/*.trees; do
		name=${file##*/}
		"$LORICA" audit --list | grep -q " ${name%.trees}: " || { echo "$name: no check"; false; }
	done
}

@test "audit: the catalogue is whole" {
	"$LORICA" -j audit --list >list
	python3 - list "$TOP/controls/controls.tsv" <<-'END'
	import csv, json, sys
	d = json.load(open(sys.argv[1]))
	rows = [r for r in csv.reader(open(sys.argv[2]), delimiter="\t", quoting=csv.QUOTE_NONE) if not r[0].startswith("#")]
	head, rows = rows[0], rows[1:]
	assert len(rows) == len(d["controls"]) == 241
	for row, c in zip(rows, d["controls"]):
	    assert [c[k] for k in head] == row, row
	checked = {i for k in d["checks"] for i in k["controls"]}
	for c in d["controls"]:
	    below = [x for x in d["controls"] if x["id"].startswith(c["id"] + ".")]
	    assert c["class"] != "H" or below, c
	    assert not (c["class"] in "HO" and c["id"] in checked), c
	    assert not (c["rest"] and c["id"] not in checked), c
	assert len({k["name"] for k in d["checks"]}) == len(d["checks"])
	END
}

@test "audit: a broken catalogue does not build" {
	head='id	title	class	mechanism	rest	refs'
	one='1	One	H	x		'
	wrong() {
		printf '%s\n' "$@" >c.tsv
		run "$TOP/controls/generate.sh" c.tsv rows
		[ "$status" -ne 0 ] || { echo "taken: $*"; false; }
	}
	wrong 'id	title'
	wrong "$head" "$one" "$one"
	wrong "$head" '1.1	One	U	x		'
	wrong "$head" '1	One	X	x		'
	wrong "$head" '1	One	U	x	'
	wrong "$head" '1		U	x		'
	wrong "$head" '01	One	U	x		'
	printf '%s\n' "$head" "$one" '1.1	a "b" \ c	U	x		' >c.tsv
	run "$TOP/controls/generate.sh" c.tsv rows
	[ "$status" -eq 0 ]
	contains "$output" '"a \"b\" \\ c"'
}

@test "audit: headings take the worst, and the exit status tells it" {
	run_split "$LORICA" -j audit --root tree 1.8.3
	[ "$status" -eq 1 ]
	json "$(control_of 1.8.3)[\"status\"] == 'fail' and d['exit'] == 1"
	json "$(control_of 1.8.3.14)[\"status\"] == 'pass'"
	json "all(c['id'].startswith('1.8.3') for c in d['controls']) and len(d['controls']) == 17"
	run "$LORICA" -q audit --root tree 1.8.3.14
	[ "$status" -eq 0 ] && [ -z "$output" ]
	run "$LORICA" -q audit --root tree 2
	[ "$status" -eq 3 ]
	printf 'root:*\n' >tree/etc/shadow
	run "$LORICA" -q audit --root tree 1.8.3.14
	[ "$status" -eq 2 ]
	run "$LORICA" -q audit --root tree 1.8.3.14 1.8.3.1
	[ "$status" -eq 1 ]
}

@test "audit: what the checks see a part of is manual when they pass, and has no check yet is told" {
	mkdir -p tree/etc/systemd/system/x.wants
	ln -s /lib/systemd/system/chrony.service tree/etc/systemd/system/x.wants/chrony.service
	run_split "$LORICA" -j audit --root tree 1.7.8
	[ "$status" -eq 3 ]
	json "$(check_of time.sync)['status'] == 'pass' and $(control_of 1.7.8)['status'] == 'manual'"
	json "'left is' in $(control_of 1.7.8)['text'] and d['unchecked'] == 0"
	run_split "$LORICA" -j audit --root tree 5.1
	[ "$status" -eq 3 ]
	json "$(control_of 5.1)['text'] == 'no check yet' and $(control_of 5.1)['unchecked'] and d['unchecked'] == 1"
	run "$LORICA" audit --root tree 5.1
	contains "$output" '1 of the manual ones have no check yet'
}

@test "audit: wrong usage" {
	for args in '1.99' '--root gone' '--profile gone --root tree' '--sarif --tap --root tree' '-j --tap' \
		'--html /gone/x --root tree' '--list 1' '--root' '--no-such' '--root tree/etc/passwd'; do
		# shellcheck disable=SC2086 # these are words
		run_split "$LORICA" audit $args
		[ "$status" -eq 2 ] || { echo "$args: $status"; false; }
		[ -z "$output" ]
		[ -n "$stderr" ]
	done
	run "$LORICA" audit 1.8.3.31
	contains "$output" "did you mean '1.8.3.1"
}

@test "audit: output that cannot be written is an error" {
	[ -e /dev/full ] || skip 'no /dev/full'
	run bash -c "'$LORICA' audit --root tree 1.8.3.14 >/dev/full"
	[ "$status" -eq 2 ]
}

@test "audit: what only documents answer is manual, with evidence and without" {
	sum=$(sha256sum <training.txt | cut -d' ' -f1)
	run_split "$LORICA" -j audit --root tree 2.1
	[ "$status" -eq 3 ]
	profile "evidence 2.1 file \"training.txt\" sha256 $sum owner \"J. Doe\" date 2026-10-01"
	run_split "$LORICA" -j audit --root tree --profile p.profile 2.1
	[ "$status" -eq 3 ]
	json "$(control_of 2.1)[\"status\"] == 'manual' and $(control_of 2.1)['declared']['verified']"
	echo changed >>training.txt
	run_split "$LORICA" -j audit --root tree --profile p.profile 2.1
	[ "$status" -eq 2 ]
	json "'another SHA-256' in $(control_of 2.1)['text']"
	rm training.txt
	run_split "$LORICA" -j audit --root tree --profile p.profile 2.1
	[ "$status" -eq 3 ]
	json "not $(control_of 2.1)['declared']['verified'] and 'not here' in $(control_of 2.1)['text']"
}

@test "audit: a waiver counts until its end, and not for what could not be looked at" {
	waive() { profile "waive $1 until $2 owner \"J. Doe\" reason \"a service account\""; }
	waive 1.8.3 2027-06-30
	run_split "$LORICA" -j audit --root tree --profile p.profile 1.8.3
	[ "$status" -eq 0 ]
	json "$(control_of 1.8.3.1)['status'] == 'waived' and 'J. Doe' in $(control_of 1.8.3.1)['text']"
	json "$(control_of 1.8.3.14)['status'] == 'pass'"
	waive 1.8.3 2026-10-01
	run_split "$LORICA" -j audit --root tree --profile p.profile 1.8.3
	[ "$status" -eq 1 ]
	json "$(control_of 1.8.3.1)['note'] == 'the waiver ended on 2026-10-01'"
	waive 1.8.3.14 2027-06-30
	printf 'root:*\n' >tree/etc/shadow
	run_split "$LORICA" -j audit --root tree --profile p.profile 1.8.3.14
	[ "$status" -eq 2 ]
}

@test "audit: what does not apply is declared, and does not hide what was found" {
	profile 'notapplicable 1.7.3 reason "no mobile application"'
	run_split "$LORICA" -j audit --root tree --profile p.profile 1.7.3
	[ "$status" -eq 0 ]
	json "$(control_of 1.7.3)['status'] == 'notapplicable'"
	mkdir -p tree/etc/nginx
	echo 'http { server { listen 80; root /x; } }' >tree/etc/nginx/nginx.conf
	run_split "$LORICA" -j audit --root tree --profile p.profile 1.7.3
	[ "$status" -eq 1 ]
	json "'and yet' in $(control_of 1.7.3.4)['note']"
}

@test "audit: a wrong profile is refused, with its line" {
	wrong() {
		printf '%s\n' "${@:2}" >p.profile
		run "$LORICA" -q audit --root tree --profile p.profile 2
		[ "$status" -eq 2 ] || { echo "$status: ${*:2}"; false; }
		contains "$output" "$1"
	}
	wrong 'p.profile:1: a profile begins' 'waive 1'
	wrong 'p.profile:1: only' 'profile 2'
	: >p.profile
	run "$LORICA" -q audit --root tree --profile p.profile 2
	[ "$status" -eq 2 ]
	wrong "p.profile:2: there is no statement 'x'" 'profile 1' 'x'
	wrong "p.profile:3: there is no control '9'" 'profile 1' '' 'notapplicable 9 reason "x"'
	wrong 'reason and a value' 'profile 1' 'notapplicable 2'
	wrong 'a date is needed' 'profile 1' 'waive 2 until 2026-02-30 owner "x" reason "y"'
	wrong 'has no end' 'profile 1' 'device "x'
	wrong 'is empty' 'profile 1' 'device ""'
	wrong 'said once' 'profile 1' 'device a' 'device b'
	wrong 'line 2 says this' 'profile 1' 'notapplicable 2 reason "x"' 'notapplicable 2 reason "y"'
	wrong 'behind the end' 'profile 1' 'notapplicable 2 reason "x" y'
	wrong '64 hex digits' 'profile 1' 'evidence 2.1 file "x" sha256 00 owner "x" date 2026-01-01'
	wrong 'not for a heading' 'profile 1' "evidence 2 file x sha256 $(printf '%064d' 0) owner x date 2026-01-01"
	wrong 'absolute path' 'profile 1' 'setuid su'
	wrong 'not UTF-8' 'profile 1' $'device \xff'
	wrong 'nobody can see' 'profile 1' $'device "a\x1b[2Jb"'
}

@test "audit: the profile declares setuid programs" {
	mkdir -p tree/opt
	touch tree/opt/tool
	chmod 4755 tree/opt/tool
	run_split "$LORICA" -j audit --root tree 6.6.7
	json "$(check_of files.setuid)['status'] == 'fail'"
	profile 'setuid "/opt/tool"'
	run_split "$LORICA" -j audit --root tree --profile p.profile 6.6.7
	json "$(check_of files.setuid)['status'] == 'pass'"
}

@test "audit: a tree's policy counts when the anchor signed it" {
	run_split "$LORICA" -j audit --root tree 7.3.3
	json "$(check_of lorica.runtime)['status'] == 'error'"
	profile 'anchor "keys/anchor.crt"'
	run_split "$LORICA" -j audit --root tree --profile p.profile 7.3 7.2.10 6.5.1 1.9
	for name in code runtime change policy; do
		json "$(check_of lorica.$name)['status'] == 'pass'"
		json "'after-reboot' in $(check_of lorica.$name)['proves'] and 'running' not in $(check_of lorica.$name)['proves']"
	done
	profile 'anchor "keys/other.crt"'
	run_split "$LORICA" -j audit --root tree --profile p.profile 7.3.3
	json "$(check_of lorica.runtime)['status'] == 'fail'"
	profile 'anchor "gone.crt"'
	run_split "$LORICA" -j audit --root tree --profile p.profile 7.3.3
	json "$(check_of lorica.runtime)['status'] == 'error'"
}

@test "audit: a policy that is weak, damaged, or of another kind does not pass" {
	profile 'anchor "keys/anchor.crt"'
	says() {
		run_split "$LORICA" -j audit --root tree --profile p.profile 7.3.2 7.3.3 6.5.1
		json "$(check_of lorica.runtime)['status'] == 'fail' and '$1' in $(check_of lorica.runtime)['observed']"
	}
	change() {
		sed "$1" gateway.lorica >x.lorica
		"$LORICA" -q compile x.lorica -o x.stmt
		sign anchor x.stmt tree/etc/lorica/policy.stmt
	}
	change 's/enforce/audit/'
	says 'does not refuse'
	change '/writable-code/d'
	says 'writable-code deny'
	json "$(check_of lorica.code)['status'] == 'pass'"
	cp gateway.stmt tree/etc/lorica/policy.stmt
	says ''
	change 's/x/x/'
	printf 'X' | dd of=tree/etc/lorica/policy.stmt bs=1 seek=200 conv=notrunc 2>/dev/null
	says ''
	"$LORICA" -q manifest tree -o m.unsigned
	sign anchor m.unsigned tree/etc/lorica/policy.stmt
	says ''
	: >tree/etc/lorica/policy.stmt
	says ''
	rm tree/etc/lorica/policy.stmt
	says 'there is no'
}

@test "audit: no secret is in a report" {
	mkdir -p tree/etc/mosquitto
	printf 'root:$1$abcdefgh$HASHHASHHASHHASHHASHHA:1:0:90:7:::\n' >tree/etc/shadow
	printf '//s/x /mnt cifs password=HASHHASH 0 0\n' >tree/etc/fstab
	printf 'psk="HASHHASH"\n' >tree/etc/wpa_supplicant.conf
	for form in -j --sarif --tap -v; do
		"$LORICA" audit $form --root tree >report.$form || [ $? -eq 1 ]
	done
	"$LORICA" -q audit --root tree --html report.html || [ $? -eq 1 ]
	grep -l 'kept as MD5' report.*
	! grep HASHHASH report.*
}

@test "audit: what a file says cannot talk to a terminal, nor to a browser" {
	mkdir -p tree/etc/ssh
	printf 'PermitRootLogin \033[2J<script>alert(1)</script>\n' >tree/etc/ssh/sshd_config
	"$LORICA" -v audit --root tree 1.8.3.13 >text || [ $? -eq 1 ]
	"$LORICA" -q audit --root tree --html page 1.8.3.13 || [ $? -eq 1 ]
	grep -q '\\x1b\[2J' text
	! grep -q $'\033' text page
	grep -q '&lt;script&gt;alert' page
	! grep -q '<script>alert' page
}

@test "audit: links do not lead out of a tree" {
	printf 'root::1:0:90:7:::\n' >outside
	ln -sf "$PWD/outside" tree/etc/shadow
	run_split "$LORICA" -j audit --root tree 1.8.3.13
	json "'no /etc/shadow' in $(check_of accounts.empty-password)['observed']"
	ln -sf ../../outside tree/etc/shadow
	run_split "$LORICA" -j audit --root tree 1.8.3.13
	json "'no /etc/shadow' in $(check_of accounts.empty-password)['observed']"
}

@test "audit: what cannot be read is an error" {
	[ "$(id -u)" -ne 0 ] || skip 'root reads everything'
	chmod 0 tree/etc/shadow
	run_split "$LORICA" -j audit --root tree 1.8.3.14
	[ "$status" -eq 2 ]
}

@test "audit: JSON is as its schema says, and the schema takes nothing else" {
	python3 -c 'import jsonschema' 2>/dev/null || skip 'no jsonschema for Python'
	profile 'anchor "keys/anchor.crt"' 'waive 1.8.3.1 until 2027-01-01 owner "x" reason "y"' 'notapplicable 1.7.3 reason "z"' \
		"evidence 2.1 file x sha256 $(printf '%064d' 0) owner x date 2026-01-01"
	"$LORICA" -j audit --root tree --profile p.profile >a.json || [ $? -eq 1 ]
	"$LORICA" -j audit --list >b.json
	"$LORICA" -j audit --root tree 2 >c.json || [ $? -eq 3 ]
	"$LORICA" -j audit 1.1 1.4 >d.json || [ $? -ne 0 ]
	python3 - "$TOP/policy/schema/audit.json" [a-d].json <<-'END'
	import copy, json, jsonschema, sys
	schema = json.load(open(sys.argv[1]))
	jsonschema.Draft202012Validator.check_schema(schema)
	v = jsonschema.Draft202012Validator(schema)
	for name in sys.argv[2:]:
	    v.validate(json.load(open(name)))
	def spoil(x):
	    """Each object once with a member more, once without each of its members."""
	    if isinstance(x, dict):
	        x["surplus"] = 1
	        yield
	        del x["surplus"]
	    for y in (x.values() if isinstance(x, dict) else x if isinstance(x, list) else ()):
	        yield from spoil(y)
	d = json.load(open(sys.argv[2]))
	small = dict(d, controls=[c for c in d["controls"] if "declared" in c][:4], checks=d["checks"][:2])
	nr = 0
	for _ in spoil(small):
	    nr += 1
	    assert not v.is_valid(small)
	assert nr > 10 and v.is_valid(small)
	for key in ("status", "exit", "counts", "controls"):
	    broken = copy.deepcopy(small)
	    del (broken["controls"][0] if key == "status" else broken)[key]
	    assert not v.is_valid(broken)
	END
}

@test "audit: SARIF has the controls as a taxonomy, and each result points into it" {
	"$LORICA" audit --sarif --root tree >s.json || [ $? -eq 1 ]
	python3 - s.json <<-'END'
	import json, sys
	d = json.load(open(sys.argv[1]))
	assert d["version"] == "2.1.0" and len(d["runs"]) == 1
	run = d["runs"][0]
	rules = run["tool"]["driver"]["rules"]
	taxa = run["taxonomies"][0]["taxa"]
	assert len(taxa) == 241 and len({r["id"] for r in rules}) == len(rules)
	for r in run["results"]:
	    assert rules[r["ruleIndex"]]["id"] == r["ruleId"]
	    assert r["message"]["text"]
	    assert r["kind"] in ("pass", "fail", "review", "notApplicable")
	    assert (r["level"] == "none") == (r["kind"] != "fail")
	    for t in r["taxa"]:
	        assert taxa[t["index"]]["id"] == t["id"]
	    for at in r.get("locations", []):
	        uri = at["physicalLocation"]["artifactLocation"]["uri"]
	        assert uri and not uri.startswith("/") and " " not in uri
	named = {t["id"] for r in run["results"] for t in r["taxa"]}
	assert len(named) == 199, len(named)
	END
}

@test "audit: TAP has a line for each control, and a plan" {
	"$LORICA" audit --tap --root tree >t.tap || [ $? -eq 1 ]
	head -n 1 t.tap | grep -qx 'TAP version 13'
	[ "$(grep -c '^\(not \)\?ok ' t.tap)" -eq 199 ]
	grep -qx '1\.\.199' t.tap
	grep -q '^not ok [0-9]* - 2\.1 .* # TODO manual$' t.tap
	grep -q '^ok [0-9]* - 1\.8\.3\.14 ' t.tap
}

@test "audit: the page needs no network, and names every control" {
	"$LORICA" audit --root tree --html page.html >text || [ $? -eq 1 ]
	grep -q 'some fail' text
	! grep -qE '(src|href)="?(https?:)?//' page.html
	[ "$(grep -c '<details ' page.html)" -eq 199 ]
	python3 - page.html <<-'END'
	import html.parser, sys
	class P(html.parser.HTMLParser):
	    open = []
	    def handle_starttag(self, tag, attrs):
	        if tag not in ("meta", "br"):
	            self.open.append(tag)
	    def handle_endtag(self, tag):
	        assert self.open and self.open.pop() == tag, (tag, self.getpos())
	p = P()
	p.feed(open(sys.argv[1], encoding="utf-8").read())
	assert not p.open, p.open
	END
	run_split "$LORICA" audit --root tree --html - 2
	[ "$status" -eq 3 ]
	contains "$output" '</html>'
}

@test "audit: the same tree and time give the same bytes" {
	for form in -j --sarif --tap '-v --html -'; do
		# shellcheck disable=SC2086 # these are words
		"$LORICA" audit $form --root tree >one || [ $? -eq 1 ]
		# shellcheck disable=SC2086
		"$LORICA" audit $form --root tree >two || [ $? -eq 1 ]
		cmp one two
	done
}

@test "audit: docs/controls.md is what the catalogue and the code say" {
	"$TOP/controls/document.py" "$LORICA" | diff "$TOP/docs/controls.md" -
}
