#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() { common_setup_file; }
setup() { common_setup; }

# poke FILE OFFSET BYTE
poke() {
	printf '%b' "\\x$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# at FILE TEXT: the offset of the last place where TEXT stands
at() {
	grep -obaF -- "$2" "$1" | tail -n 1 | cut -d: -f1
}

# A manifest of one file, put together by hand from the wire format.
manifest() {
	python3 - "$1" <<-'EOF'
	import hashlib, struct, sys
	paths = b"/bin/a\0/bin/b\\\n\033\xff\0"
	rows = sorted((hashlib.sha256(x).digest(), o, k) for x, o, k in ((b"a", 0, 1), (b"b", 7, 3)))
	digests = b"".join(d + struct.pack("<IBB2x", o, k, 2) for d, o, k in rows)
	pad = -len(paths) % 8
	n = 128 + 32 + len(digests) + len(paths) + pad
	head = struct.pack("<8sHHIQQQQ32s32sIH10x", b"LORICA\r\n", 1, 2, n, 5, 1, 0, 0, b"", b"m", 0, 2)
	table = struct.pack("<IIII", 16, 0, 160, len(digests))
	table += struct.pack("<IIII", 17, 0, 160 + len(digests), len(paths))
	open(sys.argv[1], "wb").write(head + table + digests + paths + bytes(pad))
	EOF
}

@test "show: prints the canonical text" {
	run_split "$LORICA" show gateway.stmt
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	pin=$(openssl x509 -in keys/field.crt -outform DER | sha256sum | cut -d' ' -f1)
	[ "${lines[0]}" = "syntax 1" ]
	[ "${lines[1]}" = "policy gateway serial 7 epoch 2 enforce on-fail halt" ]
	[ "${lines[3]}" = $'\tfield x509 "keys/field.crt" sha256 '"$pin for manifest" ]
	[ "${lines[7]}" = $'\tallow manifest field' ]
}

@test "show: the text and the extracted certificates give the same bytes again" {
	"$LORICA" show --extract out gateway.stmt >text
	mkdir -p out
	cp text out/again.lorica
	"$LORICA" compile out/again.lorica -o again.stmt
	cmp gateway.stmt again.stmt
	"$LORICA" show again.stmt | cmp - text
}

@test "show: the same from a signed statement, which is said to be unchecked" {
	run_split "$LORICA" show gateway.signed
	[ "$status" -eq 0 ]
	contains "$stderr" "the signature was not checked"
	"$LORICA" show gateway.stmt >plain
	"$LORICA" show gateway.signed 2>/dev/null | cmp - plain
	run_split "$LORICA" show -j gateway.signed
	json 'd["signed"] is True and d["signature"] == "not checked"'
}

@test "show: standard input" {
	"$LORICA" show - <gateway.stmt >text
	"$LORICA" show gateway.stmt | cmp - text
}

@test "show: of a policy text, what its statement shows" {
	mkdir lib
	cp -r keys lib/
	printf 'syntax 1\ndefine who = field\ninclude "lib/keys.lorica"\n' >text.lorica
	sed '/^syntax/d; /^keys/,/^}/d; s/vendor, field/vendor, $who/; s/boot on-fail log/boot on-fail halt/' gateway.lorica >>text.lorica
	{ echo 'syntax 1'; sed -n '/^keys/,/^}/p' gateway.lorica; } >lib/keys.lorica
	"$LORICA" -q compile text.lorica -o text.stmt
	run_split "$LORICA" show text.lorica
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	"$LORICA" show text.stmt >want
	diff want - <<<"$output"
	contains "$output" '"lib/keys/field.crt"'
	"$LORICA" show - <text.lorica | cmp want -
	"$LORICA" show --extract from-text text.lorica >/dev/null
	"$LORICA" show --extract from-stmt text.stmt >/dev/null
	diff -r from-text from-stmt
	[ -s from-text/lib/keys/vendor.crt ]
	"$LORICA" show -j text.lorica >a
	"$LORICA" show -j text.stmt | sed 's/text\.stmt/text.lorica/' | cmp a -
	"$LORICA" show -j - <text.lorica | sed 's/"file": *"-"/"file": "text.lorica"/' >b
	python3 -c 'import json; a, b = (json.load(open(n)) for n in "ab"); a["file"] = b["file"]; assert a == b'
}

@test "show: of a policy text that does not compile, what is wrong with it" {
	sed 's/exec default deny/exec defautl deny/' gateway.lorica >bad.lorica
	run_split "$LORICA" show bad.lorica
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	contains "$stderr" "[unknown-word]"
	run_split "$LORICA" show -j bad.lorica
	[ "$status" -eq 3 ]
	json 'd["ok"] is False and d["diagnostics"][0]["kind"] == "unknown-word"'
	run_split "$LORICA" show --extract out bad.lorica
	[ "$status" -eq 3 ]
	[ ! -e out ]
	rm keys/vendor.crt
	run_split "$LORICA" show gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "[cert-unreadable]"
}

@test "show: -j tells what the tables say" {
	run_split "$LORICA" show -j gateway.stmt
	[ "$status" -eq 0 ]
	json 'd["type"] == "policy" and d["name"] == "gateway" and d["signed"] is False'
	json 'd["serial"] == "7" and d["epoch"] == "2" and d["device"] is None'
	json 'd["mode"] == "enforce" and d["on_fail"] == "halt"'
	json '[k["name"] for k in d["keys"]] == ["field", "vendor"]'
	json 'd["keys"][1]["purposes"] == ["policy", "manifest"]'
	json 'd["keys"][1]["path"] == "keys/vendor.crt" and len(d["keys"][1]["sha256"]) == 64'
	json 'd["exec"] == {"default": "deny", "allow": [{"kind": "manifest", "key": "field", "under": None}, {"kind": "manifest", "key": "vendor", "under": None}], "writable_code": None, "firmware": None, "bpf": None, "kernel_helpers": None, "interpreters": [], "revoked": [], "on_revoked": "report"}'
	json 'd["text"].startswith("syntax 1\n")'
}

@test "show: who may make code is told, as text and as JSON" {
	sed 's|allow manifest.*|&\n\twritable-code deny except "/usr/bin/node", "/bin/a b"|' gateway.lorica >wx.lorica
	"$LORICA" -q compile wx.lorica -o wx.stmt
	run_split "$LORICA" show wx.stmt
	contains "$output" 'writable-code deny except "/bin/a b", "/usr/bin/node"'
	echo "$output" >again.lorica
	cp -r keys/. . 2>/dev/null || :
	"$LORICA" -q compile again.lorica -o again.stmt
	cmp wx.stmt again.stmt
	run_split "$LORICA" show -j wx.stmt
	json 'd["exec"]["writable_code"] == {"default": "deny", "except": ["/bin/a b", "/usr/bin/node"], "may_degrade": False}'
}

@test "show: interpreters, as text and as JSON" {
	sed 's|allow manifest.*|&\n\tinterpreter "/usr/bin/perl", "/bin/sh" data under "/var/b", "/etc"\n\tinterpreter "/bin/awk"|' \
		gateway.lorica >interpreter.lorica
	"$LORICA" -q compile interpreter.lorica -o interpreter.stmt
	run_split "$LORICA" show interpreter.stmt
	contains "$output" $'\tinterpreter "/bin/awk"\n\tinterpreter "/bin/sh" data under "/etc",\n\t\t"/var/b"\n\tinterpreter "/usr/bin/perl" data under "/etc",\n\t\t"/var/b"\n}'
	echo "$output" >again.lorica
	cp -r keys/. . 2>/dev/null || :
	"$LORICA" -q compile again.lorica -o again.stmt
	cmp interpreter.stmt again.stmt
	run_split "$LORICA" show -j interpreter.stmt
	json 'd["exec"]["interpreters"] == [{"program": "/bin/awk", "data_under": []}] + [
		{"program": p, "data_under": ["/etc", "/var/b"]} for p in ("/bin/sh", "/usr/bin/perl")]'
}

