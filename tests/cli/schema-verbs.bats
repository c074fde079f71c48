#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What -j prints for diff, explain, test and learn is what their schemas say.
load common

setup_file() {
	common_setup_file
	python3 -c 'import jsonschema' 2>/dev/null || return 0
	mkdir -p tree/usr/bin docs/{diff,explain,test,learn}
	cp /bin/true tree/usr/bin/prog
	printf '#!/bin/sh\n' >tree/usr/bin/script
	"$LORICA" -q manifest tree --name root --epoch 2 -o root.unsigned
	"$LORICA" -q manifest tree --name old --epoch 1 -o old.unsigned
	mv tree/usr/bin/prog tree/usr/bin/moved
	echo '#!/bin/awk' >tree/usr/bin/script
	"$LORICA" -q manifest tree --name root --serial 2 --epoch 2 -o root-2.unsigned
	sed 's/serial 7/serial 8/; s/enforce/audit/; s/, field/\n  writable-code deny except "\/usr\/bin\/jit"/' gateway.lorica >next.lorica
	sed 's/exec default/exce default/' gateway.lorica >broken.lorica
	printf 'syntax 1\npolicy plain serial 1 epoch 0 audit\n' >plain.lorica
	head -c 100 gateway.stmt >short
	events
	documents
}

# Records of each kind, with one lost, one that comes again, and another boot.
events() {
	local digest=$(printf 'a5%.0s' {1..32}) seq=1 boot=1
	record() {
		seq=$((seq + 1))
		printf '{"seq": %s,"time_ns": %s0,"type": "%s","verdict": "%s","reason": "%s","policy_serial": %s,"comm": "c\\u0001","label": "%s","object": "%s"%s}\n' \
			$seq $boot$seq "$@"
	}
	{
		record loaded allow ok 0 '' gateway
		for i in {1..20}; do
			record exec audit not-listed 7 "/usr/bin/$i" /usr/bin/new ",\"sha256\": \"$digest\""
		done
		record mmap audit not-listed 3 '' '/usr/bin/x (deleted)' ",\"sha256\": \"$digest\""
		record exec audit not-listed 3 '' "/usr/bin/prog" ",\"sha256\": \"$(sha256sum </bin/true | cut -d' ' -f1)\""
		record module audit from-memory 7 '' init_module
		record exec audit unreadable 7 '' /usr/bin/script
		seq=1 boot=2
		record writable-code audit anonymous 7 /usr/bin/node mmap
		record writable-code audit anonymous 7 '' mmap
		record kexec audit sealed 7 /sbin/kexec ''
	} >events
	head -n 1 events >>events
}

