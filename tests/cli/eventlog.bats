#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# Logs that are made here, judged by Python's hashlib and by tpm2_eventlog. Logs of real boots are
# judged by tests/qemu/eventlog.sh.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load common
	make <<-'END'
	BANKS = ["sha1", "sha256", "sha384", "sha512"]
	for name, algs in (("all", BANKS), ("one", ["sha256"]), ("reversed", BANKS[::-1])):
	    write("forms-" + name, e.log(algs, vendor=b"maker" if name == "one" else b""))
	START = [(0, e.NO_ACTION, e.locality(3, b"\0\0")), (0xffffffff, e.NO_ACTION, b"nothing"), (6, e.NO_ACTION, b"")]
	write("locality", e.log(BANKS, START + e.FORMS))
	for alg in BANKS:
	    pcrs("pcrs", alg, e.replay(alg))
	    pcrs("pcrs-3", alg, e.replay(alg, start=3))
	write("old", b"".join(e.old_event(p, k, d) for p, k, d in [(0, e.NO_ACTION, b"Spec ID Event00\0" + bytes(8))] + e.FORMS))
	write("old-plain", b"".join(e.old_event(p, k, d) for p, k, d in e.FORMS))
	write("small", e.log(["sha256", "toy"], [(0, e.NO_ACTION, e.locality(0)), (0, e.SEPARATOR, bytes(4)), (4, e.IPL, b"x")]))
	write("padded", e.log(["sha256"]) + bytes(4096))
	write("trailing", e.log(["sha256"]) + bytes(40) + b"x")
	END
}

# make: a Python program on stdin, with `e` for tests/cli/eventlog.py, write() and pcrs()
make() {
	{
		cat <<-'END'
		import os, struct, sys
		sys.dont_write_bytecode = True
		sys.path.insert(0, sys.argv[1] + "/tests/cli")
		import eventlog as e
		def write(name, data):
		    open(name, "wb").write(data)
		def pcrs(name, alg, values):
		    os.makedirs(name + "/pcr-" + alg, exist_ok=True)
		    for i in range(24):
		        value = values.get(i, bytes([255 if 17 <= i <= 22 else 0]) * e.ALGS[alg][1])
		        open("%s/pcr-%s/%d" % (name, alg, i), "w").write(value.hex().upper() + "\n")
		END
		cat
	} > program.py
	python3 program.py "$TOP"
}

setup() {
	load common
	common_setup
}