@test "show: who may load BPF programs and what firmware, as text and as JSON" {
	sed 's|allow manifest.*|&\n\tfirmware allow\n\tkernel-helpers deny except "/usr/bin/kmod"\n\tbpf deny except "/usr/sbin/tc"\n\twritable-code deny except "/usr/bin/node"|' \
		gateway.lorica >doors.lorica
	"$LORICA" -q compile doors.lorica -o doors.stmt
	run_split "$LORICA" show doors.stmt
	contains "$output" $'\twritable-code deny except "/usr/bin/node"\n\tfirmware allow\n\tbpf deny except "/usr/sbin/tc"\n\tkernel-helpers deny except "/usr/bin/kmod"\n}'
	echo "$output" >again.lorica
	cp -r keys/. . 2>/dev/null || :
	"$LORICA" -q compile again.lorica -o again.stmt
	cmp doors.stmt again.stmt
	run_split "$LORICA" show -j doors.stmt
	json 'd["exec"]["firmware"] == "allow"'
	json 'd["exec"]["bpf"] == {"default": "deny", "except": ["/usr/sbin/tc"], "may_degrade": False}'
	json 'd["exec"]["kernel_helpers"] == {"default": "deny", "except": ["/usr/bin/kmod"], "may_degrade": False}'
	json 'd["exec"]["writable_code"]["except"] == ["/usr/bin/node"]'
}

