# SPDX-License-Identifier: GPL-2.0-only
"""says.py REPORT CHECK STATUS: does the report say so of the check?"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    doc = json.load(f)
check = next(c for c in doc["checks"] if c["name"] == sys.argv[2])
if check["status"] != sys.argv[3]:
    sys.exit("%s is %s: %s" % (check["name"], check["status"], check["observed"]))
proof = "running" if doc["running"] else "after-reboot"
if check["status"] == "pass" and proof not in check["proves"]:
    sys.exit("a pass that does not prove %s: %s" % (proof, check["proves"]))
