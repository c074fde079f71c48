#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What `lorica -j show` prints is what its schema says. That of check is tested in check.bats.

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	python3 -c 'import jsonschema' 2> /dev/null || return 0
	make_key anchor
	shown
}

# one STATEMENT: what show says of it, and of the same when it is signed
one() {
	"$LORICA" -j show "$1" > "$1.json" 2> /dev/null
	by_openssl "$1" anchor "$1.signed"
	"$LORICA" -j show "$1.signed" > "$1.signed.json" 2> /dev/null
}

# All documents there are: docs/*.json, and in refused/ what show has against others.
shown() {
	mkdir docs refused tree
	"$TOP/tests/policies/stage.sh" staged
	for file in staged/valid/*.lorica; do
		"$LORICA" -q compile "$file" -o "docs/$(basename "$file" .lorica)"
	done
	cp /bin/true tree/elf
	cp "$(ldd "$LORICA" | sed -n 's/.*libz.so[^ ]* => \(.*\) (.*/\1/p')" tree/library.so
	printf '#!/bin/sh\n' > tree/script
	echo x > tree/other
	echo y > tree/$'odd \\ \n\033\377'
	"$LORICA" -q manifest tree --all --name rootfs --serial 18446744073709551615 --epoch 3 \
		--device "$(printf '%064d' 7)" -o docs/manifest
	stmt docs/nothing $T_MANIFEST none 1 0
	cp docs/nothing docs/far
	poke docs/far 40 '\xff\xff\xff\xff\xff\xff\xff\x7f'
	for file in docs/*; do
		one "$file"
	done
	: > empty
	head -c 100 docs/gateway > short
	for file in empty short; do
		"$LORICA" -j show $file > refused/$file.json 2> /dev/null || [ $? -eq 3 ]
	done
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
	python3 -c 'import jsonschema' 2> /dev/null || skip "no jsonschema for Python"
}

# with_schema: a Python program on stdin, with valid(document) and all documents in docs
with_schema() {
	{
		cat <<-'END'
		import copy, glob, json, jsonschema, sys
		schema = json.load(open(sys.argv[1] + "/policy/schema/show.json"))
		jsonschema.Draft202012Validator.check_schema(schema)
		validator = jsonschema.Draft202012Validator(schema)
		valid = validator.is_valid
		docs = {name: json.load(open(name)) for name in sorted(glob.glob("docs/*.json"))}
		refused = {name: json.load(open(name)) for name in sorted(glob.glob("refused/*.json"))}
		def of(name): return copy.deepcopy(docs["docs/%s.json" % name])
		END
		cat
	} > program.py
	python3 program.py "$TOP"
}

@test "schema: all valid policies, and manifests, signed or not" {
	with_schema <<-'EOF'
	for name, d in docs.items():
	    validator.validate(d)
	    assert d["signed"] is name.endswith(".signed.json"), name
	    assert d["type"] == ("manifest" if name.split("/")[1].split(".")[0] in
	        ("manifest", "nothing", "far") else "policy"), name
	assert len(docs) == 2 * 3 + 2 * len(glob.glob("staged/valid/*.lorica"))
	EOF
}

@test "schema: what show refuses" {
	with_schema <<-'EOF'
	for d in refused.values():
	    validator.validate(d)
	    assert d["reason"] == "truncated"
	assert len(refused) == 2
	EOF
}

@test "schema: numbers of 64 bits keep their digits, dates their meaning" {
	with_schema <<-'EOF'
	d = of("manifest")
	assert d["serial"] == "18446744073709551615" and d["epoch"] == "3"
	assert d["device"] == "7".zfill(64) and len(d["files"]) == 5
	assert "/odd \\ \n\033\ufffd" in [f["path"] for f in d["files"]]
	assert {f["kind"] for f in d["files"]} == {"elf", "library", "script", "other"}
	assert of("nothing")["valid_until"] is None
	assert of("far")["valid_until"] == "9223372036854775807"
	EOF
}

@test "schema: no member may be missing, and none may be added" {
	with_schema <<-'EOF'
	def walk(d, path=()):
	    yield path
	    # The schema says the same of each element of a list, so two of them are enough.
	    for key, value in d.items() if isinstance(d, dict) else enumerate(d[:2]) if isinstance(d, list) else ():
	        yield from walk(value, path + (key,))
	def at(d, path):
	    for key in path:
	        d = d[key]
	    return d
	n = 0
	for name, d in {**docs, **refused}.items():
	    for path in walk(d):
	        if isinstance(at(d, path), dict):
	            more = copy.deepcopy(d)
	            at(more, path)["extra"] = 1
	            assert not valid(more), (name, path, "extra")
	        if path and isinstance(at(d, path[:-1]), dict):
	            less = copy.deepcopy(d)
	            del at(less, path[:-1])[path[-1]]
	            assert not valid(less), (name, path, "missing")
	        for wrong in (7, [7], {"a": 7}, "\n", True):
	            if path and type(wrong) is not type(at(d, path)) and not (path[-1] == "signed"):
	                other = copy.deepcopy(d)
	                at(other, path[:-1])[path[-1]] = wrong
	                assert not valid(other) or wrong == "\n" and path[-1] in ("file",), (name, path, wrong)
	                n += 1
	assert n > 500, n
	EOF
}

@test "schema: values that nothing has" {
	with_schema <<-'EOF'
	for key, wrong in (("type", "manifest"), ("type", "x"), ("mode", "x"), ("on_fail", ""), ("name", "a/b"),
	        ("name", ""), ("name", "x" * 32), ("serial", "01"), ("serial", "-1"), ("epoch", ""), ("device", "00"),
	        ("valid_from", "2026-01-02"), ("valid_until", "0"), ("text", "syntax 2\n"), ("signature", "good"),
	        ("signed", True), ("keys", None), ("unmanaged", None), ("unmanaged", ["keys"]), ("exec", {})):
	    d = of("gateway")
	    d[key] = wrong
	    assert not valid(d), (key, wrong)
	d = of("gateway.signed"); d["signed"] = False
	assert not valid(d)
	d = of("gateway"); d["keys"] = d["keys"][:1] * 17
	assert not valid(d)
	for wrong in ([], ["policy", "policy"], ["all"]):
	    d = of("gateway"); d["keys"][0]["purposes"] = wrong
	    assert not valid(d), wrong
	d = of("manifest"); d["files"][0]["path"] = "elf"
	assert not valid(d)
	d = of("manifest"); d["files"][0]["kind"] = "program"
	assert not valid(d)
	EOF
}

@test "schema: its words are those of the command" {
	with_schema <<-'EOF'
	import re
	text = open(sys.argv[1] + "/userspace/lib/words.c").read()
	def words(table):
	    body = re.search(r"struct word %s\[\] = \{(.*?)\n\};" % table, text, re.S).group(1)
	    return re.findall(r'\{ "([a-z-]+)"', body)
	defs = schema["$defs"]
	key, rule = defs["key"]["properties"], defs["exec"]["properties"]["allow"]["items"]["properties"]
	for table, enum in (("mode", defs["policy"]["properties"]["mode"]), ("on_fail", defs["policy"]["properties"]["on_fail"]),
	        ("default_", defs["exec"]["properties"]["default"]), ("purpose", key["purposes"]["items"]),
	        ("exec_kind", rule["kind"]), ("file_kind", defs["file"]["properties"]["kind"])):
	    assert words(table) and words(table) == enum["enum"], table
	EOF
}

@test "schema: every one is installed" {
	make -s -C "$TOP" install DESTDIR="$PWD/installed" PREFIX=/usr > /dev/null
	for file in "$TOP"/policy/schema/*.json; do
		cmp "$file" "installed/usr/share/lorica/schema/${file##*/}"
		python3 -m json.tool "$file" > /dev/null
	done
}