# All documents there are; DIR/NAME.rc is the exit status.
documents() {
	doc() {
		local to=docs/$1
		shift
		"$LORICA" -j "$@" >"$to.json" 2>/dev/null </dev/null && echo 0 >"$to.rc" || echo $? >"$to.rc"
	}
	doc diff/same diff gateway.lorica gateway.stmt
	doc diff/policies diff gateway.lorica next.lorica
	doc diff/back diff next.lorica gateway.lorica
	doc diff/manifests diff root.unsigned root-2.unsigned
	doc diff/names diff root.unsigned old.unsigned
	doc diff/refused diff gateway.stmt short
	doc diff/broken diff gateway.lorica broken.lorica
	doc explain/listed explain gateway.lorica -m root.unsigned:vendor exec /usr/bin/prog
	doc explain/statement explain gateway.stmt -m root.unsigned:field mmap /usr/bin/script
	doc explain/unlisted explain gateway.lorica exec /usr/bin/prog
	doc explain/hashed explain gateway.lorica --root tree exec /usr/bin/moved
	doc explain/digest explain gateway.lorica module "sha256:$(printf 'a5%.0s' {1..32})"
	doc explain/no-section explain plain.lorica exec /x
	doc explain/outside explain gateway.lorica kexec
	doc explain/object explain gateway.lorica poke 'x 1'
	sed 's/net default allow {}/net default deny {\n  "\/b" listen tcp 80\n  any connect tcp 443\n}/; s/usb default allow {}/usb default deny {\n  allow 0403:6001 at most 1\n}/' gateway.lorica >rules.lorica
	sed -i 's/exec default deny {/&\n  writable-code deny except "\/n"\n  kernel-helpers deny except "\/h"\n  bpf deny/' rules.lorica
	doc diff/sections diff gateway.lorica rules.lorica
	doc diff/unmanaged diff rules.lorica plain.lorica
	doc explain/net explain rules.lorica listen tcp 80 by /b
	doc explain/net-any explain rules.lorica connect tcp 80 to 10.0.0.1 by any
	doc explain/net-audit explain next.lorica net-socket raw
	doc explain/usb explain rules.lorica usb 0403:6001 serial x
	doc explain/usb-none explain plain.lorica usb 0403:6001
	doc explain/program explain rules.lorica writable-code by /n
	doc explain/loader explain rules.lorica bpf by /n
	doc explain/helper explain rules.lorica kernel-helper /h
	doc explain/refused explain gateway.lorica -m old.unsigned:vendor exec /x
	doc explain/short explain short exec /x
	doc explain/broken explain broken.lorica exec /x
	"$LORICA" -j explain gateway.lorica -m root.unsigned:vendor - <events >docs/stream 2>/dev/null
	head() { printf 'syntax 1\npolicy "%s"\nmanifest "root.unsigned" by vendor\n' "$1"; }
	{ head gateway.lorica; echo 'exec "/usr/bin/prog" allow'; } >good.test
	{ head gateway.stmt; echo 'exec "/usr/bin/prog" deny'; echo 'module sha256 '"$(printf 'a5%.0s' {1..32})"' deny'; } >bad.test
	{ head rules.lorica; echo 'listen tcp 80, 81 by "/b" allow'; echo 'usb 0403:6001 allow'; echo 'bpf by "/n" deny'
		echo 'kernel-helper "/x" deny'; } >sections.test
	{ head gateway.lorica; echo 'root "tree"'; echo 'exec "/usr/bin/gone" deny'; } >unread.test
	head gateway.lorica >empty.test
	head broken.lorica >broken.test
	head short >short.test
	{ head gateway.lorica; echo 'exce "/x" allow'; } >slip.test
	for name in good bad sections unread empty broken short slip; do
		doc test/$name test $name.test
	done
	doc learn/all learn -n -p gateway.lorica events
	doc learn/tree learn -n -p next.lorica -m root.unsigned:vendor --root tree --enforce events
	sed 's/"policy_serial": 7/"policy_serial": 1/' >uses <<-END
	{"seq": 1,"time_ns": 10,"type": "net-listen","verdict": "audit","reason": "net-no-rule","policy_serial": 7,"tgid": 7,"comm": "b","label": "/b","object": "tcp 0.0.0.0:81"}
	{"seq": 2,"time_ns": 20,"type": "net-listen","verdict": "audit","reason": "net-no-rule","policy_serial": 7,"tgid": 7,"comm": "b","label": "","object": "tcp 0.0.0.0:81"}
	END
	for i in {3..15}; do
		echo '{"seq": '$i',"time_ns": '$i'0,"type": "net-connect","verdict": "audit","reason": "net-no-rule","policy_serial": 7,"comm": "b","label": "/b","object": "tcp 10.0.0.'$i':80"}'
	done >>uses
	doc learn/net learn -n -p rules.lorica uses
	: >none
	doc learn/none learn -n -p gateway.lorica none
	doc learn/refused learn -n -p short events
	doc learn/broken learn -n -p broken.lorica events
	doc learn/old learn -n -p gateway.lorica -m old.unsigned:vendor events
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	python3 -c 'import jsonschema' 2>/dev/null || skip "no jsonschema for Python"
}

# with_schema VERB: a Python program on stdin, with valid(document), and the documents in docs
with_schema() {
	{
		cat <<-'END'
		import copy, glob, json, jsonschema, re, sys
		top, verb = sys.argv[1:]
		def load(name):
		    with open(name) as f:
		        return json.load(f)
		schema = load("%s/policy/schema/%s.json" % (top, verb))
		jsonschema.Draft202012Validator.check_schema(schema)
		validator = jsonschema.Draft202012Validator(schema)
		valid = validator.is_valid
		docs = {name.split("/")[2][:-5]: load(name) for name in sorted(glob.glob("docs/%s/*.json" % verb))}
		status = {name: int(open("docs/%s/%s.rc" % (verb, name)).read()) for name in docs}
		if verb == "explain":
		    for i, line in enumerate(open("docs/stream")):
		        docs["line-%d" % i] = json.loads(line)
		def of(name): return copy.deepcopy(docs[name])
		def walk(d, path=()):
		    yield path
		    for key, value in d.items() if isinstance(d, dict) else enumerate(d) if isinstance(d, list) else ():
		        yield from walk(value, path + (key,))
		def at(d, path):
		    for key in path:
		        d = d[key]
		    return d
		END
		cat
	} >program.py
	python3 program.py "$TOP" "$1"
}

