#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir -p keys tree/usr/bin tree/usr/sbin tree/lib
	certificate keys/vendor.crt
	certificate keys/field.crt
	cat >base.lorica <<-'END'
	syntax 1
	policy gateway serial 7 epoch 2 audit
	keys {
		vendor x509 "keys/vendor.crt" for manifest, policy
		field x509 "keys/field.crt" for manifest
	}
	exec default deny {
		allow manifest vendor, field
		writable-code deny except "/usr/bin/luajit"
	}
	END
	printf '#!/bin/sh\necho listed\n' >tree/usr/bin/sh
	"$LORICA" -q manifest tree --name root --epoch 2 -o root.unsigned
	cp /bin/true tree/usr/sbin/svc
	printf '#!/bin/sh\necho tool\n' >tree/usr/bin/tool
	printf 'data' >tree/lib/data
}

setup() {
	cp -r "$BATS_FILE_TMPDIR/." "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
	svc=$(sha256sum <tree/usr/sbin/svc | cut -d' ' -f1)
	tool=$(sha256sum <tree/usr/bin/tool | cut -d' ' -f1)
	other=$(printf 'a5%.0s' {1..32})
	seq=0 serial=7 verdict=audit
	: >events
}

# event TYPE REASON OBJECT [LABEL [COMM [MORE]]]: one record more
event() {
	seq=$((seq + 1))
	printf '{"seq": %s,"time_ns": %s000000000,"type": "%s","verdict": "%s","reason": "%s","tgid": 1,"pid": 1,"uid": 0,"code": 13,"policy_serial": %s,"comm": "%s","label": "%s","object": "%s"%s}\n' \
		$seq $seq "$1" $verdict "$2" "$serial" "${5-sh}" "${4-}" "$3" "${6-}" >>events
}
# file TYPE PATH DIGEST: it is in no manifest
file() { event "$1" not-listed "$2" /usr/bin/sh sh ",\"sha256\": \"$3\""; }
# code LABEL [COMM]: a program makes some
code() { event writable-code anonymous mmap "$1" "${2-prog}"; }

# learn ARGUMENT...: it works; the policy goes to next.lorica, and compiles to another serial
learn() {
	run_split "$LORICA" learn -p base.lorica -o next.lorica "$@" events
	[ "$status" -eq 0 ] || { printf '%s\n' "$stderr"; return 1; }
	[ -z "$output" ]
	"$LORICA" -q check next.lorica
	grep -Eq '^policy gateway serial 8 epoch 2 (audit|enforce) ' next.lorica
}

# fails STATUS MESSAGE ARGUMENT...: it does not, with this first line, and writes nothing
fails() {
	local want=$1 message=$2
	shift 2
	run_split "$LORICA" learn "$@"
	[ "$status" -eq "$want" ]
	[ -z "$output" ]
	[ "${stderr_lines[0]}" = "$message" ] || { printf '%s\n' "$stderr"; return 1; }
	[ ! -e next.lorica ] && [ ! -e learnt.unsigned ]
}

# says LINE...: each is a line of the draft
says() {
	local line
	for line; do
		grep -qxF -- "$line" next.lorica || { printf 'no line %q in:\n' "$line"; cat next.lorica; return 1; }
	done
}

