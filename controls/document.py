#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Makes docs/controls.md of the catalogue and the code: document.py LORICA > docs/controls.md"""
import json
import os
import re
import subprocess
import sys
from collections import Counter

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLASSES = {"K": "enforced in the kernel", "U": "checked on the device", "B": "at build time", "O": "documents", "H": "heading"}
WHERE = {"files": "a tree or the running device", "running": "the running device", "image": "a tree that is an image"}


def tests():
    """Which file tests which check."""
    found = {}
    folder = os.path.join(TOP, "tests", "audit")
    for name in os.listdir(folder):
        if name.endswith(".trees"):
            found.setdefault(name[:-len(".trees")], []).append("tests/audit/" + name)
    for path in ("tests/unit/audit_running_test.c", "tests/cli/audit.bats"):
        with open(os.path.join(TOP, path), encoding="utf-8") as f:
            text = f.read()
        for name in re.findall(r'"([a-z]+\.[a-z-]+)"|check_of ([a-z]+\.[a-z-]+)', text):
            for n in name:
                if n and path not in found.setdefault(n, []):
                    found[n].append(path)
    return found


def main():
    out = subprocess.run([sys.argv[1], "-j", "audit", "--list"], check=True, stdout=subprocess.PIPE).stdout
    doc = json.loads(out)
    tested = tests()
    checks = {}
    for check in doc["checks"]:
        for control in check["controls"]:
            checks.setdefault(control, []).append(check["name"])
    rows = [c for c in doc["controls"] if c["class"] != "H"]
    answers = {}
    for c in rows:
        if c["id"] in checks:
            answers[c["id"]] = "checked in part" if c["rest"] else "checked"
        else:
            answers[c["id"]] = "documents" if c["class"] == "O" else "no check yet"
    print("<!-- SPDX-License-Identifier: GPL-2.0-only -->")
    print("<!-- Made by controls/document.py; not to be edited. -->")
    print("# Controls\n")
    print("What `lorica audit` answers, for each of the %d rows of [the catalogue](../controls/README.md): %d controls below %d"
          % (len(doc["controls"]), len(rows), len(doc["controls"]) - len(rows)))
    print("headings. [docs/audit.md](audit.md) tells how to read a report.\n")
    print("- **checked**: when all its checks pass, the control passes.")
    print("- **checked in part**: a check can fail it. When all pass, a person has to look at the rest, and it is `manual`.")
    print("- **documents**: `manual`, with evidence from the profile or without. Never a pass.")
    print("- **no check yet**: `manual`, and counted apart. Never a pass.\n")
    print("| class | checked | checked in part | documents | no check yet |\n|---|---|---|---|---|")
    total = Counter()
    for key in "KUBO":
        n = Counter(answers[c["id"]] for c in rows if c["class"] == key)
        total += n
        print("| %s, %s | %d | %d | %d | %d |" % (key, CLASSES[key], n["checked"], n["checked in part"], n["documents"], n["no check yet"]))
    print("| all | %d | %d | %d | %d |\n" % tuple(total[k] for k in ("checked", "checked in part", "documents", "no check yet")))
    print("## Checks\n\n%d checks. Each is told by `lorica audit CONTROL`, for a tree by `lorica audit --root TREE CONTROL`.\n" % len(doc["checks"]))
    print("| check | wants | looks at | controls | tested by |\n|---|---|---|---|---|")
    for check in doc["checks"]:
        print("| `%s` | %s | %s | %s | %s |" % (check["name"], check["expected"].replace("|", "\\|"), WHERE[check["where"]],
              ", ".join(check["controls"]), ", ".join("`%s`" % t for t in tested[check["name"]])))
    print("\n## Controls\n")
    print("| control | class | answer | by | left to people |\n|---|---|---|---|---|")
    for c in doc["controls"]:
        if c["class"] == "H":
            print("| **%s** | H | the worst below | **%s** | |" % (c["id"], c["title"]))
            continue
        print("| %s %s | %s | %s | %s | %s |" % (c["id"], c["title"].replace("|", "\\|"), c["class"], answers[c["id"]],
              ", ".join("`%s`" % n for n in checks.get(c["id"], [])), c["rest"]))


if __name__ == "__main__":
    main()