# all_of VERB: every document is valid, and those of exit status 3 say that something is refused
all_of() {
	with_schema "$1" <<-'EOF'
	for name, d in docs.items():
	    validator.validate(d)
	    is_refused = d.get("accepted") is False or "diagnostics" in d
	    assert is_refused == (status.get(name, 0) == 3), (name, status.get(name))
	    if d.get("unmanaged", 1) is None:
	        jsonschema.validate(d, load(top + "/policy/schema/check.json"))
	    if d.get("accepted") is False:
	        jsonschema.validate(d, load(top + "/policy/schema/show.json"))
	assert sum(s == 3 for s in status.values()) >= 2 and len(docs) - list(status.values()).count(3) >= 3
	EOF
}

# strict VERB: no member may be missing, none may be added, none has a value of another type
strict() {
	with_schema "$1" <<-'EOF'
	n = 0
	for name, d in docs.items():
	    if "diagnostics" in d:
	        continue
	    for path in walk(d):
	        if isinstance(at(d, path), dict):
	            more = copy.deepcopy(d)
	            at(more, path)["extra"] = 1
	            assert not valid(more), (name, path, "extra")
	        if path and isinstance(at(d, path[:-1]), dict) and path[-1] != "recorded":
	            less = copy.deepcopy(d)
	            del at(less, path[:-1])[path[-1]]
	            assert not valid(less), (name, path, "missing")
	        for wrong in (7, [7], {"a": 7}, "\n", True):
	            if path and type(wrong) is not type(at(d, path)) and not (wrong == "\n" and at(d, path) is None):
	                other = copy.deepcopy(d)
	                at(other, path[:-1])[path[-1]] = wrong
	                assert not valid(other), (name, path, wrong)
	                n += 1
	assert n > 300, n
	EOF
}

@test "schema: all of diff" { all_of diff; }
@test "schema: all of explain" { all_of explain; }
@test "schema: all of test" { all_of test; }
@test "schema: all of learn" { all_of learn; }

@test "schema: no member of diff is open" { strict diff; }
@test "schema: no member of explain is open" { strict explain; }
@test "schema: no member of test is open" { strict test; }
@test "schema: no member of learn is open" { strict learn; }

@test "schema: the documents have what there is" {
	with_schema diff <<-'EOF'
	assert not of("same")["differs"] and of("same")["changes"] == []
	assert of("policies")["changes"] and of("policies")["allowed"] and of("back")["denied"]
	d = of("manifests")
	assert d["allowed"] and d["denied"] and {f["in"] for f in d["relisted"]} == {"a", "b"}
	EOF
	with_schema explain <<-'EOF'
	assert {d["sha256_from"] for d in docs.values() if "sha256_from" in d} == {"unknown", "event", "root", "manifest"}
	assert len([d for d in docs.values() if "recorded" in d]) == 29
	assert of("no-section")["decided_by"]["file"] is None and of("listed")["decided_by"]["line"] == 5
	EOF
	with_schema test <<-'EOF'
	assert of("unread")["tests"][0]["verdict"] is None and of("bad")["failed"] == 1
	assert status == {"good": 0, "bad": 4, "sections": 4, "unread": 1, "empty": 3, "broken": 3, "short": 3, "slip": 3}, status
	EOF
	with_schema learn <<-'EOF'
	d = of("all")
	assert d["events"]["lost"] and d["events"]["repeated"] and d["events"]["boots"] == 2 and d["events"]["other_serials"]
	assert any(f["more"] for f in d["files"])
	assert {r["wants"] for r in d["refused"]} == {"file", "nothing"} and d["programs"] == []
	d = of("tree")
	assert d["programs"] and d["programs"][0]["note"] and {r["wants"] for r in d["refused"]} == {"file", "program", "nothing"}
	assert d["mode"] == "enforce" and all(r["why"] for r in d["refused"])
	d = of("net")
	assert [u["rule"] for u in d["net"]] == ['"/b" listen tcp 81', '"/b" connect tcp 80'], d["net"]
	assert d["net"][0]["generalised"] is None and d["net"][1]["generalised"] and d["refused"][0]["wants"] == "net"
	EOF
}