# nothing: the draft permits what its base permits
nothing() {
	run "$LORICA" diff base.lorica next.lorica
	[ "$output" = "head:
  serial: 7 -> 8" ] || { echo "$output"; return 1; }
}

# same_as_base WHY: no file, no program, and one refusal with this title and reason
stays() {
	learn --manifest-out learnt.unsigned
	nothing
	[ "$("$LORICA" show learnt.unsigned)" = "" ]
	says "#   $1"
}

@test "learn: a file, a program, and what no rule permits" {
	event loaded ok gateway
	sed -i 's/audit/allow/' events
	file exec /usr/sbin/svc "$svc"
	file mmap /usr/sbin/svc "$svc"
	code /usr/bin/node node
	event kexec sealed /boot/vmlinuz /usr/sbin/kexec kexec
	learn -m root.unsigned:vendor
	pin() { openssl x509 -in "keys/$1.crt" -outform DER | sha256sum | cut -d' ' -f1; }
	sed 's/^@/\t/' >want <<-END
	# A draft of \`lorica learn\`, from policy 'gateway' serial 7 and 5 events of 1 boot.
	# Read each line before it is signed: what ran need not be good.
	#
	# Files for a manifest; who signs it has to be one of: field, vendor
	#   '/usr/sbin/svc'
	#     sha256 $svc
	#     2 events: exec not-listed 1, mmap not-listed 1
	#     first record 2 (2.000 s), last record 3 (3.000 s)
	#     by '/usr/bin/sh' as 'sh' 2
	#
	# Not permitted: enforce would refuse it.
	#   kexec sealed: the seal decides, whatever a policy says
	#     to do: do it in the initramfs before the seal, or do without
	#     1 event: kexec sealed 1
	#     first record 5 (5.000 s), last record 5 (5.000 s)
	#     by '/usr/sbin/kexec' as 'kexec' 1
	#     of '/boot/vmlinuz' 1

	syntax 1
	policy gateway serial 8 epoch 2 audit on-fail halt

	keys {
	@field x509 "keys/field.crt" sha256 $(pin field) for manifest
	@vendor x509 "keys/vendor.crt" sha256 $(pin vendor) for policy, manifest
	}

	exec default deny {
	@allow manifest field
	@allow manifest vendor
	@# Generalised: an exception is for every way to make code, and for all that
	@# the program runs or reads. What was seen:
	@#   '/usr/bin/node'
	@#     1 event: writable-code anonymous 1
	@#     first record 4 (4.000 s), last record 4 (4.000 s)
	@#     by '/usr/bin/node' as 'node' 1
	@#     no manifest that was given lists it
	@writable-code deny except "/usr/bin/luajit", "/usr/bin/node"
	}
	END
	diff want next.lorica
	[ "$stderr" = "lorica: policy 'gateway', serial 8, from 5 events: files to list: 1, programs excepted: 1, still refused: 1" ]
	run "$LORICA" diff base.lorica next.lorica
	[ "$output" = "head:
  serial: 7 -> 8
becomes allowed:
  exec: code made in memory by '/usr/bin/node' (audit: no longer reported)" ]
}

@test "learn: nothing comes of nothing" {
	learn --manifest-out learnt.unsigned
	nothing
	[ "$("$LORICA" show learnt.unsigned)" = "" ]
	[ "$(head -n 1 next.lorica)" = "# A draft of \`lorica learn\`, from policy 'gateway' serial 7 and 0 events of 0 boots." ]
}

@test "learn: the manifest makes good what was refused" {
	file exec /usr/sbin/svc "$svc"
	file mmap /usr/sbin/svc "$svc"
	file exec /usr/bin/tool "$tool"
	file module /lib/a.ko "$other"
	file firmware /lib/firmware/a.bin "$(sha256sum <<<a | cut -d' ' -f1)"
	learn -m root.unsigned:vendor --manifest-out learnt.unsigned
	run_split "$LORICA" -j show learnt.unsigned
	json '(d["name"], d["serial"], d["epoch"], d["device"]) == ("learnt", "8", "2", None)'
	json 'sorted((f["path"], f["kind"]) for f in d["files"]) == [("/lib/a.ko", "module"), ("/lib/firmware/a.bin", "firmware"), ("/usr/bin/tool", "other"), ("/usr/sbin/svc", "other")]'
	run "$LORICA" -q explain base.lorica -m root.unsigned:vendor - <events
	[ "$(grep -c ': audit: ' <<<"$output")" -eq 5 ]
	run "$LORICA" -q explain next.lorica -m root.unsigned:vendor -m learnt.unsigned:field - <events
	[ "$(grep -c ': allow: listed in a signed manifest$' <<<"$output")" -eq 5 ]
	"$LORICA" -q learn -p base.lorica --manifest-out other.unsigned --name other -o next.lorica events
	run_split "$LORICA" -j show other.unsigned
	json 'd["name"] == "other" and len(d["files"]) == 4'
}

@test "learn: the same events give the same bytes" {
	file exec /usr/sbin/svc "$svc"
	code /usr/bin/node
	code /usr/bin/java
	event lockdown sealed /dev/mem
	learn --manifest-out learnt.unsigned
	mkdir once
	mv next.lorica learnt.unsigned once
	learn --manifest-out learnt.unsigned
	cmp next.lorica once/next.lorica
	cmp learnt.unsigned once/learnt.unsigned
	# So do they when they come twice, or in parts.
	head -n 3 events >first
	learn first events first
	cmp next.lorica once/next.lorica
	run_split "$LORICA" -q -j learn -p base.lorica -n first events
	json 'd["events"]["repeated"] == 3 and d["events"]["read"] == 4 and d["events"]["boots"] == 1'
	"$LORICA" -q learn -p base.lorica -o - - <events >stdin.lorica
	cmp stdin.lorica once/next.lorica
}

@test "learn: a tree has to have the file, with that content" {
	file exec /usr/sbin/svc "$svc"
	file exec /usr/bin/tool "$other"
	file exec /usr/bin/gone "$other"
	file exec /usr/bin "$other"
	file mmap /lib/data "$(sha256sum <tree/lib/data | cut -d' ' -f1)"
	learn --root tree --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned | sort -k3 | cut -c67-)" = "other  /lib/data
elf  /usr/sbin/svc" ]
	says "#   '/usr/bin/tool': the tree has another content there, sha256 $tool" \
		"#   '/usr/bin/gone': the tree has no such file" \
		"#   '/usr/bin': the tree has no such file" \
		"#     to do: without --root it is listed nevertheless"
	learn --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned | wc -l)" -eq 5 ]
	rm next.lorica learnt.unsigned
	fails 1 "lorica learn: cannot open 'none': No such file or directory" -p base.lorica --root none -o next.lorica events
}

