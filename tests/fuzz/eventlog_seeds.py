# SPDX-License-Identifier: GPL-2.0-only
"""Event logs for the fuzz target: eventlog_seeds.py DIR. Each form of data once, a table of final
events, padding, and the form of SHA-1. The first section of a file is a log, the second a table."""
import os
import struct
import sys

SIZES = {4: 20, 11: 32, 12: 48, 13: 64, 0x27: 32}


def event(pcr, kind, algs, data):
    digests = b"".join(struct.pack("<H", a) + bytes(range(SIZES[a])) for a in algs)
    return struct.pack("<III", pcr, kind, len(algs)) + digests + struct.pack("<I", len(data)) + data


def spec_id(algs, vendor=b""):
    body = struct.pack("<16sIBBBBI", b"Spec ID Event03", 0, 0, 2, 0, 2, len(algs))
    body += b"".join(struct.pack("<HH", a, SIZES[a]) for a in algs) + bytes([len(vendor)]) + vendor
    return struct.pack("<II20sI", 0, 3, b"", len(body)) + body


def variable(name, value):
    return b"a" * 16 + struct.pack("<QQ", len(name), len(value)) + name.encode("utf-16-le") + value


def write(name, *parts):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(b"".join(struct.pack("<H", len(p)) + p for p in parts))


PATH = b"\4\4\x0a\0k\0\0\0\0\0" + b"\x7f\xff\4\0"
FORMS = [
    (0, 3, b"StartupLocality\0\3"), (0, 8, "1.0\0".encode("utf-16-le")), (0, 1, b"POST CODE"),
    (0, 1, bytes(16)), (0, 0x80000008, bytes(16)), (0, 0x8000000a, b"\4abcd" + bytes(16)),
    (7, 0x80000001, variable("db", b"x")), (1, 0x80000002, variable("Boot0000", b"")),
    (7, 0x800000e0, variable("Shim", bytes(20))), (4, 4, bytes(4)), (5, 0x80000006, bytes(100)),
    (4, 0x80000003, bytes(24) + struct.pack("<Q", len(PATH)) + PATH),
    (5, 0x80000007, b"Exit Boot Services"), (8, 13, b"grub_cmd: linux\n\0"),
    (9, 6, struct.pack("<II", 0x8f3b22ec, 3) + b"ab\0"), (0xffffffff, 3, b""),
]

for file, banks in (("one", [11]), ("all", [4, 11, 12, 13]), ("other", [0x27, 11])):
    log = spec_id(banks, b"vendor") + b"".join(event(p, k, banks, d) for p, k, d in FORMS)
    write(file, log, struct.pack("<QQ", 1, 1) + event(5, 0x80000007, banks, b"a"))
    write(file + "-padded", log + bytes(64))
write("sha1", b"".join(struct.pack("<II20sI", p, k, b"d" * 20, len(d)) + d for p, k, d in FORMS if p < 24))
write("short", spec_id([4]))
