# SPDX-License-Identifier: GPL-2.0-only
"""drafts.py DRAFT SERIAL [FILE...]: is it the next policy, with these files and no others?"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    doc = json.load(f)
if int(doc["serial"]) != int(sys.argv[2]) or int(doc["base_serial"]) != int(sys.argv[2]) - 1:
    sys.exit("serial %s from %s" % (doc["serial"], doc["base_serial"]))
files = sorted(file["path"] for file in doc["files"])
if files != sorted(sys.argv[3:]):
    sys.exit("files: %s" % files)
if doc["programs"]:
    sys.exit("programs: %s" % doc["programs"])
if not any(use["what"] == "/attack/unsigned/prog" for use in doc["refused"]):
    sys.exit("the refusal is not told of")