@test "learn: of a path with two contents only the one that the tree has" {
	file exec /usr/bin/tool "$other"
	file exec /usr/bin/tool "$tool"
	file exec /usr/bin/tool "$svc"
	stays "'/usr/bin/tool': it was seen with several contents, and a manifest takes one"
	[ "$(grep -c 'several contents' next.lorica)" -eq 3 ]
	learn --root tree --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned)" = "$tool  script  /usr/bin/tool" ]
}

@test "learn: one content under two paths is two entries" {
	file exec /usr/bin/one "$tool"
	file exec /usr/bin/two "$tool"
	learn --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned | wc -l)" -eq 2 ]
}

@test "learn: what the base permits by now is no news" {
	sh=$(sha256sum <tree/usr/bin/sh | cut -d' ' -f1)
	file exec /usr/bin/sh "$sh"
	file exec /tmp/copy "$sh"
	code /usr/bin/luajit
	learn -m root.unsigned:vendor --manifest-out learnt.unsigned
	nothing
	[ "$("$LORICA" show learnt.unsigned)" = "" ]
	! grep -q 'Not permitted' next.lorica
	says '# The base permits 3 of them by now.'
	# Without that manifest it is.
	learn --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned | wc -l)" -eq 2 ]
	# A base that allows everything learns of kernel modules alone.
	sed -i '/writable-code/d; s/default deny/default allow/' base.lorica
	code /usr/bin/node
	file module /lib/a.ko "$other"
	learn --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned)" = "$other  module  /lib/a.ko" ]
	nothing
}

@test "learn: another content of a listed path is told to be that" {
	file exec /usr/bin/sh "$other"
	learn -m root.unsigned:vendor
	says "#     manifest 'root' lists the path with another content"
}

@test "learn: an exception names the other names that it holds for" {
	mkdir -p more/usr/bin
	for name in node nodejs npm npx corepack; do
		cp /bin/true more/usr/bin/$name
	done
	"$LORICA" -q manifest more --name more --epoch 2 -o more.unsigned
	code /usr/bin/node
	learn -m more.unsigned:field
	says "	#     the same content is '/usr/bin/corepack', '/usr/bin/nodejs', '/usr/bin/npm' and 1 more: excepted as well"
}

@test "learn: what enforce has refused is not learnt" {
	verdict=deny
	file exec /usr/sbin/svc "$svc"
	code /usr/bin/node
	stays "'/usr/sbin/svc': it was refused indeed: what a device did not do is not learnt"
	says "#   '/usr/bin/node': it was refused indeed: what a device did not do is not learnt"
	# Once it was only reported, it is.
	verdict=audit
	file exec /usr/sbin/svc "$svc"
	learn --manifest-out learnt.unsigned
	[ "$("$LORICA" show learnt.unsigned | wc -l)" -eq 1 ]
}

@test "learn: a path that is not known is not guessed" {
	event exec not-listed /bin/end /usr/bin/sh sh ",\"object_cut\": true,\"sha256\": \"$other\""
	event exec not-listed tail/of/it /usr/bin/sh sh ",\"sha256\": \"$other\""
	event exec not-listed '/usr/bin/\ufffd' /usr/bin/sh sh ",\"sha256\": \"$other\""
	event exec not-listed '/usr/bin/a\nb' /usr/bin/sh sh ",\"sha256\": \"$other\""
	event exec not-listed '/usr/bin/\u202eb' /usr/bin/sh sh ",\"sha256\": \"$other\""
	event exec not-listed '/usr/bin/x (deleted)' /usr/bin/sh sh ",\"sha256\": \"$other\""
	event exec not-listed '' /usr/bin/sh sh ",\"sha256\": \"$other\""
	stays "'/bin/end' (its end): only the end of its path fitted into the record"
	says "#   'tail/of/it': the record does not tell its path" \
		"#   '/usr/bin/�': its path has bytes that are no text" \
		"#   '/usr/bin/a\\x0ab': its path has bytes that are no text" \
		"#   '/usr/bin/\\xe2\\x80\\xaeb': its path has bytes that are no text" \
		"#   '/usr/bin/x (deleted)': it was deleted by then"
	[ "$(grep -c "sha256 $other" next.lorica)" -eq 7 ]
}

