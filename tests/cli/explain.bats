#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# sign FILE KEY OUT
sign() {
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer "keys/$2.crt" -inkey "keys/$2.crt.key" -in "$1" -out "$3"
}

setup_file() {
	common_setup_file
	mkdir -p tree/usr/bin tree/lib/modules tree/etc
	printf '#!/bin/sh\necho listed\n' >tree/usr/bin/listed
	printf '\x7fELF' >tree/lib/modules/a.ko
	ln -s usr/bin tree/bin
	ln -s /usr/bin/listed tree/etc/absolute
	ln -s ../../../../../usr/bin/listed tree/etc/climbs
	"$LORICA" -q manifest tree --all --name root --epoch 2 -o root.unsigned
	sign root.unsigned vendor root.stmt
	printf '#!/bin/sh\necho unlisted\n' >tree/usr/bin/unlisted
	cp tree/usr/bin/listed tree/usr/bin/copy
	mkfifo tree/etc/fifo
}
setup() {
	common_setup
	listed=$(sha256sum <tree/usr/bin/listed | cut -d' ' -f1)
	unlisted=$(sha256sum <tree/usr/bin/unlisted | cut -d' ' -f1)
}

# explain ARGUMENT...: it works, and says nothing else
explain() {
	run_split "$LORICA" explain "$@"
	[ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
	[ -z "$stderr" ]
}

# fails STATUS MESSAGE ARGUMENT...: it does not, with this first line, and answers nothing
fails() {
	local want=$1 message=$2
	shift 2
	run_split "$LORICA" explain "$@"
	[ "$status" -eq "$want" ]
	[ -z "$output" ]
	[ "${stderr_lines[0]}" = "$message" ] || { printf '%s\n' "$stderr"; return 1; }
}

# has LINE...: each is a line of the output
has() {
	local line
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

@test "explain: what a manifest lists is allowed, by a rule with its place" {
	explain gateway.lorica -m root.stmt exec /usr/bin/listed
	[ "${lines[0]}" = "exec /usr/bin/listed: allow: listed in a signed manifest" ]
	has "  sha256: $listed as a manifest lists the path" \
		"  listed by: root.stmt of 'vendor' as /usr/bin/listed, script" \
		"  decided by: gateway.lorica:5:18: allow manifest vendor" \
		"  lost: gateway.lorica:5:26: allow manifest field: no manifest of 'field' was given" \
		"  lost: gateway.lorica:4:14: exec default deny: a rule decided" \
		"  note: a script: its interpreter is asked for by itself" \
		"  not judged, as only a running kernel can: open-for-writing, unreadable, no-path, not-regular, file-system, too-large, no-memory"
	[ "${#lines[@]}" -eq 8 ]
}

@test "explain: what none lists is denied, by the default" {
	explain gateway.lorica -m root.stmt exec /usr/bin/unlisted
	[ "$output" = "exec /usr/bin/unlisted: deny: in no manifest that the policy allows
  sha256: not known: no manifest lists the path
  decided by: gateway.lorica:4:14: exec default deny
  lost: gateway.lorica:5:26: allow manifest field: no manifest of 'field' was given
  lost: gateway.lorica:5:18: allow manifest vendor: no manifest of 'vendor' lists its path" ]
	explain gateway.lorica exec /usr/bin/listed
	has "exec /usr/bin/listed: deny: in no manifest that the policy allows"
}

@test "explain: a root decides by content, not by name" {
	explain gateway.lorica -m root.stmt --root tree exec /usr/bin/copy
	has "exec /usr/bin/copy: allow: listed in a signed manifest" \
		"  sha256: $listed of the file in the root"
	explain gateway.lorica -m root.stmt --root tree exec /usr/bin/unlisted
	has "exec /usr/bin/unlisted: deny: in no manifest that the policy allows" \
		"  sha256: $unlisted of the file in the root" \
		"  lost: gateway.lorica:5:18: allow manifest vendor: no manifest of 'vendor' lists its digest"
	echo changed >>tree/usr/bin/listed
	explain gateway.lorica -m root.stmt --root tree exec /usr/bin/listed
	has "exec /usr/bin/listed: deny: in no manifest that the policy allows"
}

@test "explain: links are followed inside of the root" {
	for path in /bin/listed /etc/absolute /etc/climbs /../../usr/bin/listed; do
		explain gateway.lorica -m root.stmt --root tree exec "$path"
		contains "${lines[0]}" "allow"
	done
	ln -s "$PWD/gateway.lorica" tree/etc/out
	fails 1 "lorica explain: cannot read '/etc/out' in 'tree': No such file or directory" \
		gateway.lorica --root tree exec /etc/out
	fails 1 "lorica explain: cannot read '/etc' in 'tree': not a regular file" \
		gateway.lorica --root tree exec /etc
	fails 1 "lorica explain: cannot read '/etc/fifo' in 'tree': not a regular file" \
		gateway.lorica --root tree exec /etc/fifo
	fails 1 "lorica explain: cannot open 'no-such': No such file or directory" \
		gateway.lorica --root no-such exec /etc
}

@test "explain: a digest" {
	explain gateway.lorica -m root.stmt exec "sha256:$listed"
	has "exec sha256:$listed: allow: listed in a signed manifest" "  sha256: $listed of the event"
	explain gateway.lorica -m root.stmt mmap "sha256:${unlisted^^}"
	has "mmap sha256:$unlisted: deny: in no manifest that the policy allows"
}

@test "explain: audit lets pass what enforce would refuse" {
	sed 's/enforce/audit/' gateway.lorica >audit.lorica
	explain audit.lorica exec /x
	has "exec /x: audit: in no manifest that the policy allows"
	explain audit.lorica -m root.stmt exec /usr/bin/listed
	has "exec /usr/bin/listed: allow: listed in a signed manifest"
}

@test "explain: default allow, and no section" {
	sed 's/default deny/default allow/' gateway.lorica >allow.lorica
	explain allow.lorica exec /x
	has "exec /x: allow: allowed by the section's default" \
		"  decided by: allow.lorica:4:14: exec default allow"
	[[ $output != *"not judged"* ]]
	sed '/^exec/,/^}/d' gateway.lorica >none.lorica
	explain none.lorica exec /x
	has "exec /x: allow: not managed" "  decided by: no 'exec' section"
	explain none.lorica net-connect "tcp 192.0.2.7:443"
	has "net-connect tcp 192.0.2.7:443: allow: allowed by the section's default"
	sed '/^net/d' gateway.lorica >no-net.lorica
	explain no-net.lorica net-connect "tcp 192.0.2.7:443"
	has "net-connect tcp 192.0.2.7:443: allow: not managed" \
		"  decided by: without a 'net' section every program uses the network"
}

@test "explain: no default covers kernel modules" {
	sed 's/default deny/default allow/' gateway.lorica >allow.lorica
	sed '/^exec/,/^}/d' gateway.lorica >none.lorica
	for policy in allow none; do
		explain $policy.lorica module /lib/modules/b.ko
		has "module /lib/modules/b.ko: deny: in no manifest that the policy allows" \
			"  decided by: the seal: without a manifest no kernel module loads"
		contains "$output" "it does not cover kernel modules after the seal"
	done
	explain allow.lorica -m root.stmt module /lib/modules/a.ko
	has "module /lib/modules/a.ko: allow: listed in a signed manifest" \
		"  not judged, as only a running kernel can: unverified, too-large, no-memory"
	explain gateway.lorica module /lib/modules/b.ko
	has "  decided by: gateway.lorica:4:14: exec default deny"
}

@test "explain: what an interpreter reads is judged as code, where the policy has interpreters" {
	explain gateway.lorica -m root.stmt script /opt/x.py
	has "script /opt/x.py: allow: not managed" \
		"  decided by: no 'interpreter' rule"
	sed 's|allow manifest.*|&\n\tinterpreter "/usr/bin/python3"|' gateway.lorica >interpreter.lorica
	explain interpreter.lorica -m root.stmt script /opt/x.py
	has "script /opt/x.py: deny: in no manifest that the policy allows"
	explain interpreter.lorica -m root.stmt script "sha256:$listed"
	has "script sha256:$listed: allow: listed in a signed manifest"
}

@test "explain: firmware has to be listed where code has to, but for an exception" {
	explain gateway.lorica -m root.stmt firmware /lib/firmware/x.bin
	has "firmware /lib/firmware/x.bin: deny: in no manifest that the policy allows" \
		"  decided by: gateway.lorica:4:14: exec default deny"
	explain gateway.lorica -m root.stmt firmware "sha256:$listed"
	has "firmware sha256:$listed: allow: listed in a signed manifest" \
		"  not judged, as only a running kernel can: part, too-large, no-memory"
	sed 's|allow manifest.*|&\n\tfirmware allow|' gateway.lorica >allow.lorica
	explain allow.lorica firmware /lib/firmware/x.bin
	has "firmware /lib/firmware/x.bin: allow: allowed by the section's default" \
		"  decided by: allow.lorica:6:2: firmware allow" \
		"  lost: allow.lorica:4:14: exec default deny: it does not cover firmware, which the rule excepts"
	explain allow.lorica exec /x
	has "exec /x: deny: in no manifest that the policy allows"
	sed 's/default deny/default allow/' gateway.lorica >open.lorica
	explain open.lorica firmware /lib/firmware/x.bin
	has "  decided by: open.lorica:4:14: exec default allow"
	explain gateway.lorica bpf x
	contains "$output" "a 'bpf' line by the program that loads it"
}

@test "explain: two manifests that list it" {
	mkdir -p second/opt
	cp tree/usr/bin/listed second/opt/other
	"$LORICA" -q manifest second --name more --epoch 3 -o more.unsigned
	explain gateway.lorica -m root.stmt -m more.unsigned:field exec "sha256:$listed"
	has "  decided by: gateway.lorica:5:26: allow manifest field" \
		"  lost: gateway.lorica:5:18: allow manifest vendor: a manifest of 'vendor' lists it too, and one rule is enough" \
		"  listed by: more.unsigned of 'field' as /opt/other, script"
	# A path belongs to one key.
	"$LORICA" -q manifest tree --name more --epoch 3 -o more.unsigned
	fails 3 "lorica explain: 'more.unsigned' of key 'field' lists '/usr/bin/listed', as 'root.stmt' of key 'vendor' does" \
		gateway.lorica -m root.stmt -m more.unsigned:field exec /x
	# What a rule limits to a place counts there alone.
	sed 's/allow manifest .*/allow manifest field under "\/srv"/' gateway.lorica >under.lorica
	explain under.lorica -m more.unsigned:field exec "sha256:$listed"
	has "exec sha256:$listed: deny: in no manifest that the policy allows"
	# One path, two contents: only the tree can tell.
	echo changed >>tree/usr/bin/listed
	"$LORICA" -q manifest tree --name more --epoch 3 -o more.unsigned
	fails 1 "lorica explain: the manifests list '/usr/bin/listed' with different contents; a root tells which it has" \
		gateway.lorica -m root.stmt -m more.unsigned:vendor exec /usr/bin/listed
	explain gateway.lorica -m root.stmt -m more.unsigned:vendor --root tree exec /usr/bin/listed
	has "  decided by: gateway.lorica:5:18: allow manifest vendor"
}

@test "explain: a key without a rule allows nothing" {
	sed 's/vendor, field$/field/' gateway.lorica >less.lorica
	explain less.lorica -m root.stmt exec /usr/bin/listed
	has "exec /usr/bin/listed: deny: in no manifest that the policy allows" \
		"  listed by: root.stmt of 'vendor' as /usr/bin/listed, script"
	[[ $output != *"allow manifest vendor"* ]]
}

@test "explain: the policy in each form" {
	for policy in gateway.lorica gateway.stmt gateway.signed -; do
		explain "$policy" -m root.stmt exec /usr/bin/listed <gateway.lorica
		has "exec /usr/bin/listed: allow: listed in a signed manifest"
	done
	explain gateway.stmt -m root.stmt exec /usr/bin/listed
	# field comes first in the canonical text
	has "  decided by: gateway.stmt:11:17: allow manifest vendor"
}

@test "explain: a rule from an included file, and one from a constant" {
	mkdir lib
	printf 'syntax 1\nexec {\n\tallow manifest vendor\n}\n' >lib/rule.lorica
	printf 'include "lib/rule.lorica"\ndefine who = field\n' >>gateway.lorica
	sed -i 's/vendor, field$/$who/' gateway.lorica
	explain gateway.lorica -m root.stmt exec /usr/bin/listed
	has "  decided by: lib/rule.lorica:3:17: allow manifest vendor" \
		"  lost: gateway.lorica:5:18: allow manifest field: no manifest of 'field' was given"
}

@test "explain: a manifest that a device would refuse" {
	# a signer that the policy does not know
	certificate keys/other.crt
	sign root.unsigned other other.stmt
	fails 3 "lorica: 'other.stmt' is refused: unknown-signer: no trusted key made this signature (ENOKEY)" \
		gateway.lorica -m other.stmt exec /x
	# a key for policies alone
	sed 's/manifest, policy/policy/; s/vendor, field$/field/' gateway.lorica >less.lorica
	fails 3 "lorica: 'root.stmt' is refused: wrong-purpose: the signing key may not sign this type of statement (EACCES)" \
		less.lorica -m root.stmt exec /x
	fails 3 "lorica: 'root.unsigned' is refused: wrong-purpose: the signing key may not sign this type of statement (EACCES)" \
		less.lorica -m root.unsigned:vendor exec /x
	# an epoch that is over
	sed 's/epoch 2/epoch 3/' gateway.lorica >later.lorica
	for manifest in root.stmt root.unsigned:vendor; do
		fails 3 "lorica: '${manifest%:*}' is refused: older-epoch: the rollback epoch is below that of the active policy (ERANGE)" \
			later.lorica -m $manifest exec /x
	done
	# a broken signature, and a broken statement
	{ head -c -1 root.stmt; printf X; } >bad
	fails 3 "lorica: 'bad' is refused: signature: the signature does not match the content (EKEYREJECTED)" \
		gateway.lorica -m bad exec /x
	head -c 200 root.unsigned >bad
	fails 3 "lorica: 'bad' is refused: truncated: the statement ends before its stated length (ENODATA)" \
		gateway.lorica -m bad:vendor exec /x
	fails 3 "lorica explain: 'gateway.stmt' is a policy, not a manifest" \
		gateway.lorica -m gateway.stmt exec /x
	fails 3 "lorica explain: 'root.stmt' and 'root.unsigned' are both named 'root': one would replace the other" \
		gateway.lorica -m root.stmt -m root.unsigned:field exec /x
	fails 3 "lorica explain: 'root.stmt' is signed by 'vendor', not by 'field'" \
		gateway.lorica -m root.stmt:field exec /x
	fails 1 "lorica: cannot read 'no-such': No such file or directory" gateway.lorica -m no-such exec /x
}

@test "explain: whose manifest it is" {
	explain gateway.lorica -m root.stmt:vendor exec /usr/bin/listed
	fails 2 "lorica explain: 'root.unsigned' is not signed, so the key that is going to sign it has to be named" \
		gateway.lorica -m root.unsigned exec /x
	fails 2 "lorica explain: the policy has no key 'vendro'; did you mean 'vendor'?" \
		gateway.lorica -m root.unsigned:vendro exec /x
	cp root.unsigned root:unsigned
	fails 2 "lorica explain: 'root:unsigned' is not signed, so the key that is going to sign it has to be named" \
		gateway.lorica -m root:unsigned exec /x
	explain gateway.lorica -m root:unsigned:vendor exec /usr/bin/listed
	has "  decided by: gateway.lorica:5:18: allow manifest vendor"
}

@test "explain: a policy that is none" {
	sed 's/manifest vendor/manifest vendro/' gateway.lorica >bad.lorica
	fails 3 "bad.lorica:5:18: error: key 'vendro' is not declared in 'keys'; did you mean 'vendor'? [unknown-key]" \
		bad.lorica exec /x
	fails 3 "lorica explain: 'root.unsigned' is a manifest, not a policy" root.unsigned exec /x
	fails 1 "lorica: cannot read 'no-such': No such file or directory" no-such exec /x
	sed 's/on-fail halt/on-fail hold/' gateway.stmt >bad
	run_split "$LORICA" explain bad exec /x
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "explain: types of events that no section manages" {
	for type in kexec unload lockdown label kernel-read; do
		explain gateway.lorica $type
		[ "$output" = "$type: not managed: the seal decides, whatever the policy says" ]
	done
	for type in loaded rejected sealed seal-refused; do
		explain gateway.lorica $type x
		[ "$output" = "$type x: not managed: it tells what happened, and asks for no decision" ]
	done
	explain gateway.lorica -m root.stmt mprotect /usr/bin/listed
	[ "$output" = "mprotect /usr/bin/listed: not managed: what the running kernel remembers of the file decides: a good verdict, or none" ]
	explain -j gateway.lorica kexec
	json 'd["section"] is None and "verdict" not in d and d["outside"].startswith("the seal")'
}

@test "explain: -j" {
	explain -j gateway.lorica -m root.stmt exec /usr/bin/listed
	json 'd["verdict"] == "allow" and d["reason"] == "manifest" and d["section"] == "exec"'
	json 'd["decided_by"] == {"rule": "allow manifest vendor", "file": "gateway.lorica", "line": 5, "column": 18}'
	json '[x["why"] for x in d["lost"]] == ["no manifest of '\''field'\'' was given", "a rule decided"]'
	json 'd["manifests"] == [{"file": "root.stmt", "key": "vendor", "path": "/usr/bin/listed", "kind": "script", "tier": "sha256"}]'
	json 'd["sha256_from"] == "manifest" and "open-for-writing" in d["not_judged"] and "recorded" not in d'
	explain -j gateway.lorica exec /x
	json 'd["verdict"] == "deny" and d["sha256"] is None and d["sha256_from"] == "unknown" and d["not_judged"] == []'
	explain -q gateway.lorica exec /x
	[ "$output" = "exec /x: deny: in no manifest that the policy allows" ]
}

@test "explain: events as they are recorded" {
	cat >events <<-EOF2
	{"seq": 1,"type": "exec","verdict": "deny","reason": "not-listed","object": "/tmp/x","sha256": "$unlisted"}

	{"seq": 2,"type": "mmap","verdict": "audit","reason": "open-for-writing","object": "/usr/bin/listed"}
	{"seq": 3,"type": "module","object": "long/path/to/the/tail.ko","sha256": "$listed"}
	{"seq": 4,"type": "bpf","verdict": "deny","reason": "program-type","object": "prog_load"}
	EOF2
	explain gateway.lorica -m root.stmt - <events
	has "exec /tmp/x: deny: in no manifest that the policy allows" "  recorded: deny: not-listed" \
		"mmap /usr/bin/listed: allow: listed in a signed manifest" "  recorded: audit: open-for-writing" \
		"module long/path/to/the/tail.ko: allow: listed in a signed manifest" \
		"bpf prog_load: not managed: the seal decides by the type of the program, and a 'bpf' line by the program that loads it"
	explain -j gateway.lorica -m root.stmt - <events
	[ "${#lines[@]}" -eq 4 ]
	output=${lines[1]}
	json 'd["verdict"] == "allow" and d["recorded"] == {"verdict": "audit", "reason": "open-for-writing"}'
}

@test "explain: a line that is no event does not stop the others" {
	printf '%s\n' '{"type": "exec"}' 'x' '{"type": "execc","object": "/x"}' '{"object": "/x"}' \
		'{"type": "exec","sha256": "12"}' '{"type": 4}' '{"type": "exec","object": "/x"}' >events
	run_split "$LORICA" -q explain gateway.lorica - <events
	[ "$status" -eq 3 ]
	[ "$output" = "exec /x: deny: in no manifest that the policy allows" ]
	[ "$stderr" = "<stdin>:1:1: error: neither 'object' nor 'sha256'
<stdin>:2:1: error: a line has to be a JSON object
<stdin>:3:1: error: no type of event 'execc'; did you mean 'exec'?
<stdin>:4:1: error: no 'type'
<stdin>:5:1: error: 'sha256' has to be 64 hex digits
<stdin>:6:1: error: no 'type'" ]
	# A file that the tree does not have
	echo '{"type": "exec","object": "/x"}' >events
	fails 1 "lorica explain: cannot read '/x' in 'tree': No such file or directory" \
		gateway.lorica --root tree - <events
	explain gateway.lorica - </dev/null
	[ -z "$output" ]
}

@test "explain: --running without the module" {
	[ ! -e /sys/kernel/security/lorica ] || skip "the module is loaded"
	run_split "$LORICA" explain --running exec /x
	[ "$status" -eq 5 ]
	contains "$stderr" "/sys/kernel/security/lorica/policy"
}

@test "explain: wrong calls" {
	fails 2 "lorica explain: a policy and an event are needed"
	fails 2 "lorica explain: a policy and an event are needed" gateway.lorica
	fails 2 "lorica explain: an event is needed" --running
	fails 2 "lorica explain: no type of event 'exce'; did you mean 'exec'?" gateway.lorica exce /x
	fails 2 "lorica explain: 'exec' needs a path, or sha256:HEX" gateway.lorica exec
	fails 2 "lorica explain: 'x' is neither an absolute path nor sha256:HEX" gateway.lorica exec x
	fails 2 "lorica explain: 'exec' takes one object" gateway.lorica exec /x /y
	fails 2 "lorica explain: standard input is either the policy or the events" - -
	fails 2 "lorica explain: --root can be given once" gateway.lorica --root a --root b exec /x
	run_split "$LORICA" explain gateway.lorica exec sha256:12
	[ "$status" -eq 2 ]
	run_split "$LORICA" explain gateway.lorica exec "sha256:${listed}0"
	[ "$status" -eq 2 ]
}

@test "explain: what is longer than any path" {
	long=/$(printf 'a%.0s' {1..4095})
	fails 2 "lorica explain: the object is longer than any path" gateway.lorica exec "$long"
	fails 2 "lorica explain: the object is longer than any path" gateway.lorica kexec "$long"
	explain gateway.lorica exec "${long%a}"
	for member in object comm x; do
		run_split "$LORICA" explain gateway.lorica - <<<"{\"type\": \"exec\",\"object\": \"/x\",\"$member\": \"$long\"}"
		[ "$status" -eq 3 ] && [ -z "$output" ]
		[[ $stderr == "<stdin>:1:"*": error: "* ]]
	done
}

@test "explain: of a path that was cut only the end is known" {
	echo "{\"type\": \"exec\",\"object\": \"/usr/bin/listed\",\"object_cut\": true}" >events
	run_split "$LORICA" explain gateway.lorica -m root.stmt - <events
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "exec /usr/bin/listed: deny: in no manifest that the policy allows" ]
	sed -i 's/true/false/' events
	run_split "$LORICA" explain gateway.lorica -m root.stmt - <events
	[ "${lines[0]}" = "exec /usr/bin/listed: allow: listed in a signed manifest" ]
}

@test "explain: files that a manifest lists by fs-verity" {
	rm -rf tree/etc/fifo
	"$LORICA" -q manifest tree --fsverity-only --name sealed --epoch 3 -o sealed.unsigned
	verity=$(fsverity digest --compact tree/usr/bin/listed)
	explain gateway.lorica -m sealed.unsigned:vendor exec /usr/bin/listed
	[ "${lines[0]}" = "exec /usr/bin/listed: allow: listed in a signed manifest" ]
	has "  fsverity: $verity as a manifest lists the path" \
		"  listed by: sealed.unsigned of 'vendor' as /usr/bin/copy, script, by fs-verity" \
		"  note: only while fs-verity is enabled on it, see lorica-seal-files(8)"
	explain gateway.lorica -m sealed.unsigned:vendor --root tree exec /usr/bin/listed
	has "  sha256: $listed of the file in the root" "  fsverity: $verity of the file in the root" \
		"  note: only while fs-verity is enabled on it, see lorica-seal-files(8)"
	explain gateway.lorica -m sealed.unsigned:vendor exec "fsverity:$verity"
	[ "${lines[0]}" = "exec fsverity:$verity: allow: listed in a signed manifest" ]
	# Each digest counts in its tier alone, and a module by its SHA-256 alone.
	explain gateway.lorica -m sealed.unsigned:vendor exec "sha256:$verity"
	[ "${lines[0]}" = "exec sha256:$verity: deny: in no manifest that the policy allows" ]
	explain gateway.lorica -m root.stmt exec "fsverity:$listed"
	[ "${lines[0]}" = "exec fsverity:$listed: deny: in no manifest that the policy allows" ]
	explain gateway.lorica -m sealed.unsigned:vendor module "fsverity:$verity"
	[ "${lines[0]}" = "module fsverity:$verity: deny: in no manifest that the policy allows" ]
	explain gateway.lorica -m root.stmt -m sealed.unsigned:vendor --root tree exec /usr/bin/listed
	[[ $output != *'only while fs-verity'* ]]
	explain -j gateway.lorica -m sealed.unsigned:vendor exec /usr/bin/listed
	json "d[\"needs_fsverity\"] and d[\"fsverity\"] == \"$verity\" and d[\"sha256\"] is None"
	json 'd["manifests"][0]["tier"] == "fsverity"'
	echo changed >>tree/usr/bin/listed
	explain gateway.lorica -m sealed.unsigned:vendor --root tree exec /usr/bin/listed
	[ "${lines[0]}" = "exec /usr/bin/listed: deny: in no manifest that the policy allows" ]
	fails 2 "lorica explain: 'fsverity:12': expected 64 hex digits, found 2" gateway.lorica exec fsverity:12
}
