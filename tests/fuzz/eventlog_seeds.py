# SPDX-License-Identifier: GPL-2.0-only
"""Seeds of the fuzz target for event logs: eventlog_seeds.py DIR. The first section of a file is a
log, the second a table of final events."""
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
import eventlog as e  # noqa: E402

FORMS = [(p, k, d) for p, k, d in e.FORMS if len(d) < 300] + [
    (0, e.NO_ACTION, e.locality(3)), (0, e.BLOB2, b"\4abcd" + bytes(16)), (0xffffffff, e.NO_ACTION, b"")]


def write(name, *parts):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(b"".join(struct.pack("<H", len(p)) + p for p in parts))


for file, algs in (("one", ["sha256"]), ("all", ["sha1", "sha256", "sha384", "sha512"]), ("other", ["toy", "sha256"])):
    log = e.log(algs, FORMS, b"vendor")
    write(file, log, struct.pack("<QQ", 1, 1) + e.event(5, e.ACTION, b"a", algs))
    write(file + "-padded", log + bytes(64))
write("sha1", b"".join(e.old_event(p, k, d) for p, k, d in FORMS))
write("short", e.spec_id(["sha1"]))