@test "learn: a program that cannot be named is not excepted" {
	code '' jit
	code '' other
	code '/usr/bin/a*b'
	code '/usr/bin/../x'
	code 'usr/bin/x'
	code '/usr/bin/\u200b'
	event writable-code anonymous mmap /node sh ',"label_cut": true'
	event writable-code writable 'personality READ_IMPLIES_EXEC' '' setarch
	stays "a program without a name: a program that is in no manifest has no name here"
	says "#     by an unlisted program as 'jit' 1" "#     by an unlisted program as 'other' 1" \
		"#   '/usr/bin/a*b': a policy cannot name such a path" \
		"#   '/usr/bin/../x': a policy cannot name such a path" \
		"#   'usr/bin/x': the record does not tell its path" \
		"#   '/usr/bin/\\xe2\\x80\\x8b': its path has bytes that are no text" \
		"#   '/node' (its end): only the end of its path fitted into the record" \
		"#   writable-code writable: writable and executable at the same time"
	# The full path beside its end is another matter.
	code /node
	learn
	says '	writable-code deny except "/node", "/usr/bin/luajit"'
}

# lines: the base denies more, and excepts one program from each
lines() { sed -i 's|^writable-code.*|&\nbpf deny except "/usr/sbin/tc"\nkernel-helpers deny except "/usr/bin/kmod"|' base.lorica; }
# loads LABEL [COMM]: a program loads a BPF program; starts PATH: the kernel starts it
loads() { event bpf bpf-loader prog_load "$1" "${2-prog}"; }
starts() { event kernel-helper kernel-helper "$1" '' kworker/u4:0 ",\"sha256\": \"$other\""; }

@test "learn: who loads BPF programs, and what the kernel starts" {
	lines
	mkdir -p more/usr/bin
	cp /bin/true more/usr/bin/bpftrace
	"$LORICA" -q manifest more --name more --epoch 2 -o more.unsigned
	loads /usr/bin/bpftrace
	loads /usr/bin/bpftrace other
	starts /usr/lib/systemd/systemd-coredump
	code /usr/bin/node
	learn -m more.unsigned:field
	sed -n '/^exec/,/^}/p' next.lorica >got
	sed 's/^@/\t/' >want <<-'END'
	exec default deny {
	@allow manifest field
	@allow manifest vendor
	@# Generalised: an exception is for every way to make code, and for all that
	@# the program runs or reads. What was seen:
	@#   '/usr/bin/node'
	@#     1 event: writable-code anonymous 1
	@#     first record 4 (4.000 s), last record 4 (4.000 s)
	@#     by '/usr/bin/node' as 'prog' 1
	@#     no manifest that was given lists it
	@writable-code deny except "/usr/bin/luajit", "/usr/bin/node"
	@# Generalised: an exception is for every BPF program that the seal leaves to
	@# anybody, whatever it does. What was seen:
	@#   '/usr/bin/bpftrace'
	@#     2 events: bpf bpf-loader 2
	@#     first record 1 (1.000 s), last record 2 (2.000 s)
	@#     by '/usr/bin/bpftrace' as 'prog' 1, '/usr/bin/bpftrace' as 'other' 1
	@bpf deny except "/usr/bin/bpftrace", "/usr/sbin/tc"
	@# Generalised: an exception is for all arguments, and for all reasons that
	@# the kernel has to start the program. What was seen:
	@#   '/usr/lib/systemd/systemd-coredump'
	@#     1 event: kernel-helper kernel-helper 1
	@#     first record 3 (3.000 s), last record 3 (3.000 s)
	@#     by an unlisted program as 'kworker/u4:0' 1
	@#     no manifest that was given lists it
	@kernel-helpers deny except "/usr/bin/kmod", "/usr/lib/systemd/systemd-coredump"
	}
	END
	diff want got
	contains "$stderr" 'files to list: 0, programs excepted: 3, still refused: 0'
	run_split "$LORICA" -q -j learn -p base.lorica -n events
	json '[[p["path"] for p in d[k]] for k in ("programs", "loaders", "helpers")] == [["/usr/bin/node"], ["/usr/bin/bpftrace"], ["/usr/lib/systemd/systemd-coredump"]]'
	# The draft lets them, and the base did not.
	for policy in base next; do
		"$LORICA" -q explain $policy.lorica bpf by /usr/bin/bpftrace
		"$LORICA" -q explain $policy.lorica bpf by /usr/bin/node
	done >said
	[ "$(grep -c '^bpf: allow: ' said)" -eq 1 ] && [ "$(grep -c '^bpf: audit: ' said)" -eq 3 ]
}