@test "show: -j with every clause, and without exec" {
	cat >all.lorica <<-'EOF'
	syntax 1
	policy all serial 1 epoch 0 audit on-fail shell valid-from 2026-01-02 valid-until 2096-01-02 device 00000000000000000000000000000000000000000000000000000000000000ff
	EOF
	"$LORICA" -q compile all.lorica -o all.stmt
	run_split "$LORICA" show -j all.stmt
	json 'd["mode"] == "audit" and d["on_fail"] == "shell" and d["exec"] is None and d["keys"] == []'
	json 'd["unmanaged"] == ["exec", "net", "usb", "boot", "integrity"]'
	json 'd["valid_from"] == "2026-01-02T00:00:00Z" and d["valid_until"] == "2096-01-02T23:59:59Z"'
	json 'd["device"] == "0" * 62 + "ff"'
}

@test "show: sections that are absent are told, beside the text" {
	sed -i '/^exec/,/^}/d' gateway.lorica
	"$LORICA" -q compile gateway.lorica -o none.stmt
	run_split "$LORICA" show none.stmt
	[ "$status" -eq 0 ]
	[ "$stderr" = "lorica show: exec is not managed: without an 'exec' section any code runs" ]
	[[ $output != *managed* ]]
	run_split "$LORICA" -q show none.stmt
	[ -z "$stderr" ]
	run_split "$LORICA" show gateway.stmt
	[ -z "$stderr" ]
	run_split "$LORICA" show -j gateway.stmt
	json 'd["unmanaged"] == []'
}