# poke FILE OFFSET BYTES: overwrites, as printf has them
poke() {
	printf '%b' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "eventlog: usage" {
	for args in '' 'one two' '--running forms-one' '--verify-pcrs forms-one' '--pcr 24 forms-one' '--pcr x forms-one' \
		'--pcr 1,,2 forms-one' '--pcr= forms-one' '--alg md5 forms-one' '--alg sm3_256 forms-one' '-j --yaml forms-one' \
		'--running --verify-pcrs --pcrs pcrs' '--pcrs pcrs --pcrs pcrs forms-one'; do
		# shellcheck disable=SC2086
		run_split "$LORICA" eventlog $args
		[ "$status" -eq 2 ] || { echo "$args: $status"; false; }
		[ -z "$output" ]
	done
}

@test "eventlog: what cannot be read" {
	run_split "$LORICA" eventlog nowhere
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot read 'nowhere': No such file or directory"
	run_split "$LORICA" eventlog .
	[ "$status" -eq 1 ]
	head -c 4194305 /dev/zero > large
	run_split "$LORICA" eventlog large
	[ "$status" -eq 3 ]
	contains "$stderr" 'larger than the limit'
	: > empty
	run_split "$LORICA" eventlog empty
	[ "$status" -eq 3 ]
	contains "$stderr" "'empty' is malformed at byte 0: the log is empty"
}

@test "eventlog: text" {
	run_split "$LORICA" eventlog --pcr 0,4 --alg sha256 locality
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	contains "$output" 'crypto-agile log, 31 events, startup locality 3, algorithms: sha1 sha256 sha384 sha512'
	contains "$output" '   0   0  EV_NO_ACTION                      -                       Spec ID Event03, 4 algorithms'
	contains "$output" 'startup locality 3'
	contains "$output" '4096 bytes at 0x820000'
	contains "$output" ' \EFI\BOOT\BOOTX64.EFI 8192 bytes at 0x1000'
	contains "$output" ' Calling EFI Application from Boot Option'
	[[ $output != *EV_EFI_GPT_EVENT* && $output != *sha384:* ]]
	contains "$output" "sha256   4  $(tr A-F a-f < pcrs/pcr-sha256/4)"
	[ "$(grep -c '^sha' <<< "$output")" -eq 2 ]
	run_split "$LORICA" eventlog locality
	contains "$output" '0x12345678'
	contains "$output" '   2   -  EV_NO_ACTION                      -                       nothing'
	contains "$output" 'tag 0x8f3b22ec ab'
	contains "$output" 'two lines'
	run_split "$LORICA" eventlog -q locality
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "eventlog: standard input" {
	run_split "$LORICA" -j eventlog - < small
	[ "$status" -eq 0 ]
	json 'd["file"] == "-" and len(d["events"]) == 4'
	head -c 50 small > short
	run_split "$LORICA" eventlog - < short
	[ "$status" -eq 3 ]
	contains "$stderr" "'standard input' is malformed at byte 28"
}

@test "eventlog: the replay is that of hashlib, in every bank" {
	for file in forms-all forms-reversed; do
		"$LORICA" eventlog -q --pcrs pcrs $file
	done
	"$LORICA" eventlog -q --pcrs pcrs-3 locality
	"$LORICA" eventlog -q --pcrs pcrs --alg sha256 padded
	run_split "$LORICA" eventlog --pcrs pcrs-3 locality
	[ "$(grep -c ' match$' <<< "$output")" -eq 52 ]
	[ "$(grep -c ' match$\|differs\|unlogged' <<< "$output")" -eq 52 ]
	# Without the locality, PCR 0 is another one, and no other is.
	run_split "$LORICA" eventlog -q --pcrs pcrs-3 forms-all
	[ "$status" -eq 4 ]
	[ "$(wc -l <<< "$stderr")" -eq 4 ]
	for alg in sha1 sha256 sha384 sha512; do
		contains "$stderr" "PCR 0 of $alg differs: log $(tr A-F a-f < pcrs/pcr-$alg/0), TPM $(tr A-F a-f < pcrs-3/pcr-$alg/0)"
	done
	"$LORICA" eventlog -q --pcrs pcrs-3 --pcr 1,2,3,4 --pcr 5 forms-all
}

@test "eventlog: the old form" {
	for file in old old-plain; do
		"$LORICA" eventlog -q --pcrs pcrs --alg sha1 $file
		run_split "$LORICA" -j eventlog --pcrs pcrs $file
		[ "$status" -eq 0 ]
		contains "$stderr" 'the TPM has a bank of sha256, and the log has none'
		json 'd["format"] == "sha1" and {p["alg"] for p in d["pcrs"]} == {"sha1"} and d["error"] is None'
	done
	run_split "$LORICA" eventlog -q --pcrs pcrs --alg sha256 old
	[ "$status" -eq 1 ]
	contains "$stderr" 'no bank could be compared'
}

@test "eventlog: PCRs that differ, are not logged, or are not there" {
	# A log that lost what was measured into PCR 7.
	make <<-'END'
	write("lost", e.log(["sha256"], [f for f in e.FORMS if f[0] != 7]))
	write("lost-8", e.log(["sha256"], [f for f in e.FORMS if f[0] != 8]))
	END
	run_split "$LORICA" eventlog --pcrs pcrs lost
	[ "$status" -eq 4 ]
	contains "$stderr" 'PCR 7 of sha256 differs: log 0000'
	[[ $stderr != *'PCR 0'* ]]
	run_split "$LORICA" -j eventlog --pcrs pcrs lost-8
	[ "$status" -eq 0 ]
	json '[p["result"] for p in d["pcrs"] if p["pcr"] == 8] == ["unlogged"]'
	# 17 to 22 begin as ones, others do not.
	tr 0 F < pcrs/pcr-sha256/10 > ones
	cp ones pcrs/pcr-sha256/10
	run_split "$LORICA" -j eventlog --pcrs pcrs forms-one
	json '[p["pcr"] for p in d["pcrs"] if p["result"] == "unlogged"] == [10]'
	cp ones pcrs/pcr-sha256/17
	echo 00 > pcrs/pcr-sha256/3
	run_split "$LORICA" eventlog -q --pcrs pcrs forms-one
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot read 'pcrs/pcr-sha256/3': no value of this bank"
	rm pcrs/pcr-sha256/3
	run_split "$LORICA" eventlog -q --pcrs pcrs forms-one
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot read 'pcrs/pcr-sha256/3': No such file or directory"
	"$LORICA" eventlog -q --pcrs pcrs --pcr 4 forms-one
	rm -r pcrs/pcr-sha256
	run_split "$LORICA" eventlog -q --pcrs pcrs forms-all
	[ "$status" -eq 0 ]
	contains "$stderr" "no bank of sha256 in 'pcrs'"
	run_split "$LORICA" eventlog -q --pcrs pcrs forms-one
	[ "$status" -eq 1 ]
	run_split "$LORICA" eventlog -q --pcrs nowhere forms-one
	[ "$status" -eq 1 ]
}

@test "eventlog: malformed logs, with the byte" {
	run_split "$LORICA" eventlog trailing
	[ "$status" -eq 3 ]
	contains "$stderr" "at byte $(($(stat -c %s trailing) - 41)): an event of zeros, and something behind it"
	[[ $output == *EV_EFI_ACTION* && $output != *BANK* ]]
	cp small bad
	poke bad 28 '\xff\xff\xff\xff'
	run_split "$LORICA" -j eventlog bad
	[ "$status" -eq 3 ]
	json 'd["error"] == {"reason": "data", "text": "the log ends inside of an event\x27s data", "offset": 28}'
	json 'd["events"] == [] and d["pcrs"] is None and d["format"] is None'
	cp small bad
	poke bad 60 '\x0b\x00\x1f\x00'
	run_split "$LORICA" eventlog bad
	[ "$status" -eq 3 ]
	contains "$stderr" "at byte 62: not the size of this algorithm's digests"
	make <<-'END'
	write("bad", e.log(["sha256"], [(0, e.NO_ACTION, e.locality(3)), (0, e.NO_ACTION, e.locality(0))]))
	END
	run_split "$LORICA" -j eventlog --pcrs pcrs bad
	[ "$status" -eq 3 ]
	json 'd["error"]["reason"] == "locality" and len(d["events"]) == 3 and d["pcrs"] is None'
	run_split "$LORICA" eventlog --yaml bad
	[ "$status" -eq 3 ]
	[[ $output == *EV_NO_ACTION* && $output != *pcrs:* ]]
}

@test "eventlog: every cut, and a flip in every byte" {
	cat > each.py <<-'END'
	import json, subprocess, sys
	data = open("small", "rb").read()
	def run(log):
	    p = subprocess.run([sys.argv[1], "-j", "eventlog", "-"], input=bytes(log), capture_output=True)
	    assert p.returncode in (0, 3), (p.returncode, p.stderr)
	    d = json.loads(p.stdout)
	    assert (d["error"] is not None) == (p.returncode == 3)
	    assert p.returncode == 0 or 0 <= d["error"]["offset"] <= len(log) and p.stderr
	    return d
	good = run(data)
	ends = [e["offset"] for e in good["events"]][1:] + [len(data)]
	for n in range(1, len(data)):
	    d = run(data[:n])
	    whole = len([end for end in ends if end <= n])
	    assert len(d["events"]) == whole, n
	    rest = data[([0] + ends)[whole]:n]
	    assert (d["error"] is None) == (whole > 0 and not any(rest)), (n, d)
	hashed = 0
	for n in range(len(data)):
	    bad = bytearray(data)
	    bad[n] ^= 1 << n % 8
	    d = run(bad)
	    event = good["events"][len([end for end in ends if end <= n])]
	    sha = bytes.fromhex(next((x["digest"] for x in event["digests"] if x["alg"] == "sha256"), ""))
	    at = data.find(sha, event["offset"]) if sha else n + 1
	    if event["extends"] and at <= n < at + 32:
	        hashed += 1
	        assert d["pcrs"] != good["pcrs"] and d["error"] is None, n
	assert hashed == 64, hashed
	END
	python3 each.py "$LORICA"
}

@test "eventlog: --yaml is what tpm2_eventlog prints" {
	for file in forms-all forms-one; do
		diff <("$LORICA" eventlog --yaml $file) <(tpm2_eventlog $file 2> /dev/null)
	done
	make <<-'END'
	for i, form in enumerate(e.FORMS):
	    write("single-%d" % i, e.log(["sha1", "sha256"], [form]))
	END
	n=0
	for file in single-*; do
		diff <("$LORICA" eventlog --yaml "$file") <(tpm2_eventlog "$file" 2> /dev/null)
		n=$((n + 1))
	done
	[ $n -ge 26 ]
	# The order of banks is its own, whatever that of the log is.
	diff <("$LORICA" eventlog --yaml forms-reversed) <(tpm2_eventlog forms-reversed 2> /dev/null)
}

# What the manual says of tpm2_eventlog 5.4; a later one may do better, and the manual has to say so.
@test "eventlog: --yaml departs where tpm2_eventlog is wrong" {
	make <<-'END'
	write("locality", e.log(["sha256"], [(0, e.NO_ACTION, e.locality(3)), (0, e.SEPARATOR, bytes(4))]))
	write("blob2", e.log(["sha256"], [(0, e.BLOB2, b"\4abcd" + struct.pack("<QQ", 1, 2))]))
	write("action", e.log(["sha256"], [(5, e.ACTION, b"a\npcrs: {}\n")]))
	write("latin", e.log(["sha256"], [(12, e.IPL, "\u00e4".encode("utf-16-le"))]))
	write("name", e.log(["sha256"], [(5, e.VARIABLE, e.variable("a: \nb", b""))]))
	write("far", e.log(["sha256"], [(0xffffffff, e.NO_ACTION, b"x"), (1, e.SEPARATOR, bytes(4))]))
	write("broken", e.log(["sha256"], [(1, e.VARIABLE, b"short"), (1, e.APPLICATION, b"short"), (1, e.GPT, b"short"),
	    (1, e.BLOB, b"short"), (1, e.BLOB2, b"\xffshort"), (1, e.VARIABLE, b"x" * 40)]))
	print("  0  : 0x" + e.replay("sha256", [(0, e.SEPARATOR, bytes(4))], 3)[0].hex())
	END
	pcr0=$(python3 program.py "$TOP")
	run_split "$LORICA" eventlog --yaml locality
	contains "$output" "$pcr0"
	[[ $(tpm2_eventlog locality 2> /dev/null) != *"$pcr0"* ]]
	diff <(sed '/^pcrs/,$d' <<< "$output") <(tpm2_eventlog locality 2> /dev/null | sed '/^pcrs/,$d')

	[ "$(diff <("$LORICA" eventlog --yaml blob2) <(tpm2_eventlog blob2 2> /dev/null))" = $'15c15\n<     BlobDescription: "61626364"\n---\n>     BlobDescription: "616263"' ] ||
		diff <("$LORICA" eventlog --yaml blob2) <(tpm2_eventlog blob2 2> /dev/null) | grep -qx '>     BlobDescription: "616263"'

	# The rest of a log of SHA-1 is the same.
	diff <("$LORICA" eventlog --yaml old-plain | grep -v EventNum) <(tpm2_eventlog old-plain 2> /dev/null)
	run_split "$LORICA" eventlog --yaml old
	[ "$status" -eq 0 ]
	! tpm2_eventlog old > /dev/null 2>&1

	for file in far broken padded; do
		run_split "$LORICA" eventlog --yaml $file
		[ "$status" -eq 0 ]
		! tpm2_eventlog $file > /dev/null 2>&1
	done

	run_split "$LORICA" eventlog --yaml action
	contains "$output" '  Event: "a\x0apcrs: {}\x0a"'
	[ "$(grep -c ^pcrs: <<< "$output")" -eq 1 ]
	[ "$(tpm2_eventlog action 2> /dev/null | grep -c '^pcrs:')" -eq 2 ]
	run_split "$LORICA" eventlog --yaml latin
	contains "$output" '      "\xe4\0"'
	[[ $(tpm2_eventlog latin 2> /dev/null) != *'xe4'* ]]
	run_split "$LORICA" eventlog --yaml name
	contains "$output" '    UnicodeName: "a: \u000ab"'
}

@test "eventlog: no byte of a log steers a terminal" {
	make <<-'END'
	esc = b"\x1b[2J\x07\x9b\xff"
	write("esc", e.log(["sha256"], [(5, k, d) for k in (1, 5, 6, 7, 8, 13, 99, e.ACTION, e.GPT, e.VARIABLE, e.BLOB2, e.APPLICATION)
	    for d in (esc, esc.decode("latin-1").encode("utf-16-le"), e.variable(esc.decode("latin-1"), esc), b"\x07" + esc + bytes(16),
	              e.image(esc.decode("latin-1")), struct.pack("<II", 1, 7) + esc)]))
	END
	for form in '' --yaml -j; do
		# shellcheck disable=SC2086
		"$LORICA" eventlog $form esc > out
		[ -s out ]
		! LC_ALL=C grep -q '[^ -~]' out
	done
}

# with_schema: a Python program on stdin, with valid(document) and docs, all documents there are
with_schema() {
	python3 -c 'import jsonschema' 2> /dev/null || skip "no jsonschema for Python"
	"$LORICA" -j eventlog --pcrs pcrs forms-all > one.json
	"$LORICA" -j eventlog locality > two.json
	"$LORICA" -j eventlog --pcrs pcrs-3 small > three.json 2> /dev/null || [ $? -eq 4 ]
	"$LORICA" -j eventlog trailing > four.json 2> /dev/null || [ $? -eq 3 ]
	"$LORICA" -j eventlog old > five.json
	: > empty
	"$LORICA" -j eventlog empty > six.json 2> /dev/null || [ $? -eq 3 ]
	{
		cat <<-'END'
		import copy, glob, json, jsonschema, re, sys
		schema = json.load(open(sys.argv[1] + "/policy/schema/eventlog.json"))
		jsonschema.Draft202012Validator.check_schema(schema)
		validator = jsonschema.Draft202012Validator(schema)
		valid = validator.is_valid
		docs = {name: json.load(open(name)) for name in sorted(glob.glob("*.json"))}
		END
		cat
	} > schema.py
	python3 schema.py "$TOP"
}

@test "eventlog: -j is what its schema says" {
	with_schema <<-'END'
	assert len(docs) == 6
	for d in docs.values():
	    validator.validate(d)
	one, small = docs["one.json"], docs["three.json"]
	assert {p["result"] for p in one["pcrs"]} == {"match"} and len(one["pcrs"]) == 4 * 13
	assert "differs" in {p["result"] for p in small["pcrs"]}
	assert small["algorithms"][1] == {"alg": None, "alg_id": 0x7777, "size": 5}
	assert docs["two.json"]["locality"] == 3 and docs["two.json"]["events"][2]["pcr"] == 2**32 - 1
	END
}

@test "eventlog: no member may be missing, and none may be added" {
	with_schema <<-'END'
	def walk(d, path=()):
	    yield path
	    for key, value in d.items() if isinstance(d, dict) else enumerate(d[:3]) if isinstance(d, list) else ():
	        yield from walk(value, path + (key,))
	def at(d, path):
	    for key in path:
	        d = d[key]
	    return d
	n = 0
	for name, d in docs.items():
	    d["events"] = d["events"][:3]
	    for path in list(walk(d)):
	        if not isinstance(at(d, path), dict):
	            continue
	        more = copy.deepcopy(d)
	        at(more, path)["extra"] = 1
	        assert not valid(more), (name, path)
	        for key in at(d, path):
	            less = copy.deepcopy(d)
	            del at(less, path)[key]
	            assert not valid(less), (name, path, key)
	            wrong = copy.deepcopy(d)
	            at(wrong, path)[key] = {"a": 1}
	            assert not valid(wrong), (name, path, key)
	            n += 1
	assert n > 200, n
	END
}

@test "eventlog: the words of the schema are those of the command" {
	with_schema <<-'END'
	text = open(sys.argv[1] + "/kernel/eventlog.c").read()
	names = re.findall(r'\[LORICA_EVENTLOG_[A-Z_]+\] = \{\s*"([a-z0-9-]+)"', text)
	enum = schema["properties"]["error"]["oneOf"][1]["properties"]["reason"]["enum"]
	assert names[:2] == ["ok", "end"] and names[2:] == enum, (names, enum)
	text = open(sys.argv[1] + "/userspace/lib/eventlog_words.c").read()
	algs = re.findall(r'\{ "([a-z0-9_]+)",', re.search(r"algs\[\] = \{(.*?)\};", text, re.S).group(1))
	assert algs + [None] == schema["$defs"]["alg"]["enum"], algs
	END
}