@test "learn: one program for several lines" {
	lines
	loads /usr/bin/x
	starts /usr/bin/x
	code /usr/bin/x
	loads /usr/bin/luajit
	learn
	says '	writable-code deny except "/usr/bin/luajit", "/usr/bin/x"' \
		'	bpf deny except "/usr/bin/luajit", "/usr/bin/x", "/usr/sbin/tc"' \
		'	kernel-helpers deny except "/usr/bin/kmod", "/usr/bin/x"'
}

@test "learn: loaders and helpers that are not excepted" {
	lines
	loads '' nobody
	loads '/usr/bin/a*b'
	starts '/tmp/x (deleted)'
	starts 'core'
	starts '/usr/bin/../x'
	event kernel-helper kernel-helper /end '' kworker/u4:0 ',"object_cut": true'
	event bpf program-type prog_load /usr/bin/evil evil
	event bpf sealed link /usr/bin/evil evil
	verdict=deny
	loads /usr/bin/refused
	starts /usr/bin/refused
	# By name, what the base excepts by now.
	verdict=audit
	loads /usr/sbin/tc
	starts /usr/bin/kmod
	stays "a program without a name: a program that is in no manifest has no name here"
	says "#   '/usr/bin/a*b': a policy cannot name such a path" \
		"#   '/tmp/x (deleted)': it was deleted by then" \
		"#   'core': the record does not tell its path" \
		"#   '/usr/bin/../x': a policy cannot name such a path" \
		"#   '/end' (its end): only the end of its path fitted into the record" \
		"#   bpf program-type: the seal decides, whatever a policy says" \
		"#   bpf sealed: the seal decides, whatever a policy says" \
		'# The base permits 2 of them by now.'
	[ "$(grep -c "^#   '/usr/bin/refused': it was refused indeed" next.lorica)" -eq 2 ]
	# A base without these lines denies nothing of it.
	sed -i '/bpf deny/d; /kernel-helpers/d' base.lorica
	: >events
	loads /usr/bin/bpftrace
	starts /usr/bin/x
	learn
	nothing
	says '# The base permits 2 of them by now.'
}

@test "learn: odd paths of programs are quoted" {
	code '/opt/a \"b\" \\ # c'
	learn
	says '	writable-code deny except "/opt/a \"b\" \\ # c", "/usr/bin/luajit"'
}

@test "learn: no rule permits events of other types" {
	for type in kexec bpf unload lockdown label kernel-read; do
		event $type sealed "x $type" /usr/bin/$type
	done
	event poke poke 'victim 12' /usr/bin/gdb gdb
	event poke poke 'victim 13' /usr/bin/gdb gdb
	event mprotect unverified /usr/lib/x.so /usr/bin/sh
	verdict=deny
	event rejected signature x
	event seal-refused hooks-missing ''
	event unload own-object lorica /usr/bin/rmmod rmmod
	learn --manifest-out learnt.unsigned
	nothing
	[ "$("$LORICA" show learnt.unsigned)" = "" ]
	for type in kexec bpf unload lockdown label kernel-read; do
		says "#   $type sealed: the seal decides, whatever a policy says" "#     of 'x $type' 1"
	done
	says "#   poke poke: who reaches into another process is a debugger, or an attacker" \
		"#     of 'victim 12' 1, 'victim 13' 1" \
		"#   mprotect unverified: mapped without a check before, so it cannot become executable" \
		"#   rejected signature: a statement is accepted or refused as it is" \
		"#   seal-refused hooks-missing: the seal needs every hook, whatever a policy says" \
		"#   unload own-object: the seal decides, whatever a policy says"
	[ "$(grep -c '^#     to do: ' next.lorica)" -ge 8 ]
}

@test "learn: each reason that no manifest mends has something to do about it" {
	for reason in open-for-writing unreadable no-memory no-path file-system too-large executable-stack; do
		event exec $reason "/x/$reason" /usr/bin/sh
	done
	event exec not-regular /x/dir /usr/bin/sh
	event module from-memory init_module /usr/bin/kmod
	event module unverified /lib/a.ko /usr/bin/kmod
	event firmware part /lib/firmware/a.bin /usr/bin/kmod
	event exec some-day /x/new /usr/bin/sh
	learn --manifest-out learnt.unsigned
	nothing
	[ "$("$LORICA" show learnt.unsigned)" = "" ]
	[ "$(grep -c '^#     to do: ' next.lorica)" -eq 10 ]
	says "#   exec file-system: this file system cannot hold content still" \
		"#   module from-memory: code from memory has no file to check" \
		"#   firmware part: only a part is loaded, and no list has the digest of a part" \
		"#   exec some-day: it was refused for a reason that this command does not know"
}

@test "learn: lost records are reported, by boot" {
	seq=2
	file exec /usr/sbin/svc "$svc"
	seq=9
	file exec /usr/sbin/svc "$svc"
	learn
	says '# Lost: what these records told is not in here.' '#   record 1 to 2 of boot 1' '#   record 4 to 9 of boot 1'
	[ "${stderr_lines[1]}" = "lorica: warning: 8 records are missing; what they told is not learnt" ]
	# A number that goes back is another boot.
	seq=1
	file exec /usr/sbin/svc "$svc"
	learn
	says '#   record 1 of boot 2' '#     first record 3 of boot 1 (3.000 s), last record 2 of boot 2 (2.000 s)'
	run_split "$LORICA" -q -j learn -p base.lorica -n events
	json 'd["events"]["lost"] == [{"boot": 1, "first": "1", "last": "2"}, {"boot": 1, "first": "4", "last": "9"}, {"boot": 2, "first": "1", "last": "1"}]'
	[ -z "$stderr" ]
	: >events
	seq=0
	file exec /usr/sbin/svc "$svc"
	learn
	! grep -q Lost next.lorica
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "learn: many lost records do not fill the draft" {
	for _ in {1..50}; do
		seq=$((seq + 1))
		file exec /usr/sbin/svc "$svc"
	done
	learn
	says '#   and 18 more gaps'
	[ "${stderr_lines[1]}" = "lorica: warning: 50 records are missing; what they told is not learnt" ]
}

@test "learn: events of another policy are said to be so" {
	file exec /usr/sbin/svc "$svc"
	serial=3
	file exec /usr/sbin/svc "$svc"
	serial=5
	code /usr/bin/node
	serial=0
	event lockdown sealed x
	learn
	says "# Another policy than the base decided 2 events: serial 3 (1), 5 (1)." "#     another policy decided 1 of them"
	[ "${stderr_lines[1]}" = "lorica: warning: another policy than the base decided 2 of them" ]
	run_split "$LORICA" -q -j learn -p base.lorica -n events
	json 'd["events"]["other_policy"] == 2 and [s["serial"] for s in d["events"]["other_serials"]] == ["3", "5"]'
	json 'd["files"][0]["other_policy"] == 1 and d["files"][0]["events"] == 2'
}

@test "learn: texts of an attacker stay in their comments" {
	evil='x\n}\nexec default allow {\n\u2028\r\u0085\u001b[2J'
	event exec file-system "/tmp/$evil" '' 'n\n{'
	event lockdown sealed "$evil" "$evil" '\u0007\n'
	event exec not-listed '/usr/bin/ok # } \"' "$evil" "c\\n" ",\"sha256\": \"$other\""
	event exec "r\\n}" /x '' x
	code "$evil"
	learn --manifest-out learnt.unsigned
	nothing
	! LC_ALL=C grep -q $'[\033\r\007\177]' next.lorica
	[ "$("$LORICA" show learnt.unsigned)" = "$other  other  /usr/bin/ok # } \"" ]
}

@test "learn: more than a text can hold is counted" {
	for i in {1..6000}; do
		printf '{"seq": %d,"time_ns": %d,"type": "exec","verdict": "audit","reason": "not-listed","policy_serial": 7,"comm": "sh","label": "/usr/bin/sh","object": "/opt/%d","sha256": "%s"}\n' \
			"$i" "$i" "$i" "$other"
	done >events
	learn --manifest-out learnt.unsigned
	[ "$(stat -c %s next.lorica)" -lt 1048576 ]
	[ "$("$LORICA" show learnt.unsigned | wc -l)" -eq 6000 ]
	shown=$(grep -c "^#   '/opt/" next.lorica)
	[ "$shown" -gt 1000 ]
	says "#   and $((6000 - shown)) more"
}

@test "learn: a line that is wrong stops it, and all of them are told" {
	file exec /usr/sbin/svc "$svc"
	good=$(cat events)
	{
		echo 'x'
		echo "$good"
		echo "${good/\"seq\": 1,/}"
		echo "${good/\"seq\": 1/\"seq\": 0}"
		echo "${good/\"seq\": 1/\"seq\": \"1\"}"
		echo "${good/\"time_ns\"/\"time\"}"
		echo "${good/\"verdict\": \"audit\"/\"verdict\": \"maybe\"}"
		echo "${good/\"verdict\"/\"v\"}"
		echo "${good/\"reason\"/\"r\"}"
		echo "${good/\"type\": \"exec\"/\"type\": \"exce\"}"
		echo
		echo "${good/\/usr\/sbin\/svc//$(printf 'a%.0s' {1..400})}"
		echo "${good/\"comm\": \"sh\"/\"comm\": \"$(printf 'a%.0s' {1..46})\"}"
		printf '%s' "${good%\}}"
	} >events
	needs="no 'seq' and 'time_ns', which \`lorica events -j\` prints"
	fails 3 "events:1:1: error: a line has to be a JSON object" -p base.lorica --manifest-out learnt.unsigned -o next.lorica events
	[ "$stderr" = "events:1:1: error: a line has to be a JSON object
events:3:1: error: $needs
events:4:1: error: $needs
events:5:1: error: $needs
events:6:1: error: $needs
events:7:1: error: 'verdict' has to be allow, deny or audit
events:8:1: error: no 'verdict' and 'reason', which \`lorica events -j\` prints
events:9:1: error: no 'verdict' and 'reason', which \`lorica events -j\` prints
events:10:1: error: no type of event 'exce'; did you mean 'exec'?
events:12:1: error: a text is longer than a record has room for
events:13:1: error: a text is longer than a record has room for
events:14:$((${#good})): error: ',' or '}' has to stand here" ]
}

@test "learn: the mode is audit, or enforce when that is asked for" {
	code /usr/bin/node
	learn --enforce
	grep -q '^policy gateway serial 8 epoch 2 enforce ' next.lorica
	sed -i 's/ audit$/ enforce/' base.lorica
	learn
	grep -q '^policy gateway serial 8 epoch 2 audit ' next.lorica
	says '# The base policy enforces. This one reports, until it says enforce.'
	rm next.lorica
	# What could not run is not drafted.
	sed -i 's/ enforce$/ audit/; /allow manifest/d' base.lorica
	fails 3 "lorica learn: the policy would not compile" -p base.lorica --enforce -o next.lorica events
	contains "$stderr" '[nothing-runs]'
	learn
}

@test "learn: the base may be a statement, signed or not" {
	code /usr/bin/node
	learn
	mv next.lorica from-text
	"$LORICA" -q compile base.lorica -o base.stmt
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer keys/vendor.crt -inkey keys/vendor.crt.key -in base.stmt -out base.signed
	for base in base.stmt base.signed; do
		"$LORICA" -q learn -p $base -o next.lorica events
		cmp next.lorica from-text
	done
	"$LORICA" -q learn -p - -o next.lorica events <base.lorica
	cmp next.lorica from-text
	rm next.lorica
	fails 3 "lorica learn: 'root.unsigned' is a manifest, not a policy" -p root.unsigned -o next.lorica events
	fails 1 "lorica: cannot read 'none': No such file or directory" -p none -o next.lorica events
	sed -i 's/serial 7/serial 18446744073709551615/' base.lorica
	fails 3 "lorica learn: no serial comes after that of the base policy" -p base.lorica -o next.lorica events
	sed -i 's/exec default/exce default/' base.lorica
	run "$LORICA" learn -p base.lorica -o next.lorica events
	[ "$status" -eq 3 ] && [ ! -e next.lorica ]
}

@test "learn: says where the certificates have to be" {
	mkdir elsewhere
	"$LORICA" learn -p base.lorica -o elsewhere/next.lorica events 2>said
	[ "$(sed -n 2p said)" = "lorica: to compile it, the certificate of 'field' has to be 'elsewhere/keys/field.crt'; \`lorica show --extract\` gives those of a statement" ]
	"$LORICA" -q compile base.lorica -o base.stmt
	"$LORICA" show --extract elsewhere base.stmt >/dev/null
	"$LORICA" learn -p base.stmt -o elsewhere/next.lorica events 2>said
	[ "$(wc -l <said)" -eq 1 ]
	"$LORICA" -q check elsewhere/next.lorica
}

@test "learn: -n writes nothing, -q says nothing, -j is a document" {
	file exec /usr/sbin/svc "$svc"
	run_split "$LORICA" learn -p base.lorica -n --manifest-out learnt.unsigned -o next.lorica events
	[ "$status" -eq 0 ] && [ -z "$output" ] && [ "${#stderr_lines[@]}" -eq 1 ]
	[ ! -e next.lorica ] && [ ! -e learnt.unsigned ]
	run_split "$LORICA" -q learn -p base.lorica -n events
	[ "$status" -eq 0 ] && [ -z "$output" ] && [ -z "$stderr" ]
	run_split "$LORICA" -q -j learn -p base.lorica -o next.lorica events
	[ "$status" -eq 0 ] && [ -z "$stderr" ] && [ -e next.lorica ]
	json 'd["files"][0]["sha256"] == "'"$svc"'" and d["files"][0]["by"] == [{"label": "/usr/bin/sh", "comm": "sh", "events": 1}]'
	json 'd["serial"] == "8" and d["base_serial"] == "7" and d["mode"] == "audit" and d["refused"] == d["programs"] == []'
	# The text, but for its comments.
	json 'd["text"] == "".join(l for l in open("next.lorica") if not l.lstrip().startswith("#")).lstrip()'
	run_split "$LORICA" -q -j learn -p base.lorica -o - events
	[ "${lines[0]:0:9}" = "# A draft" ]
}

@test "learn: a manifest of its own name is not replaced by chance" {
	"$LORICA" -q manifest tree --name learnt --epoch 2 -o first.unsigned
	fails 2 "lorica learn: 'learnt' is the name of 'first.unsigned', which it would replace; --name gives another" \
		-p base.lorica -m first.unsigned:vendor --manifest-out learnt.unsigned -o next.lorica events
	learn -m first.unsigned:vendor --manifest-out learnt.unsigned --name second
	fails_name=$("$LORICA" -j show learnt.unsigned | python3 -c 'import json, sys; print(json.load(sys.stdin)["name"])')
	[ "$fails_name" = second ]
}

@test "learn: manifests are checked as a device does" {
	"$LORICA" -q manifest tree --name root --epoch 1 -o old.unsigned
	fails 3 "lorica: 'old.unsigned' is refused: older-epoch: the rollback epoch is below that of the active policy (ERANGE)" \
		-p base.lorica -m old.unsigned:vendor -o next.lorica events
	fails 2 "lorica learn: the policy has no key 'vendro'; did you mean 'vendor'?" \
		-p base.lorica -m root.unsigned:vendro -o next.lorica events
	fails 2 "lorica learn: 'root.unsigned' is not signed, so the key that is going to sign it has to be named" \
		-p base.lorica -m root.unsigned -o next.lorica events
}

@test "learn: wrong usage" {
	fails 2 "lorica learn: needs one of --policy POLICY and --running" -o next.lorica events
	fails 2 "lorica learn: needs one of --policy POLICY and --running" -p base.lorica --running -o next.lorica events
	fails 2 "lorica learn: needs -o OUT (- for standard output)" -p base.lorica events
	fails 2 "lorica learn: standard input can be one thing" -p - -o next.lorica -
	fails 2 "lorica learn: standard input can be one thing" -p base.lorica -o next.lorica - -
	fails 2 "lorica learn: standard output can be one thing" -p base.lorica -o - --manifest-out - events
	fails 2 "lorica learn: --name is 1 to 31 characters of A-Z a-z 0-9 . _ -, not 'a/b'" -p base.lorica -o next.lorica --name a/b events
	fails 1 "lorica learn: cannot open 'none': No such file or directory" -p base.lorica -o next.lorica none
	fails 1 "lorica learn: cannot read '.': Is a directory" -p base.lorica -o next.lorica .
	run_split "$LORICA" learn -p base.lorica -o none/next.lorica events
	[ "$status" -eq 1 ]
	[ "${stderr_lines[0]}" = "lorica learn: cannot write 'none/next.lorica': No such file or directory" ]
}

@test "learn: without a kernel that has Lorica" {
	[ ! -e /sys/kernel/security/lorica ] || skip "this kernel has it"
	fails 5 "lorica learn: cannot open the module's events: No such file or directory" -p base.lorica -o next.lorica
	fails 5 "lorica learn: cannot read '/sys/kernel/security/lorica/policy': No such file or directory" \
		--running -o next.lorica events
}