@test "schema: values that no document of these has" {
	with_schema diff <<-'EOF'
	for key, wrong in (("group", "allowed"), ("group", "")):
	    d = of("policies"); d["changes"][0][key] = wrong
	    assert not valid(d), (key, wrong)
	for side, wrong in (("a", "manifest"), ("b", "manifest")):
	    d = of("policies"); d[side]["type"] = wrong
	    assert not valid(d), side
	for key, wrong in (("sha256", "A" * 64), ("sha256", "a" * 63), ("kind", "program"), ("path", "x")):
	    d = of("manifests"); d["allowed"][0][key] = wrong
	    assert not valid(d), (key, wrong)
	d = of("manifests"); d["relisted"][0]["in"] = "c"
	assert not valid(d)
	EOF
	with_schema explain <<-'EOF'
	for key, wrong in (("type", "exce"), ("verdict", "maybe"), ("reason", ""), ("section", None), ("sha256", "00"),
	        ("sha256_from", "guess"), ("not_judged", [""])):
	    d = of("listed"); d[key] = wrong
	    assert not valid(d), (key, wrong)
	for line in (0, -1, 1.5):
	    d = of("listed"); d["decided_by"]["line"] = line
	    assert not valid(d), line
	d = of("listed"); d["decided_by"]["file"] = None
	assert not valid(d)
	d = of("outside"); d["section"] = "exec"
	assert not valid(d)
	EOF
	with_schema test <<-'EOF'
	for key, wrong in (("expected", "maybe"), ("line", 0), ("verdict", None)):
	    d = of("good"); d["tests"][0][key] = wrong
	    assert not valid(d), (key, wrong)
	d = of("unread"); d["tests"][0]["ok"] = True
	assert not valid(d)
	d = of("good"); d["failed"] = -1
	assert not valid(d)
	EOF
	with_schema learn <<-'EOF'
	for key, wrong in (("name", "a/b"), ("name", ""), ("serial", "01"), ("serial", "-1"), ("mode", "x"), ("text", "syntax 2\n")):
	    d = of("all"); d[key] = wrong
	    assert not valid(d), (key, wrong)
	for key, wrong in (("path", "x"), ("sha256", None), ("kind", "program"), ("events", 0), ("other_policy", -1), ("why", "x")):
	    d = of("all"); d["files"][0][key] = wrong
	    assert not valid(d), (key, wrong)
	for key, wrong in (("wants", "x"), ("why", ""), ("why", None), ("sha256", "x")):
	    d = of("all"); d["refused"][0][key] = wrong
	    assert not valid(d), (key, wrong)
	d = of("all"); d["events"]["lost"][0]["boot"] = 0
	assert not valid(d)
	EOF
}

@test "schema: words of these verbs are those of the command" {
	with_schema explain <<-'EOF'
	text = open(top + "/userspace/lib/words.c").read()
	def words(table):
	    body = re.search(r"struct word %s\[\] = \{(.*?)\n\};" % table, text, re.S).group(1)
	    return re.findall(r'\{ "([a-z-]+)"', body)
	schemas = {verb: load("%s/policy/schema/%s.json" % (top, verb))["$defs"] for verb in ("diff", "explain", "test", "learn")}
	e, t, l, d = (schemas[verb] for verb in ("explain", "test", "learn", "diff"))
	# One is a part of the other; each file stands for itself.
	for name in ("managed", "rule", "lost", "word", "sha256"):
	    assert e[name] == t[name], name
	for name in ("refused", "uncompiled", "sha256"):
	    assert d[name] == e[name] == t[name] == l[name], name
	for enum in (e["managed"]["properties"]["type"], e["unmanaged"]["properties"]["type"],
	        l["evidence"]["properties"]["how"]["items"]["properties"]["type"]):
	    assert enum["enum"] == words("event_type")
	for enum in (e["managed"]["properties"]["verdict"], t["judged"]["properties"]["expected"]):
	    assert enum["enum"] == words("verdict")
	for enum in (d["file"]["properties"]["kind"], d["relisted"]["properties"]["kind"], l["file"]["properties"]["kind"],
	        e["managed"]["properties"]["manifests"]["items"]["properties"]["kind"]):
	    assert enum["enum"] == words("file_kind")
	assert l["draft"]["properties"]["mode"]["enum"] == words("mode")
	text = open(top + "/userspace/lib/changes.c").read()
	groups = re.findall(r'\[CHANGE_[A-Z]+\] = \{ "([a-z]+)"', text)
	assert d["changes"]["items"]["properties"]["group"]["enum"] + ["allowed", "denied"] == groups
	text = open(top + "/userspace/lib/ruling_show.c").read()
	assert e["managed"]["properties"]["sha256_from"]["enum"] == re.findall(r'\[RULING_[A-Z]+\] = \{ "([a-z]+)"', text)
	EOF
}