@test "show: a text that is not what the tables say is not shown" {
	cp gateway.stmt lie
	poke lie "$(($(at lie 'enforce on-fail') + 22))" 20
	run_split "$LORICA" show lie
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	contains "$stderr" "the text in 'lie' is not what its tables say"
	# serial 7 in the text, 8 in the head
	cp gateway.stmt lie
	poke lie 16 08
	run_split "$LORICA" show lie
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	# epoch 3 in the text
	cp gateway.stmt lie
	poke lie "$(($(at lie 'epoch 2') + 6))" 33
	run_split "$LORICA" show -j lie
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "show: a flipped bit in a certificate is noticed by its pin" {
	cp gateway.stmt lie
	offset=$(at lie 'syntax 1')
	poke lie "$((offset - 60))" 00
	! cmp -s gateway.stmt lie || poke lie "$((offset - 60))" 01
	run_split "$LORICA" show lie
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "show: --extract stays below its directory" {
	for path in ../escape.crt keys/../../escape.crt "$PWD/escape.crt"; do
		cp keys/field.crt escape.crt
		mkdir -p keys policies
		sed "s|keys/field.crt|$path|; s|keys/vendor.crt|../keys/vendor.crt|" gateway.lorica >policies/p.lorica
		cp -r keys policies
		"$LORICA" -q compile policies/p.lorica -o p.stmt
		rm escape.crt
		run_split "$LORICA" show --extract out p.stmt
		[ "$status" -eq 1 ]
		[ -z "$output" ]
		contains "$stderr" "would lead out of 'out': not written"
		[ ! -e escape.crt ]
		rm -rf policies out
	done
}

@test "show: --extract follows no symbolic link and replaces no other file" {
	mkdir out elsewhere
	ln -s ../elsewhere out/keys
	run_split "$LORICA" show --extract out gateway.stmt
	[ "$status" -eq 1 ]
	[ -z "$(ls elsewhere)" ]
	rm out/keys
	mkdir out/keys
	ln -s ../../elsewhere/x out/keys/field.crt
	run_split "$LORICA" show --extract out gateway.stmt
	[ "$status" -eq 1 ]
	[ -z "$(ls elsewhere)" ]
	rm out/keys/field.crt
	echo mine >out/keys/field.crt
	run_split "$LORICA" show --extract out gateway.stmt
	[ "$status" -eq 1 ]
	contains "$stderr" "File exists"
	[ "$(cat out/keys/field.crt)" = mine ]
	rm out/keys/field.crt
	"$LORICA" show --extract out gateway.stmt
	"$LORICA" show --extract out gateway.stmt
	openssl x509 -inform DER -in out/keys/field.crt -noout
}

@test "show: --extract into what is no directory" {
	run_split "$LORICA" show --extract gateway.stmt gateway.stmt
	[ "$status" -eq 1 ]
	run_split "$LORICA" show --extract no/such/dir gateway.stmt
	[ "$status" -eq 1 ]
}

@test "show: a manifest" {
	manifest m.stmt
	run_split "$LORICA" show m.stmt
	[ "$status" -eq 0 ]
	a=$(printf a | sha256sum | cut -d' ' -f1)
	b=$(printf b | sha256sum | cut -d' ' -f1)
	[ "${#lines[@]}" -eq 2 ]
	contains "$output" "$a  elf  /bin/a"
	contains "$output" "$b  script  /bin/b\\x5c\\x0a\\x1b\\xff"
	run_split "$LORICA" show -j m.stmt
	[ "$status" -eq 0 ]
	json 'd["type"] == "manifest" and d["serial"] == "5" and len(d["files"]) == 2'
	run_split "$LORICA" show --extract out m.stmt
	[ "$status" -eq 2 ]
}

@test "show: what is malformed is refused by the kernel's own decoders" {
	cp gateway.stmt bad && poke bad 0 00
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	contains "$stderr" "magic"
	head -c 100 gateway.stmt >bad
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	cp gateway.stmt bad && echo >>bad
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	cp gateway.signed bad && echo >>bad
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	: >bad
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	manifest bad && poke bad "$(($(stat -c %s bad) - 24))" 00
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	# a mode that there is none of, in the POLICY section
	cp gateway.stmt bad && poke bad $((128 + 6 * 16)) 09
	run_split "$LORICA" show bad
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "show: --running without the module" {
	[ ! -e /sys/kernel/security/lorica ] || skip "the module is loaded"
	run_split "$LORICA" show --running
	[ "$status" -eq 5 ]
	contains "$stderr" "/sys/kernel/security/lorica/policy"
}

@test "show: files that cannot be read, and wrong calls" {
	run_split "$LORICA" show no-such.stmt
	[ "$status" -eq 1 ]
	run_split "$LORICA" show
	[ "$status" -eq 2 ]
	run_split "$LORICA" show a b
	[ "$status" -eq 2 ]
	run_split "$LORICA" show --running a
	[ "$status" -eq 2 ]
	run_split "$LORICA" show --extract
	[ "$status" -eq 2 ]
	run_split "$LORICA" show --extract a --extract b c
	[ "$status" -eq 2 ]
	run_split "$LORICA" show --bogus a
	[ "$status" -eq 2 ]
}

@test "show: more exceptions than a line has room for" {
	python3 - gateway.lorica >many.lorica <<-'END'
	import sys
	# One is as long as it can be, of what has to be escaped.
	paths = ["/" + "\\\\" * 4094] + ['/opt/a long name \\"%d\\"' % i for i in range(1000)]
	for line in open(sys.argv[1]):
	    print(line, end="")
	    if line.lstrip().startswith("allow"):
	        print("  writable-code deny except", ",\n".join('"%s"' % p for p in paths))
	END
	"$LORICA" -q compile many.lorica -o many.stmt
	"$LORICA" -q show many.stmt >many.txt
	[ "$(grep -o '/opt/a long name' many.txt | wc -l)" -eq 1000 ]
	longest=$(wc -L <many.txt)
	[ "$longest" -gt 8188 ] && [ "$longest" -lt 16384 ]
	"$LORICA" -q compile many.txt -o again.stmt
	cmp many.stmt again.stmt
}
