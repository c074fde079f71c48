#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What `lorica measure` tells from files, against Python's hashlib; what it takes from logs, against logs that are made here. Real boots are in
# tests/qemu/scenarios/boot.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load common
	head -c 5000 /dev/urandom >initrd
	head -c 3000 /dev/urandom >initrd-2
	make <<-'END'
	def pe(name, plus=True, cert=b"", sections=((b"a" * 512), (b"bc" * 300)), extra=b"tail", swap=False):
	    opt = 240 if plus else 224
	    head = bytearray(0x400)
	    head[0:2] = b"MZ"
	    struct.pack_into("<I", head, 0x3c, 0x80)
	    head[0x80:0x84] = b"PE\0\0"
	    struct.pack_into("<HH", head, 0x84, 0x8664, len(sections))
	    struct.pack_into("<H", head, 0x94, opt)
	    struct.pack_into("<H", head, 0x98, 0x20b if plus else 0x10b)
	    struct.pack_into("<I", head, 0x98 + 60, len(head))
	    struct.pack_into("<I", head, 0x98 + 64, 0x12345678)
	    directory = 0x98 + (112 if plus else 96)
	    struct.pack_into("<I", head, directory - 4, 16)
	    body, at = b"", len(head)
	    order = list(enumerate(sections))
	    for i, data in order:
	        struct.pack_into("<II", head, 0x98 + opt + 40 * (len(sections) - 1 - i if swap else i) + 16, len(data), at)
	        body += data
	        at += len(data)
	    if cert:
	        struct.pack_into("<II", head, directory + 32, at + len(extra), len(cert))
	    write(name, bytes(head) + body + extra + cert)
	    hashed = bytes(head[:0x98 + 64]) + bytes(head[0x98 + 68:directory + 32]) + bytes(head[directory + 40:]) + body + extra
	    write(name + ".digest", sha(hashed).hex().encode())
	pe("kernel.efi")
	pe("kernel32.efi", plus=False)
	pe("signed.efi", cert=b"certificate" * 8)
	pe("swapped.efi", swap=True)
	line = "console=ttyS0 \"x=1 2\" quiet"
	write("line", line.encode() + b"\n")
	a = sha(line.encode("utf-16-le") + b"\0\0")
	b = sha(open("initrd", "rb").read())
	both = sha(open("initrd", "rb").read() + open("initrd-2", "rb").read())
	ext = lambda *digests: functools.reduce(lambda pcr, d: sha(pcr + d), digests, bytes(32))
	for name, value in (("a", a), ("b", b), ("pcr-a", ext(a)), ("pcr-ab", ext(a, b)), ("pcr-both", ext(a, both))):
	    write(name, value.hex().encode())
	# A captured boot.
	guid = bytes.fromhex("61dfe48bca93d211aa0d00e098032b8c")
	variable = lambda on: guid + struct.pack("<QQ", 10, 1) + "SecureBoot".encode("utf-16-le") + bytes([on])
	events = lambda on: [(7, 0x80000001, variable(on)), (0, 8, b"1\0\0\0"), (7, e.SEPARATOR, bytes(4)), (9, e.IPL, b"x"), (10, e.IPL, b"y")]
	for on in (0, 1):
	    write("log-%d" % on, e.log(["sha1", "sha256"], events(on)))
	    values = e.replay("sha256", events(on))
	    pcrs("tpm-%d" % on, "sha256", values)
	    values[11] = b"\5" * 32
	    pcrs("tpm-unlogged-%d" % on, "sha256", values)
	    values[9] = bytes(32)
	    pcrs("tpm-differs-%d" % on, "sha256", values)
	write("log-sha1", e.log(["sha1"], events(1)))
	END
	certificate anchor.crt
}

