#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

setup_file() {
	common_setup_file
	certificate keys/plugins.crt
	mkdir -p one/bin two/bin
	printf '#!/bin/sh\necho a\n' | tee one/bin/a >two/bin/a
	printf '#!/bin/sh\necho old\n' >one/bin/b
	printf '#!/bin/sh\necho new\n' >two/bin/b
	printf '#!/bin/sh\necho c\n' | tee one/bin/c >two/bin/c2
	"$LORICA" -q manifest one --name r --serial 3 -o one.stmt
	"$LORICA" -q manifest two --name r --serial 4 -o two.stmt
}
setup() { common_setup; }

# edit SED...: the policy with a change, as new.lorica
edit() {
	sed "$@" gateway.lorica >new.lorica
}

# same A B / differs A B
same() {
	run_split "$LORICA" diff "$@"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}
differs() {
	run_split "$LORICA" diff "$@"
	[ "$status" -eq 1 ]
}

# has LINE...: each is a line of the output
has() {
	local line
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

sha() {
	openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1
}

@test "diff: a policy and itself, in each form" {
	for a in gateway.lorica gateway.stmt gateway.signed; do
		for b in gateway.lorica gateway.stmt gateway.signed; do
			same $a $b
		done
	done
	contains "$stderr" "'gateway.signed' is signed; the signature was not checked"
	run_split "$LORICA" -q diff gateway.signed gateway.stmt
	[ -z "$stderr" ]
	same - gateway.stmt <gateway.lorica
	same gateway.lorica - <gateway.signed
}

@test "diff: order, spelling, constants and included files do not count" {
	cat >new.lorica <<-'EOF2'
	# another text
	syntax 1
	include "lib/keys.lorica"
	define who = { field, vendor }
	exec default deny { allow manifest $who
	}
	policy gateway enforce on-fail halt epoch 2 serial 7
	net default allow {}
	usb default allow {}
	boot on-fail log { tpm required }
	integrity every 30s budget 0.1% { watch vectors on-change log }
	EOF2
	mkdir lib
	cp -r keys lib/others
	cat >lib/keys.lorica <<-'EOF2'
	syntax 1
	keys {
	  field x509 "others/field.crt" for manifest
	  vendor x509 "others/vendor.crt" for policy, manifest
	}
	EOF2
	"$LORICA" -q compile new.lorica -o new.stmt
	run cmp -s new.stmt gateway.stmt
	[ "$status" -eq 1 ]
	same gateway.lorica new.lorica
	same new.stmt gateway.signed
}

@test "diff: each clause of the policy line" {
	for change in 's/gateway/gate/:name: gateway -> gate' 's/serial 7/serial 8/:serial: 7 -> 8' \
		's/epoch 2/epoch 3/:epoch: 2 -> 3' 's/enforce/enforce on-fail shell/:on-fail: halt -> shell' \
		's/enforce/enforce valid-from 2026-01-02/:valid-from: none -> 2026-01-02T00:00:00Z' \
		's/enforce/enforce valid-until 2096-01-02/:valid-until: none -> 2096-01-02T23:59:59Z' \
		"s/enforce/enforce device $(printf 0f%.0s {1..32})/:device: none -> $(printf 0f%.0s {1..32})"; do
		edit "${change%%:*}"
		differs gateway.stmt new.lorica
		[ "$output" = "head:"$'\n'"  ${change#*:}" ]
	done
}

@test "diff: a rule that comes and a rule that goes" {
	edit 's/vendor, field$/vendor/'
	differs gateway.lorica new.lorica
	[ "${lines[0]}" = "becomes denied:" ]
	has "  exec: code that a manifest of 'field' lists" \
		"  exec: kernel modules that a manifest of 'field' lists" \
		"  exec: firmware that a manifest of 'field' lists"
	[ "${#lines[@]}" -eq 4 ]
	differs new.lorica gateway.stmt
	[ "${lines[0]}" = "becomes allowed:" ]
	has "  exec: code that a manifest of 'field' lists"
	[[ $output != *denied* && $output != *vendor* ]]
}

@test "diff: a limit that comes, moves and goes" {
	edit 's/allow manifest vendor, field/allow manifest vendor under "\/opt", "\/srv"/'
	sed 's/, field$//' gateway.lorica >vendor.lorica
	differs vendor.lorica new.lorica
	[ "${lines[0]}" = "becomes denied:" ]
	has "  exec: code that a manifest of 'vendor' lists except under '/opt', '/srv'"
	[[ $output != *"becomes allowed:"* ]] || false
	differs new.lorica vendor.lorica
	[ "${lines[0]}" = "becomes allowed:" ]
	has "  exec: code that a manifest of 'vendor' lists except under '/opt', '/srv'"
	sed 's/"\/opt", //' new.lorica >less.lorica
	differs new.lorica less.lorica
	[ "${lines[0]}" = "becomes denied:" ]
	has "  exec: code that a manifest of 'vendor' lists under '/opt'"
	[[ $output != *"becomes allowed:"* ]] || false
	# What lies in a directory that was allowed before is no news.
	sed 's/"\/opt"/"\/opt\/a"/' new.lorica >deeper.lorica
	differs deeper.lorica new.lorica
	[ "${lines[0]}" = "becomes allowed:" ]
	has "  exec: code that a manifest of 'vendor' lists under '/opt' except under '/opt/a'"
	[[ $output != *"becomes denied:"* ]] || false
}

@test "diff: a key counts by its certificate" {
	edit 's/vendor/seller/; s/manifest vendor/manifest seller/; s/seller.crt/vendor.crt/'
	differs gateway.lorica new.lorica
	[ "$output" = "keys:"$'\n'"  vendor name: vendor -> seller" ]
	edit 's/field.crt/plugins.crt/'
	differs gateway.lorica new.lorica
	has "  field sha256: $(sha keys/field.crt) -> $(sha keys/plugins.crt)"
	[ "$(grep -c "code that a manifest of 'field' lists" <<<"$output")" -eq 2 ]
	# Names that change places are two other keys.
	edit 's/field.crt/x/; s/vendor.crt/field.crt/; s/"keys.x"/"keys\/vendor.crt"/; s/, policy//'
	sed -i 's/, policy//' gateway.lorica
	differs gateway.lorica new.lorica
	[ "$output" = "keys:"$'\n'"  field name: field -> vendor"$'\n'"  vendor name: vendor -> field" ]
}

@test "diff: keys that come and go, and their purposes" {
	edit 's/^  field.*/&\n  plugins x509 "keys\/plugins.crt" for manifest/; s/manifest, policy/manifest/'
	differs gateway.lorica new.lorica
	has "  plugins: none -> sha256 $(sha keys/plugins.crt) for manifest" \
		"  vendor for: policy, manifest -> manifest" \
		"  keys: manifests that 'plugins' signs" "  keys: policies that 'vendor' signs"
	[[ $output != *exec* ]]
	differs new.lorica gateway.lorica
	has "  plugins: sha256 $(sha keys/plugins.crt) for manifest -> none"
}

@test "diff: the default, and a section that is absent" {
	edit 's/default deny/default allow/'
	differs gateway.lorica new.lorica
	has "  exec default: deny -> allow" "  exec: code that no manifest of 'field' or 'vendor' lists"
	[[ $output != *denied* && $output != *"kernel module"* ]]
	edit '/^exec/,/^}/d'
	differs new.lorica gateway.lorica
	has "  exec default: none -> deny" "  exec: code that no manifest of 'field' or 'vendor' lists" \
		"  exec: kernel modules that a manifest of 'vendor' lists"
	# No rule: everything, or nothing.
	sed '/^  allow/d; s/enforce/audit/' gateway.lorica >none.lorica
	edit '/^exec/,/^}/d; s/enforce/audit/'
	differs none.lorica new.lorica
	has "  exec: any code (audit: no longer reported)"
}

@test "diff: the mode" {
	edit 's/enforce/audit/'
	differs gateway.lorica new.lorica
	has "  mode: enforce -> audit" "becomes allowed:" \
		"  exec: code that no manifest of 'field' or 'vendor' lists" \
		"  exec: kernel modules that no manifest of 'field' or 'vendor' lists"
	[[ $output != *denied* ]]
	differs new.lorica gateway.lorica
	has "becomes denied:"
	[[ $output != *"becomes allowed"* ]]
	# Audit refuses nothing, so a rule changes what is reported.
	sed 's/vendor, field$/vendor/' new.lorica >less.lorica
	differs new.lorica less.lorica
	has "  exec: code that a manifest of 'field' lists (audit: reported from now on)"
	# Whom the kernel takes a policy from does not hang on the mode.
	sed 's/manifest, policy/manifest/' new.lorica >less.lorica
	differs new.lorica less.lorica
	has "  keys: policies that 'vendor' signs"
}

@test "diff: -j" {
	edit 's/vendor, field$/vendor/; s/serial 7/serial 9/'
	run_split "$LORICA" -j diff gateway.lorica new.lorica
	[ "$status" -eq 1 ]
	json 'd["differs"] is True and d["a"] == {"file": "gateway.lorica", "type": "policy", "name": "gateway"}'
	json 'd["changes"] == [{"group": "head", "what": "serial", "a": "7", "b": "9"}]'
	json 'd["allowed"] == [] and [x["section"] for x in d["denied"]] == ["exec", "exec", "exec"]'
	run_split "$LORICA" diff -j gateway.lorica gateway.stmt
	[ "$status" -eq 0 ]
	json 'd["differs"] is False and d["changes"] == d["allowed"] == d["denied"] == []'
}

@test "diff: manifests" {
	same one.stmt one.stmt
	differs one.stmt two.stmt
	old=$(sha256sum <one/bin/b | cut -d' ' -f1) new=$(sha256sum <two/bin/b | cut -d' ' -f1)
	moved=$(sha256sum <one/bin/c | cut -d' ' -f1)
	[ "$output" = "head:
  serial: 3 -> 4
becomes allowed:
  $new  script  /bin/b
becomes denied:
  $old  script  /bin/b
has other names:
  - $moved  script  /bin/c
  + $moved  script  /bin/c2" ]
	run_split "$LORICA" -j diff one.stmt two.stmt
	[ "$status" -eq 1 ]
	json 'd["differs"] is True and d["a"]["type"] == "manifest" and d["changes"][0]["b"] == "4"'
	json '[f["path"] for f in d["allowed"]] == ["/bin/b"] and d["denied"][0]["kind"] == "script"'
	json '[(f["in"], f["path"]) for f in d["relisted"]] == [("a", "/bin/c"), ("b", "/bin/c2")]'
	run_split "$LORICA" -j diff one.stmt one.stmt
	json 'd["differs"] is False'
}

@test "diff: manifests where one file has several names" {
	cp one/bin/a one/bin/z
	cp two/bin/a two/bin/b2
	"$LORICA" -q manifest one --name r -o one.stmt
	"$LORICA" -q manifest two --name r -o two.stmt
	differs one.stmt two.stmt
	same=$(sha256sum <one/bin/a | cut -d' ' -f1)
	has "  - $same  script  /bin/z" "  + $same  script  /bin/b2"
	[[ $output != *"$same  script  /bin/a"* ]]
}

@test "diff: a policy and a manifest" {
	run_split "$LORICA" diff gateway.lorica one.stmt
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "lorica diff: 'gateway.lorica' is a policy and 'one.stmt' is a manifest" ]
}

@test "diff: what cannot be read is trouble, not a difference" {
	run_split "$LORICA" diff gateway.lorica no-such
	[ "$status" -eq 2 ]
	contains "$stderr" "cannot read 'no-such': No such file or directory"
	run_split "$LORICA" diff . gateway.lorica
	[ "$status" -eq 2 ]
	edit 's/serial 7/serial 8/'
	run_split bash -c '"$1" diff gateway.lorica new.lorica >/dev/full' _ "$LORICA"
	[ "$status" -eq 2 ]
	head -c 80000000 /dev/zero | tr '\0' '\n' >large.lorica
	run_split "$LORICA" diff gateway.lorica large.lorica
	[ "$status" -eq 2 ]
	contains "$stderr" "a policy text has at most 75497472 bytes"
}

@test "diff: what is malformed is refused" {
	edit 's/manifest vendor/manifest vendro/'
	run_split "$LORICA" diff gateway.lorica new.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "new.lorica:5:18: error: key 'vendro' is not declared in 'keys'; did you mean 'vendor'?"
	run_split "$LORICA" -j diff new.lorica gateway.lorica
	[ "$status" -eq 3 ]
	json 'd["ok"] is False and d["diagnostics"][0]["kind"] == "unknown-key"'
	head -c 300 gateway.stmt >bad
	run_split "$LORICA" diff bad gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "'bad' is refused: truncated"
	{ printf X; tail -c +2 gateway.stmt; } >bad
	run_split "$LORICA" diff bad gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "'bad' is refused: magic"
	{ cat gateway.signed; echo; } >bad
	run_split "$LORICA" diff bad gateway.lorica
	[ "$status" -eq 3 ]
	# The tables say on-fail halt, the text says shell.
	sed 's/on-fail halt/on-fail hold/' gateway.stmt >bad
	run_split "$LORICA" diff bad gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "lorica diff: the text in 'bad' is not what its tables say"
	[ -z "$output" ]
}

@test "diff: --running without the module" {
	[ ! -e /sys/kernel/security/lorica ] || skip "the module is loaded"
	run_split "$LORICA" diff --running gateway.lorica
	[ "$status" -eq 5 ]
	contains "$stderr" "/sys/kernel/security/lorica/policy"
	run_split "$LORICA" diff gateway.lorica --running
	[ "$status" -eq 5 ]
	# B comes second, so A is looked at first.
	run_split "$LORICA" diff no-such --running
	[ "$status" -eq 2 ]
	run_split "$LORICA" diff --running no-such
	[ "$status" -eq 5 ]
}

@test "diff: wrong calls" {
	for call in "" "a" "a b c" "--running" "--running a b" "- -" "--bogus a b"; do
		# shellcheck disable=SC2086 # the words of a call
		run_split "$LORICA" diff $call
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		contains "$stderr" "Try \`lorica diff --help\`."
	done
}

@test "diff: who may make code in memory" {
	sed 's|^\([[:blank:]]*\)allow manifest.*|&\n\1writable-code deny|' gateway.lorica >deny.lorica
	sed 's|writable-code deny|& except "/usr/bin/node"|' deny.lorica >node.lorica
	run_split "$LORICA" diff gateway.lorica deny.lorica
	[ "$status" -eq 1 ]
	contains "$output" 'writable-code: none -> deny'
	contains "$output" 'exec: code that any program makes in its memory'
	run_split "$LORICA" diff deny.lorica node.lorica
	[ "$status" -eq 1 ]
	contains "$output" "exec: code made in memory by '/usr/bin/node'"
	run_split "$LORICA" diff gateway.lorica node.lorica
	contains "$output" "exec: code made in memory by any program but '/usr/bin/node'"
	run_split "$LORICA" diff node.lorica node.lorica
	[ "$status" -eq 0 ]
}

@test "diff: who may load BPF programs" {
	sed 's|^\([[:blank:]]*\)allow manifest.*|&\n\1bpf deny|' gateway.lorica >deny.lorica
	sed 's|bpf deny|& except "/usr/sbin/tc"|' deny.lorica >tc.lorica
	run_split "$LORICA" diff gateway.lorica deny.lorica
	[ "$status" -eq 1 ]
	contains "$output" 'bpf: none -> deny'
	contains "$output" 'exec: harmless BPF programs loaded by any program'
	run_split "$LORICA" diff deny.lorica tc.lorica
	[ "$status" -eq 1 ]
	contains "$output" "exec: harmless BPF programs loaded by '/usr/sbin/tc'"
	run_split "$LORICA" diff gateway.lorica tc.lorica
	contains "$output" "exec: harmless BPF programs loaded by any program but '/usr/sbin/tc'"
}

@test "diff: what the kernel starts" {
	sed 's|^\([[:blank:]]*\)allow manifest.*|&\n\1kernel-helpers deny|' gateway.lorica >deny.lorica
	sed 's|kernel-helpers deny|& except "/usr/bin/kmod"|' deny.lorica >kmod.lorica
	run_split "$LORICA" diff gateway.lorica deny.lorica
	[ "$status" -eq 1 ]
	contains "$output" 'kernel-helpers: none -> deny'
	contains "$output" 'exec: any program that is allowed, started by the kernel itself'
	run_split "$LORICA" diff deny.lorica kmod.lorica
	[ "$status" -eq 1 ]
	contains "$output" "exec: the kernel itself starting '/usr/bin/kmod'"
	run_split "$LORICA" diff gateway.lorica kmod.lorica
	contains "$output" "exec: the kernel itself starting any program but '/usr/bin/kmod'"
}

@test "diff: what interpreters may read" {
	sed 's|^\([[:blank:]]*\)allow manifest.*|&\n\1interpreter "/bin/sh" data under "/etc"|' gateway.lorica >sh.lorica
	sed 's|under "/etc"|under "/etc/x", "/srv"|' sh.lorica >other.lorica
	sed 's| data under "/etc"||' sh.lorica >none.lorica
	run_split "$LORICA" diff -j gateway.lorica sh.lorica
	[ "$status" -eq 1 ]
	json 'd["allowed"] == []' 'd["denied"] == [{"section": "exec", "what": "files without evidence, read by the interpreter \u0027/bin/sh\u0027"}]'
	run_split "$LORICA" diff -j sh.lorica gateway.lorica
	json 'd["denied"] == []' 'len(d["allowed"]) == 1'
	run_split "$LORICA" diff sh.lorica other.lorica
	[ "$status" -eq 1 ]
	contains "$output" "files without evidence below '/srv', read by the interpreter '/bin/sh'"
	contains "$output" "files without evidence below '/etc', read by the interpreter '/bin/sh'"
	[[ "$output" != *"/etc/x'"* ]]
	run_split "$LORICA" diff -j none.lorica sh.lorica
	json 'd["denied"] == []' 'len(d["allowed"]) == 1'
	run_split "$LORICA" diff sh.lorica sh.lorica
	[ "$status" -eq 0 ]
}

@test "diff: what firmware loads" {
	sed 's|^\([[:blank:]]*\)allow manifest.*|&\n\1firmware allow|' gateway.lorica >allow.lorica
	run_split "$LORICA" diff gateway.lorica allow.lorica
	[ "$status" -eq 1 ]
	contains "$output" 'firmware: none -> allow'
	contains "$output" "exec: firmware that no manifest of"
	[[ $output != *"code that no manifest of"* ]]
	# Where no code is asked for, firmware is not either.
	sed 's/default deny/default allow/' gateway.lorica >open.lorica
	run_split "$LORICA" diff gateway.lorica open.lorica
	contains "$output" "exec: firmware that no manifest of"
}

@test "diff: who may sign files" {
	edit -e 's/for manifest$/for exec/; s/vendor, field/vendor/'
	cp new.lorica without.lorica
	sed 's/allow manifest vendor/&\n  allow signed field under "\/opt\/field"/' without.lorica >new.lorica
	differs without.lorica new.lorica
	has "  exec: code that a signature of 'field' covers under '/opt/field'"
	[[ $output != *'kernel modules'* ]]
	sed 's/ under .*//' new.lorica >wide.lorica
	differs new.lorica wide.lorica
	has "  exec: code that a signature of 'field' covers except under '/opt/field'"
	sed 's/default deny/default allow/' new.lorica >open.lorica
	differs new.lorica open.lorica
	has "  exec: code that no manifest of 'vendor' lists and no signature of 'field' under '/opt/field' covers"
}

@test "diff: what becomes of a rule on a kernel that cannot enforce it" {
	root=$(printf 'a5%.0s' {1..32})
	sed "s|^\([[:blank:]]*\)allow manifest.*|&\n\1allow volume v verity $root\n\1writable-code deny|" \
		gateway.lorica >required.lorica
	sed -e "s|$root|& may-degrade|" -e 's|code deny|& may-degrade|' required.lorica >may.lorica
	differs required.lorica may.lorica
	has "  writable-code where the kernel cannot do all of it: required -> may-degrade" \
		"  volume 'v' where the kernel cannot hold it: required -> may-degrade"
	[ "$(grep -c '>' <<<"$output")" = 2 ]
	# The text in the statement says the same, and makes the same tables.
	"$LORICA" -q compile may.lorica -o may.stmt
	"$LORICA" -q show may.stmt >again.lorica 2>/dev/null
	grep -c 'may-degrade$' again.lorica | grep -qx 2
	same may.lorica may.stmt
	sed -e "s|$root|& required|" -e 's|code deny|& required|' required.lorica >said.lorica
	same required.lorica said.lorica
}
