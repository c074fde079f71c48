#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats; $ is of the language
bats_require_minimum_version 1.5.0
load common

setup_file() {
	common_setup_file
	mkdir -p tree/bin
	printf '#!/bin/sh\necho listed\n' >tree/bin/listed
	"$LORICA" -q manifest tree --name root --epoch 2 -o root.unsigned
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer keys/vendor.crt -inkey keys/vendor.crt.key -in root.unsigned -out root.stmt
	printf '#!/bin/sh\necho unlisted\n' >tree/bin/unlisted
	cat >head <<-'EOF2'
	syntax 1
	policy "gateway.lorica"
	manifest "root.unsigned" by vendor
	root "tree"
	EOF2
}
setup() {
	common_setup
	listed=$(sha256sum <tree/bin/listed | cut -d' ' -f1)
}

# expect LINE...: a file of expectations with these lines, from line 5 on
expect() {
	{ cat head; printf '%s\n' "$@"; } >gateway.test
}

# says STATUS LINE...: each line is one of what is written, on either stream
says() {
	local want=$1 line
	shift
	run "$LORICA" test gateway.test
	[ "$status" -eq "$want" ] || { printf 'status %s\n%s\n' "$status" "$output"; return 1; }
	for line; do
		grep -qxF -- "$line" <<<"$output" || { printf 'no line %q in:\n%s\n' "$line" "$output"; return 1; }
	done
}

# refused LINE...: exit 3, nothing on stdout, and these reports, one error each
refused() {
	run_split "$LORICA" test gateway.test
	[ "$status" -eq 3 ] || { printf 'status %s\n%s\n' "$status" "$output"; return 1; }
	[ -z "$output" ]
	diff <(printf '%s\n' "$@") <(grep -E '^[^ ]*:[0-9]+:[0-9]+: ' <<<"$stderr")
}

