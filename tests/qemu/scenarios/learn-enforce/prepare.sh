#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a policy and a manifest from the events of the scenario learn, made as a
# user would make them.
set -eu

kernel=$1 out=$2
# shellcheck source=tests/qemu/scenarios/learn/statements.sh
. "$(dirname "$0")/../learn/statements.sh"
before=$build/qemu/$kernel/learn

[ -s "$before/events.json" ] || { echo "the scenario learn has to run before this one" >&2; exit 1; }
cp "$before/vendor.crt" "$out/"
lorica -j learn -p "$before/base.lorica" -m "$before/manifest.stmt" --root "$tree" --enforce \
	--manifest-out "$out/learnt.unsigned" -o "$out/policy.lorica" "$before/events.json" >"$out/learnt.json"
# Nothing was lost, one program is excepted, and it is the one that made code.
python3 - "$out/learnt.json" <<'END'
import json, sys
d = json.load(open(sys.argv[1]))
assert d["serial"] == "2" and d["mode"] == "enforce", d["mode"]
assert d["events"]["lost"] == [] and d["events"]["boots"] == 1, d["events"]
assert [p["path"] for p in d["programs"]] == ["/attack/signed/jit"], d["programs"]
paths = [f["path"] for f in d["files"]]
assert {"/usr/sbin/dropbear", "/usr/bin/dbclient", "/usr/bin/dropbearkey", "/usr/sbin/mosquitto"} <= set(paths), paths
rules = {n["rule"] for n in d["net"]}
assert [r for r in rules if r.startswith('"/usr/sbin/mosquitto" listen tcp 1883')], rules
assert '"/usr/sbin/dropbear" listen tcp 2222 at 127.0.0.1' in rules, rules
assert '"/usr/bin/dbclient" connect tcp 2222 to 127.0.0.1' in rules, rules
assert [r for r in rules if r.endswith(' connect tcp 1883 to 127.0.0.1') and "python" in r], rules
assert not [n for n in d["net"] if n["generalised"]], d["net"]
assert not d["refused"], d["refused"]
assert not [p for p in paths if p.startswith("/attack/")], paths
END
lorica check --strict "$out/policy.lorica"
lorica -q compile "$out/policy.lorica" -o "$out/policy.unsigned"
sign policy anchor
sign learnt vendor
lorica -q verify "$out/policy.stmt" --anchor "$keys/anchor.crt" --policy "$before/policy.stmt" >/dev/null
lorica -q verify "$out/learnt.stmt" --anchor "$keys/anchor.crt" --policy "$out/policy.stmt" >/dev/null
initramfs "$out/policy.stmt" "$before/manifest.stmt" "$out/learnt.stmt"
