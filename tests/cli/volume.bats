#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# Volumes in the policy, as show, diff, explain and test see them.
bats_require_minimum_version 1.5.0
load common

root_a=$(printf 'a1%.0s' $(seq 32))
root_b=$(printf 'b2%.0s' $(seq 32))

# policy FILE RULE...: a policy with these lines in exec.
policy() {
	{
		printf 'syntax 1\npolicy t serial 1 epoch 1 enforce\nkeys {\n\tvendor x509 "keys/vendor.crt" for manifest\n}\n'
		printf 'exec default deny {\n\tallow manifest vendor\n'
		printf '\t%s\n' "${@:2}"
		printf '}\n'
	} >"$1"
}

setup_file() {
	common_setup_file
	policy volumes.lorica "allow volume system verity $root_a" "allow volume apps verity $root_b under \"/opt\""
	policy other.lorica "allow volume system verity $root_b"
	policy none.lorica 'allow manifest vendor under "/x"'
	"$LORICA" -q compile volumes.lorica -o volumes.stmt
}

setup() { common_setup; }

@test "volume: show gives the rules back" {
	run "$LORICA" show volumes.stmt
	[ "$status" = 0 ]
	[[ $output == *"allow volume apps verity $root_b under \"/opt\""* ]]
	[[ $output == *"allow volume system verity $root_a"$'\n'* ]]
}

@test "volume: show -j has them as objects" {
	"$LORICA" -j show volumes.stmt | python3 -c '
import json, sys
allow = json.load(sys.stdin)["exec"]["allow"]
assert {"kind": "volume", "volume": "system", "root_hash": sys.argv[1], "may_degrade": False, "under": None} in allow
assert {"kind": "volume", "volume": "apps", "root_hash": sys.argv[2], "may_degrade": False, "under": "/opt"} in allow
' "$root_a" "$root_b"
}

@test "volume: diff goes by the root hash, whatever the name is" {
	run "$LORICA" diff volumes.lorica other.lorica
	[[ $output == *"becomes allowed:"*"code and kernel modules on volume 'system'"* ]]
	[[ $output == *"becomes denied:"*"code and kernel modules on volume 'system'"* ]]
	run "$LORICA" diff volumes.lorica volumes.stmt
	[ "$status" = 0 ]
}

@test "volume: diff tells when a rule gets wider" {
	policy wider.lorica "allow volume system verity $root_a" "allow volume apps verity $root_b"
	run "$LORICA" diff volumes.lorica wider.lorica
	[[ $output == *"becomes allowed:"*"code and kernel modules on volume 'apps'"* ]]
	[[ $output != *"becomes denied"* ]]
}

@test "volume: explain allows a file on it, by the rule" {
	run "$LORICA" explain volumes.lorica --volume system exec /bin/x
	[ "$status" = 0 ]
	[ "${lines[0]}" = "exec /bin/x: allow: on a volume that the policy allows" ]
	[[ $output == *"allow volume system"* ]]
}

@test "volume: explain knows under" {
	run "$LORICA" explain volumes.lorica --volume apps exec /opt/x
	[ "${lines[0]}" = "exec /opt/x: allow: on a volume that the policy allows" ]
	run "$LORICA" explain volumes.lorica --volume apps exec /optional/x
	[ "${lines[0]}" = "exec /optional/x: deny: in no manifest that the policy allows" ]
	[[ $output == *"it lies elsewhere on the volume"* ]]
	[[ $output == *"it lies on another volume than 'system'"* ]]
}

@test "volume: without the option a file is on none" {
	run "$LORICA" explain volumes.lorica exec /opt/x
	[ "${lines[0]}" = "exec /opt/x: deny: in no manifest that the policy allows" ]
	[[ $output == *"nobody said that it lies on volume 'apps'"* ]]
}

@test "volume: explain wants one of the policy" {
	run "$LORICA" explain volumes.lorica --volume systam exec /bin/x
	[ "$status" = 2 ]
	[[ $output == *"the policy has no volume 'systam'; did you mean 'system'?"* ]]
	run "$LORICA" explain none.lorica --volume system exec /bin/x
	[ "$status" = 2 ]
}

@test "volume: modules on it load after the seal" {
	run "$LORICA" explain volumes.lorica --volume system module /lib/x.ko
	[[ ${lines[0]} == *": allow: on a volume that the policy allows" ]]
	run "$LORICA" explain volumes.lorica module /lib/x.ko
	[[ ${lines[0]} == *": deny: "* ]]
}

@test "explain: that firmware lies on a volume does not count" {
	run "$LORICA" explain volumes.lorica --volume system firmware /lib/firmware/x
	[ "$status" -eq 1 ] && contains "$output" 'firmware /lib/firmware/x: deny: '
	contains "$output" 'firmware is judged by its bytes, wherever they lie'
}

@test "volume: a table of expectations" {
	printf 'syntax 1\npolicy "volumes.lorica"\nvolume apps\nexec "/opt/x" allow\nexec "/bin/x" deny\n' >expect
	run "$LORICA" test expect
	[ "$status" = 0 ]
	printf 'exec "/srv/x" allow\n' >>expect
	run "$LORICA" test expect
	[ "$status" != 0 ]
}

@test "volume: a table that names no volume of the policy, or two" {
	printf 'syntax 1\npolicy "volumes.lorica"\nvolume app\nexec "/opt/x" allow\n' >expect
	run "$LORICA" test expect
	[ "$status" != 0 ]
	[[ $output == *"the policy has no volume 'app'; did you mean 'apps'?"* ]]
	printf 'syntax 1\npolicy "volumes.lorica"\nvolume apps\nvolume system\nexec "/opt/x" allow\n' >expect
	run "$LORICA" test expect
	[ "$status" != 0 ]
	[[ $output == *"the name of a volume is given twice"* ]]
}