@test "test: all is as expected" {
	expect 'exec "/bin/listed" allow' 'exec "/bin/unlisted" deny  # a comment' \
		"mmap sha256 $listed allow" "exec sha256 ${listed^^} allow" 'module "/bin/unlisted" deny'
	run_split "$LORICA" test gateway.test
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$output" = "TAP version 13
ok 1 - exec /bin/listed allow
ok 2 - exec /bin/unlisted deny
ok 3 - mmap sha256:$listed allow
ok 4 - exec sha256:${listed^^} allow
ok 5 - module /bin/unlisted deny
1..5" ]
	run_split "$LORICA" -q test gateway.test
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "test: what is not as expected has its place, and that of the rule" {
	expect 'exec "/bin/unlisted" deny' 'exec "/bin/listed" deny' 'mmap "/bin/unlisted" allow'
	run_split "$LORICA" test gateway.test
	[ "$status" -eq 4 ]
	[ "$stderr" = "lorica test: 2 of 3 expectations not met" ]
	[ "$output" = 'TAP version 13
ok 1 - exec /bin/unlisted deny
not ok 2 - exec /bin/listed deny
# gateway.test:6:6: error: exec /bin/listed deny
#   it is allow: listed in a signed manifest
#   decided by: gateway.lorica:5:18: allow manifest vendor
not ok 3 - mmap /bin/unlisted allow
# gateway.test:7:6: error: mmap /bin/unlisted allow
#   it is deny: in no manifest that the policy allows
#   decided by: gateway.lorica:4:14: exec default deny
1..3' ]
	run_split "$LORICA" -q test gateway.test
	[ "$status" -eq 4 ]
	[ "${lines[0]}" = "gateway.test:6:6: error: exec /bin/listed deny" ]
	[ "${#lines[@]}" -eq 6 ]
}

@test "test: audit is neither allow nor deny" {
	sed -i 's/enforce/audit/' gateway.lorica
	expect 'exec "/bin/unlisted" audit' 'exec "/bin/listed" allow'
	says 0 'ok 1 - exec /bin/unlisted audit'
	expect 'exec "/bin/unlisted" deny' 'exec "/bin/listed" audit'
	says 4 'not ok 1 - exec /bin/unlisted deny' 'not ok 2 - exec /bin/listed audit'
	expect 'exec "/bin/unlisted" allow'
	says 4 'not ok 1 - exec /bin/unlisted allow'
}

@test "test: without a root a path is what the manifests say" {
	sed -i '/^root/d' head
	rm -r tree
	expect 'exec "/bin/listed" allow' 'exec "/bin/unlisted" deny' 'exec "/bin/../bin/listed" deny'
	says 0
}

@test "test: without a manifest, and with a signed one" {
	expect 'exec "/bin/listed" deny'
	sed -i '/^manifest/d' gateway.test
	says 0
	expect 'exec "/bin/listed" allow'
	sed -i 's/^manifest.*/manifest "root.stmt"/' gateway.test
	says 0
	sed -i 's/^manifest.*/manifest "root.stmt" by vendor/' gateway.test
	says 0
	sed -i 's/^manifest.*/manifest "root.stmt" by field/' gateway.test
	says 3 "lorica test: 'root.stmt' is signed by 'vendor', not by 'field'"
	sed -i 's/^manifest.*/manifest "root.unsigned"/' gateway.test
	says 3 "lorica test: 'root.unsigned' is not signed, so the key that is going to sign it has to be named"
	sed -i 's/manifest, policy/policy/; s/vendor, field$/field/' gateway.lorica
	sed -i 's/^manifest.*/manifest "root.stmt"/' gateway.test
	says 3 "lorica: 'root.stmt' is refused: wrong-purpose: the signing key may not sign this type of statement (EACCES)"
}

@test "test: constants, lists and included files" {
	mkdir more
	cat >more/bad.test <<-'EOF2'
	syntax 1
	define all = { $bad, "/bin/b" }
	exec $all deny
	EOF2
	expect 'include "more/bad.test"' 'define bad = "/bin/unlisted"' "define digest = $listed" \
		'exec sha256 $digest allow' 'define policy = "gateway.lorica"'
	sed -i 's/^policy .*/policy $policy/' gateway.test
	cp tree/bin/unlisted tree/bin/b
	says 0 'ok 1 - exec sha256:'"$listed"' allow' 'ok 2 - exec /bin/unlisted deny' 'ok 3 - exec /bin/b deny'
	cp tree/bin/listed tree/bin/b
	says 4 'not ok 3 - exec /bin/b deny' '# more/bad.test:3:6: error: exec /bin/b deny'
}

@test "test: paths start at the file, wherever it is read from" {
	expect 'exec "/bin/listed" allow'
	mkdir away
	cd away || return
	run "$LORICA" test ../gateway.test
	[ "$status" -eq 0 ]
	run "$LORICA" test "$BATS_TEST_TMPDIR/gateway.test"
	[ "$status" -eq 0 ]
	run "$LORICA" test - <../gateway.test
	[ "$status" -eq 1 ]
	contains "$output" "cannot read 'gateway.lorica'"
	cd ..
	run "$LORICA" test - <gateway.test
	[ "$status" -eq 0 ]
	# A file of that name, and not standard input
	sed -i 's/gateway.lorica/-/' gateway.test
	run "$LORICA" test gateway.test <gateway.lorica
	[ "$status" -eq 1 ]
	contains "$output" "cannot read './-'"
}

@test "test: the policy may be a statement" {
	for policy in gateway.stmt gateway.signed; do
		expect 'exec "/bin/listed" allow' 'exec "/bin/unlisted" deny'
		sed -i "s/gateway.lorica/$policy/" gateway.test
		says 0
	done
}

@test "test: -j" {
	expect 'exec "/bin/listed" allow' 'exec "/bin/unlisted" allow'
	run_split "$LORICA" -j test gateway.test
	[ "$status" -eq 4 ]
	json 'd["ok"] is False and d["failed"] == 1 and d["file"] == "gateway.test"'
	json '[t["ok"] for t in d["tests"]] == [True, False]'
	json 'd["tests"][1]["expected"] == "allow" and d["tests"][1]["verdict"] == "deny"'
	json '(d["tests"][1]["file"], d["tests"][1]["line"], d["tests"][1]["column"]) == ("gateway.test", 6, 6)'
	json 'd["tests"][1]["decided_by"]["rule"] == "exec default deny"'
	expect 'exec "/bin/listed" alow'
	run_split "$LORICA" -j test gateway.test
	[ "$status" -eq 3 ]
	json 'd["ok"] is False and d["diagnostics"][0]["kind"] == "unknown-word" and d["errors"] == 1'
	expect 'exec "/bin/listed" allow'
	run_split "$LORICA" -j test gateway.test
	[ "$status" -eq 0 ]
	json 'd["ok"] is True and d["failed"] == 0'
}

@test "test: a path cannot talk to the reader of TAP" {
	touch 'tree/bin/a # skip'
	expect 'exec "/bin/a # skip" allow'
	says 4 'not ok 1 - exec /bin/a \# skip allow'
}

@test "test: what cannot be judged is no success" {
	expect 'exec "/bin/missing" deny' 'exec "/bin/listed" allow'
	says 1 "lorica test: cannot read '/bin/missing' in 'tree': No such file or directory" \
		'not ok 1 - exec /bin/missing deny' '#   cannot be judged' 'ok 2 - exec /bin/listed allow' \
		"lorica test: 1 of 2 expectations not met"
	expect 'exec "/bin/missing" deny' 'exec "/bin/listed" deny'
	says 1
	run_split "$LORICA" -j test gateway.test
	[ "$status" -eq 1 ]
	json 'd["ok"] is False and d["tests"][0]["ok"] is False and d["tests"][0]["verdict"] is None'
	expect 'exec "/bin/listed" allow'
	sed -i 's/"tree"/"no-such"/' gateway.test
	says 1 "lorica test: cannot open 'no-such': No such file or directory"
	expect 'exec "/bin/listed" allow'
	sed -i 's/root.unsigned/no-such/' gateway.test
	says 1 "lorica: cannot read 'no-such': No such file or directory"
}

@test "test: a policy that does not compile" {
	expect 'exec "/bin/listed" allow'
	sed -i 's/manifest vendor/manifest vendro/' gateway.lorica
	refused "gateway.lorica:5:18: error: key 'vendro' is not declared in 'keys'; did you mean 'vendor'? [unknown-key]"
}

@test "test: a key that the policy does not have" {
	expect 'exec "/bin/listed" allow'
	sed -i 's/by vendor/by vendro/' gateway.test
	refused "gateway.test:3:29: error: the policy has no key 'vendro'; did you mean 'vendor'? [unknown-key]"
	sed -i 's/by vendro/by xyz/' gateway.test
	refused "gateway.test:3:29: error: the policy has no key 'xyz' [unknown-key]"
}

@test "test: many mistakes in one run, with carets" {
	cat >gateway.test <<-'EOF2'
	syntax 1
	polic "gateway.lorica"
	policy gateway
	manifest "m" by
	manifest "m" from vendor
	root
	exec "/x" alow
	exec "x" deny
	exec sha256 12 deny
	exec /x deny
	exec "/x"
	exec deny
	exec $none deny
	exec "/x" deny deny
	listen tcp 12 deny
	kexec deny
	}
	EOF2
	refused "gateway.test:2:1: error: unknown word 'polic'; did you mean 'policy'? [unknown-word]" \
		"gateway.test:3:8: error: expected the path of the policy in quotes, found 'gateway' [expected]" \
		"gateway.test:4:16: error: expected the name of a key, found the end of the line [expected]" \
		"gateway.test:5:14: error: expected the end of the line, found 'from' [expected]" \
		"gateway.test:6:5: error: expected the path of the root file system in quotes, found the end of the line [expected]" \
		"gateway.test:7:11: error: unknown word 'alow'; did you mean 'allow'? [unknown-word]" \
		"gateway.test:8:6: error: the path of a file on the device begins with '/' [bad-string]" \
		"gateway.test:9:13: error: expected 64 hex digits, found 2 [bad-hex]" \
		"gateway.test:10:6: error: a path has to stand in quotes [bad-character]" \
		"gateway.test:11:10: error: expected 'allow', 'deny' or 'audit', found the end of the line [expected]" \
		"gateway.test:12:6: error: expected 'sha256', or the path of a file in quotes, found 'deny' [expected]" \
		"gateway.test:13:6: error: '\$none' is not defined [unknown-constant]" \
		"gateway.test:14:16: error: expected the end of the line, found 'deny' [expected]" \
		"gateway.test:15:15: error: unknown word 'deny'; expected 'by' [unknown-word]" \
		"gateway.test:16:1: error: unknown word 'kexec'; did you mean 'exec'? [unknown-word]" \
		"gateway.test:17:1: error: expected a setting or an event, found '}' [expected]"
	contains "$stderr" $'exec "/x" alow\n          ^~~~\n'
}

@test "test: what is missing" {
	printf 'syntax 1\n' >gateway.test
	refused "gateway.test:2:1: error: there is no 'policy PATH' line [missing-clause]" \
		"gateway.test:2:1: error: there is no expectation, so nothing would be tested [missing-clause]"
	printf 'policy "x"\nexec "/x" deny\n' >gateway.test
	refused "gateway.test:1:1: error: a file of expectations begins with 'syntax 1' [syntax-first]"
	printf 'syntax 2\npolicy nonsense\n' >gateway.test
	refused "gateway.test:1:8: error: syntax '2' is not known; this is a reader of syntax 1 [syntax-version]"
	: >gateway.test
	refused "gateway.test:1:1: error: a file of expectations begins with 'syntax 1' [syntax-first]"
	printf 'syntax 1\n\0\n' >gateway.test
	refused "gateway.test:2:1: error: a policy is a text, and this is a NUL byte [not-text]"
	expect 'include "no-such.test"' 'exec "/x" deny'
	refused "gateway.test:5:9: error: 'no-such.test' cannot be read: No such file or directory [include-unreadable]"
}

@test "test: what is said twice" {
	expect 'policy "gateway.stmt"' 'root "tree"' 'exec "/x" deny'
	refused "gateway.test:5:1: error: the path of the policy is given twice [duplicate-clause]" \
		"gateway.test:2:8: note: first given here" \
		"gateway.test:6:1: error: the path of the root file system is given twice [duplicate-clause]" \
		"gateway.test:4:6: note: first given here"
	expect 'exec "/x" deny' 'exec "/y" deny' 'exec "/x" allow' 'exec "/y" deny' 'mmap "/x" allow' \
		"exec sha256 $listed deny" "exec sha256 ${listed^^} deny"
	refused "gateway.test:7:6: error: 'allow' is expected here and 'deny' elsewhere [contradiction]" \
		"gateway.test:5:6: note: first expected here" \
		"gateway.test:8:6: error: this is expected twice [duplicate-rule]" \
		"gateway.test:6:6: note: first expected here" \
		"gateway.test:11:13: error: this is expected twice [duplicate-rule]" \
		"gateway.test:10:13: note: first expected here"
	expect 'exec "/bin/listed" allow' 'manifest "root.stmt"'
	says 3 "lorica test: 'root.unsigned' and 'root.stmt' are both named 'root': one would replace the other"
}

@test "test: files that cannot be read, and wrong calls" {
	run_split "$LORICA" test no-such
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot read 'no-such': No such file or directory" ]
	for call in "" "a b" "--bogus a"; do
		# shellcheck disable=SC2086 # the words of a call
		run_split "$LORICA" test $call
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
}