# make: a Python program on stdin
make() {
	{
		cat <<-'END'
		import functools, hashlib, os, struct, sys
		sys.dont_write_bytecode = True
		sys.path.insert(0, sys.argv[1] + "/tests/cli")
		import eventlog as e
		sha = lambda data: hashlib.sha256(data).digest()
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

# compiles: $output is a section that a policy can have
compiles() {
	{ printf 'syntax 1\npolicy p serial 1 epoch 1 audit\n'; echo "$output"; } >section.lorica
	run_split "$LORICA" -q compile section.lorica -o section.bin
	[ "$status" = 0 ] || { echo "$stderr"; return 1; }
	"$LORICA" show section.bin 2>/dev/null >section.text
}

@test "measure: usage" {
	run_split "$LORICA" measure
	[ "$status" = 2 ] && contains "$stderr" 'nothing to measure'
	run_split "$LORICA" measure --initrd initrd
	[ "$status" = 2 ] && contains "$stderr" '--initrd needs the command line'
	run_split "$LORICA" measure --running --kernel kernel.efi
	[ "$status" = 2 ] && contains "$stderr" 'either captured or told from files'
	run_split "$LORICA" measure --log log-1
	[ "$status" = 2 ] && contains "$stderr" '--log and --pcrs go together'
	run_split "$LORICA" measure --running --log log-1 --pcrs tpm-1
	[ "$status" = 2 ] && contains "$stderr" 'either --running or --log'
	run_split "$LORICA" measure --pcr 1 --cmdline x
	[ "$status" = 2 ] && contains "$stderr" '--pcr needs'
	run_split "$LORICA" measure --cmdline x --cmdline-file line
	[ "$status" = 2 ] && contains "$stderr" 'either --cmdline or --cmdline-file'
	run_split "$LORICA" measure --cmdline x --on-fail reboot
	[ "$status" = 2 ] && contains "$stderr" 'takes log or halt'
	run_split "$LORICA" measure --cmdline x more
	[ "$status" = 2 ]
}

@test "measure: command line and initramfs as the kernel's stub measures them" {
	run_split "$LORICA" measure --cmdline-file line --initrd initrd --on-fail halt
	[ "$status" = 0 ] && [ -z "$stderr" ]
	[ "${lines[0]}" = 'boot on-fail halt {' ]
	contains "$output" "	pcr 9 sha256 $(cat pcr-ab)"
	contains "$output" "	event pcr 9 sha256 $(cat a),"
	contains "$output" "		$(cat b)"
	contains "$output" '	cmdline exact "console=ttyS0 \"x=1 2\" quiet"'
	contains "$output" '	tpm required'
	compiles
	contains "$(cat section.text)" "pcr 9 sha256 $(cat pcr-ab)"
	run_split "$LORICA" -j measure --cmdline "$(cat line)"
	json "d['pcrs'] == [{'pcr': 9, 'sha256': '$(cat pcr-a)'}] and d['cmdline'] == open('line').read()[:-1]"
}

@test "measure: an initramfs in parts is measured as one" {
	run_split "$LORICA" -j measure --cmdline-file line --initrd initrd --initrd initrd-2
	json "d['pcrs'] == [{'pcr': 9, 'sha256': '$(cat pcr-both)'}] and len(d['events']) == 2"
	run_split "$LORICA" -j measure --cmdline-file line --initrd initrd-2 --initrd initrd
	json "d['pcrs'] != [{'pcr': 9, 'sha256': '$(cat pcr-both)'}]"
}

@test "measure: the digest of a program, whatever its form" {
	local name
	for name in kernel kernel32 signed swapped; do
		run_split "$LORICA" -j measure --kernel $name.efi
		[ "$status" = 0 ]
		json "d['events'][-1] == {'pcr': 4, 'sha256': '$(cat $name.efi.digest)', 'what': '$name.efi'} and d['pcrs'] == []"
	done
	run_split "$LORICA" measure --kernel kernel.efi --kernel signed.efi
	compiles
	# The signature is no part of the digest.
	[ "$(grep -c "$(cat kernel.efi.digest)" section.text)" = 1 ]
	printf 'an\nodd\033name\n' >names
	cp kernel.efi "$(cat names)"
	run_split "$LORICA" measure --kernel "$(cat names)"
	contains "$output" '	# an?odd?name'
	compiles
}

@test "measure: what is no program is refused, at every length" {
	local len
	run_split "$LORICA" measure --kernel line
	[ "$status" = 3 ] && contains "$stderr" "'line' is no EFI program"
	for len in 0 1 2 63 64 100 131 132 200 300 400 500 1023 1024 1500; do
		head -c $len signed.efi >cut.efi
		run_split "$LORICA" measure --kernel cut.efi
		[ "$status" = 3 ] || { echo "$len: $status"; return 1; }
	done
	run_split "$LORICA" measure --kernel missing
	[ "$status" = 1 ] && contains "$stderr" "cannot read 'missing'"
	run_split "$LORICA" measure --cmdline x --initrd missing
	[ "$status" = 1 ] && contains "$stderr" "cannot read 'missing'"
}

@test "measure: command lines that nobody can tell the measurement of" {
	run_split "$LORICA" measure --cmdline 'name=Größe'
	[ "$status" = 2 ] && contains "$stderr" 'byte 7 of the command line is not printable ASCII'
	printf 'a\0b\n' >nul
	run_split "$LORICA" measure --cmdline-file nul
	[ "$status" = 3 ] && contains "$stderr" "'nul' is no command line"
	: >empty
	run_split "$LORICA" measure --cmdline-file empty
	[ "$status" = 3 ]
	head -c 5000 /dev/zero | tr '\0' a >long
	run_split "$LORICA" measure --cmdline-file long
	[ "$status" = 1 ]
}

@test "measure: a captured boot" {
	run_split "$LORICA" -j measure --log log-1 --pcrs tpm-1
	[ "$status" = 0 ]
	json '[p["pcr"] for p in d["pcrs"]] == [0, 7, 9] and d["secure_boot"] and d["events"] == [] and d["cmdline"] is None'
	run_split "$LORICA" measure --log log-1 --pcrs tpm-1 --cmdline 'quiet'
	contains "$output" '	secure-boot on'
	contains "$output" '	cmdline exact "quiet"'
	compiles
	run_split "$LORICA" -j measure --log log-1 --pcrs tpm-1 --pcr 9,10
	json '[p["pcr"] for p in d["pcrs"]] == [9] and d["secure_boot"]'
	run_split "$LORICA" -j measure --log log-0 --pcrs tpm-0
	json 'not d["secure_boot"]'
}

@test "measure: a boot that TPM and log do not agree about is not captured" {
	run_split "$LORICA" measure --log log-1 --pcrs tpm-0
	[ "$status" = 4 ] && [ -z "$output" ] && contains "$stderr" 'lorica measure: PCR 7 of sha256 differs'
	run_split "$LORICA" measure --log log-1 --pcrs tpm-differs-1
	[ "$status" = 4 ] && contains "$stderr" 'PCR 9 of sha256 differs'
	run_split "$LORICA" -j measure --log log-1 --pcrs tpm-unlogged-1
	[ "$status" = 0 ] && contains "$stderr" 'PCR 11 is left out'
	json '[p["pcr"] for p in d["pcrs"]] == [0, 7, 9]'
	head -c 100 log-1 >cut
	run_split "$LORICA" measure --log cut --pcrs tpm-1
	[ "$status" = 3 ] && contains "$stderr" "'cut' is malformed at byte"
	run_split "$LORICA" measure --log log-sha1 --pcrs tpm-1
	[ "$status" = 3 ] && contains "$stderr" 'no digests of SHA-256'
	run_split "$LORICA" measure --log missing --pcrs tpm-1
	[ "$status" = 1 ]
	run_split "$LORICA" measure --log log-1 --pcrs nowhere
	[ "$status" = 1 ]
}

# A policy with a boot section, signed and not, and a manifest.
statements() {
	mkdir -p tree
	printf 'syntax 1\npolicy gate serial 7 epoch 2 enforce\nboot on-fail log { tpm required }\n' >gate.lorica
	"$LORICA" -q compile gate.lorica -o gate.bin
	"$LORICA" -q sign gate.bin --key anchor.crt.key --cert anchor.crt -o gate.stmt
	"$LORICA" -q manifest tree --name root --serial 3 --epoch 2 -o root.bin 2>/dev/null
}

@test "measure: what the measurement list of the kernel will say of statements" {
	local text digest
	statements
	text="name=gate;serial=7;epoch=2;sha256=$(sha256sum <gate.bin | cut -d' ' -f1);mode=enforce;boot=ok;sealed="
	run_split "$LORICA" measure --statement gate.stmt --statement root.bin
	[ "$status" = 0 ] && [ "${#lines[@]}" = 4 ]
	for word in no yes; do
		digest=$(printf '%s%s;' "$text" $word | sha256sum | cut -d' ' -f1)
		contains "$output" "lorica-policy sha256:$digest $text$word;"
	done
	text="name=root;serial=3;epoch=2;sha256=$(sha256sum <root.bin | cut -d' ' -f1);sealed=yes;"
	contains "$output" "lorica-manifest sha256:$(printf %s "$text" | sha256sum | cut -d' ' -f1) $text"
	# The text, the statement and the signed statement are one policy.
	for form in gate.lorica gate.bin gate.stmt; do
		"$LORICA" measure -s $form >$form.records
		cmp gate.lorica.records $form.records
	done
	printf 'syntax 1\npolicy gate serial 7 epoch 2 audit\n' >audit.lorica
	run_split "$LORICA" measure -s audit.lorica
	contains "$output" ';mode=audit;boot=not-managed;sealed=no;'
	run_split "$LORICA" -j measure -s gate.stmt -s root.bin
	json 'len(d["records"]) == 4 and d["ima-buf"] == {n: [r["sha256"] for r in d["records"] if r["name"] == n] for n in ("lorica-policy", "lorica-manifest")}'
}

@test "measure: statements that are none, and options that go not with them" {
	statements
	for args in '--cmdline x' '--kernel kernel.efi' '--running' '--on-fail log' '--pcr 1' '--log log-1 --pcrs tpm-1'; do
		# shellcheck disable=SC2086 # words
		run_split "$LORICA" measure --statement gate.stmt $args
		[ "$status" = 2 ] && [ -z "$output" ] && contains "$stderr" '--statement tells of statements alone'
	done
	head -c -1 gate.stmt >cut.stmt
	run_split "$LORICA" measure --statement gate.stmt --statement cut.stmt
	[ "$status" = 3 ] && [ -z "$output" ]
	run_split "$LORICA" measure --statement missing
	[ "$status" = 1 ] && [ -z "$output" ] && contains "$stderr" "missing"
}

# now RULE...: the present policy
now() {
	{
		printf 'syntax 1\npolicy now serial 1 epoch 1 enforce\nboot on-fail halt {\n'
		printf '\t%s\n' "$@"
		echo '}'
	} >now.lorica
}

one=$(printf '1f%.0s' {1..32})
two=$(printf '2e%.0s' {1..32})

@test "measure: the next release is accepted beside the present one" {
	now "pcr 0 sha256 $two" "pcr 9 sha256 $one, $two" "event pcr 4 sha256 $one" 'cmdline deny "init="' 'cmdline exact "old"' \
		'secure-boot on' 'tpm required' 'rollback tpm'
	run_split "$LORICA" measure --update now.lorica --kernel kernel.efi --cmdline-file line --initrd initrd
	[ "$status" = 0 ] && [ -z "$stderr" ]
	[ "${lines[0]}" = 'boot on-fail halt {' ]
	compiles
	"$LORICA" -q compile section.lorica -o next.bin
	run_split "$LORICA" show -j next.bin
	json "{p['pcr']: set(p['sha256']) for p in d['boot']['pcrs']} == {0: {'$two'}, 9: {'$one', '$two', '$(cat pcr-ab)'}}"
	json "d['boot']['events'][0]['pcr'] == 4 and {'$one', '$(cat kernel.efi.digest)'} < set(d['boot']['events'][0]['sha256']) and len(d['boot']['events']) == 1"
	json "d['boot']['cmdline'] == {'require': [], 'deny': ['init='], 'exact': sorted(['old', open('line').read()[:-1]])}"
	json "d['boot']['on_fail'] == 'halt' and d['boot']['secure_boot'] and d['boot']['tpm_required'] and d['boot']['rollback'] == 'tpm'"
	# What it accepts now is not added again, whatever form the policy has.
	run_split "$LORICA" -j measure --update next.bin --kernel kernel.efi --cmdline-file line --initrd initrd
	[ "$status" = 0 ] && contains "$stderr" "'next.bin' accepts the next release as it is"
	json 'd["added"] == 0 and d["text"].startswith("boot on-fail halt {\n")'
	run_split "$LORICA" -j measure --update now.lorica --log log-0 --pcrs tpm-0
	json 'd["added"] == 2'
}

@test "measure: of what the policy does not speak nothing is added" {
	now 'cmdline require "quiet"' 'tpm required'
	run_split "$LORICA" -j measure --update now.lorica --kernel kernel.efi --cmdline-file line --initrd initrd
	[ "$status" = 0 ]
	json 'd["added"] == 0 and "pcr" not in d["text"] and "exact" not in d["text"]'
}

@test "measure: an update that no set of values makes pass is told" {
	now "pcr 4 sha256 $one"
	run_split "$LORICA" measure --update now.lorica --kernel kernel.efi
	[ "$status" = 4 ] && [ -z "$output" ]
	contains "$stderr" "'now.lorica' accepts only values of PCR 4, and that of the next release cannot be told"
	# The same programs as now lead to the same value.
	run_split "$LORICA" measure --kernel kernel.efi
	now "pcr 4 sha256 $one" "$(sed -n '/event pcr 4/,/^}/{/^}/d;/required/d;p}' <<<"$output")"
	run_split "$LORICA" measure --update now.lorica --kernel kernel.efi
	[ "$status" = 0 ]
	now 'cmdline deny "quiet"' 'cmdline require "lockdown=integrity"' 'cmdline exact "old lockdown=integrity"'
	run_split "$LORICA" measure --update now.lorica --cmdline-file line
	[ "$status" = 4 ] && [ -z "$output" ]
	contains "$stderr" 'does not pass '"'now.lorica'"': cmdline deny "quiet" seen quiet'
	contains "$stderr" 'cmdline require "lockdown=integrity"'
}

@test "measure: an update of nothing" {
	printf 'syntax 1\npolicy none serial 1 epoch 1 audit\n' >none.lorica
	run_split "$LORICA" measure --update none.lorica --cmdline x
	[ "$status" = 3 ] && [ -z "$output" ] && contains "$stderr" "'none.lorica' has no boot section"
	run_split "$LORICA" measure --update missing --cmdline x
	[ "$status" = 1 ]
	now 'tpm required'
	run_split "$LORICA" measure --update now.lorica
	[ "$status" = 2 ] && contains "$stderr" 'nothing to measure'
	run_split "$LORICA" measure --update now.lorica --cmdline x --on-fail log
	[ "$status" = 2 ] && contains "$stderr" 'keeps what the policy does'
	run_split "$LORICA" measure --update now.lorica --statement now.lorica
	[ "$status" = 2 ]
	now "$(printf 'pcr 8 sha256 %064x\n' {1..255})" 'cmdline exact "x"'
	run_split "$LORICA" measure --update now.lorica --cmdline x
	[ "$status" = 0 ]
	run_split "$LORICA" measure --update now.lorica --cmdline y
	[ "$status" = 3 ] && [ -z "$output" ] && contains "$stderr" 'at most 256 things'
}

@test "measure: -j prints what its schema says" {
	python3 -c 'import jsonschema' 2>/dev/null || skip 'no jsonschema'
	statements
	for args in '--cmdline x' '--kernel kernel.efi' '--log log-1 --pcrs tpm-1' '-s gate.stmt -s root.bin' '-u gate.stmt --cmdline x'; do
		# shellcheck disable=SC2086 # words
		"$LORICA" -j measure $args >doc.json
		python3 - "$TOP/policy/schema/measure.json" doc.json <<-'END'
		import json, jsonschema, sys
		schema, doc = (json.load(open(name)) for name in sys.argv[1:])
		jsonschema.Draft202012Validator.check_schema(schema)
		jsonschema.validate(doc, schema)
		doc["more"] = 1
		try:
		    jsonschema.validate(doc, schema)
		except jsonschema.ValidationError:
		    sys.exit(0)
		sys.exit("the schema takes anything")
		END
	done
}

@test "measure: what it prints is included, with syntax 1 before it" {
	head -c 4096 /dev/urandom >initrd
	"$LORICA" measure --cmdline 'root=/dev/vda ro' --initrd initrd >boot.section
	printf 'syntax 1\npolicy p serial 1 epoch 1 audit\ninclude "boot.lorica"\n' >policy.lorica
	cp boot.section boot.lorica
	run "$LORICA" check -q policy.lorica
	[ "$status" = 3 ]
	(echo 'syntax 1'; cat boot.section) >boot.lorica
	run "$LORICA" check -q policy.lorica
	echo "$output"
	[ "$status" = 0 ]
	# One of another mind beside it, as a profile has.
	echo 'boot on-fail halt { }' >>policy.lorica
	run "$LORICA" check -q policy.lorica
	[ "$status" = 3 ]
}
