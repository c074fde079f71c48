# SPDX-License-Identifier: GPL-2.0-only
"""Makes event logs of measured boot, and what they lead to, for tests."""
import hashlib
import struct

ALGS = {"sha1": (4, 20), "sha256": (11, 32), "sha384": (12, 48), "sha512": (13, 64),
        "sm3_256": (0x12, 32), "toy": (0x7777, 5)}
NO_ACTION, SEPARATOR, IPL, TAG, POST_CODE, CRTM, CRTM_VERSION = 3, 4, 13, 6, 1, 7, 8
VARIABLE, VARIABLE_BOOT, APPLICATION, GPT, ACTION = 0x80000001, 0x80000002, 0x80000003, 0x80000006, 0x80000007
BLOB, BLOB2, VARIABLE_BOOT2, AUTHORITY = 0x80000008, 0x8000000a, 0x8000000c, 0x800000e0


def digest(alg, data):
    """What extends a PCR; of an algorithm that hashlib does not have, some bytes."""
    if alg in hashlib.algorithms_guaranteed:
        return hashlib.new(alg, data).digest()
    return hashlib.sha256(data).digest()[:ALGS[alg][1]]


def old_event(pcr, kind, data):
    d = bytes(20) if kind == NO_ACTION else digest("sha1", data)
    return struct.pack("<II", pcr, kind) + d + struct.pack("<I", len(data)) + data


def event(pcr, kind, data, algs):
    d = b"".join(struct.pack("<H", ALGS[a][0]) +
                 (bytes(ALGS[a][1]) if kind == NO_ACTION else digest(a, data)) for a in algs)
    return struct.pack("<III", pcr, kind, len(algs)) + d + struct.pack("<I", len(data)) + data


def spec_id(algs, vendor=b""):
    body = struct.pack("<16sIBBBBI", b"Spec ID Event03", 0, 0, 2, 0, 2, len(algs))
    body += b"".join(struct.pack("<HH", *ALGS[a]) for a in algs) + bytes([len(vendor)]) + vendor
    return old_event(0, NO_ACTION, body)


def variable(name, value):
    return b"GUIDguidGUIDguid" + struct.pack("<QQ", len(name), len(value)) + name.encode("utf-16-le") + value


def image(path):
    node = b"\4\4" + struct.pack("<H", 6 + 2 * len(path)) + path.encode("utf-16-le") + b"\0\0" + b"\x7f\xff\4\0"
    return struct.pack("<QQQQ", 0x1000, 0x2000, 0, len(node)) + node


def locality(value, more=b""):
    return b"StartupLocality\0" + bytes([value]) + more


# (PCR, type, data): each form of data that is read, with nothing that tpm2_eventlog trips over.
FORMS = [
    (0, CRTM_VERSION, "1.0\0".encode("utf-16-le")), (0, CRTM, struct.pack("<QQ", 0x820000, 4096)),
    (0, POST_CODE, b"POST CODE"), (0, POST_CODE, struct.pack("<QQ", 16, 32)), (0, POST_CODE, b"ACPI DATA\0"),
    (0, BLOB, struct.pack("<QQ", 2**64 - 1, 2**63)), (7, VARIABLE, variable("SecureBoot", b"\1")),
    (7, VARIABLE, variable("db", bytes(1500))), (7, AUTHORITY, variable("MokListTrusted\0", b"\1")),
    (1, VARIABLE_BOOT, variable("BootOrder", b"\1\0")), (1, VARIABLE_BOOT2, variable("Boot0001", b"")),
    (4, SEPARATOR, bytes(4)), (4, ACTION, b"Calling EFI Application from Boot Option"),
    (4, APPLICATION, image("\\EFI\\BOOT\\BOOTX64.EFI")), (4, APPLICATION, bytes(32)), (5, GPT, bytes(100)),
    (5, GPT, bytes(range(256)) * 5), (8, IPL, b"grub_cmd: linux 'a' \\ \"b\"\0"), (8, IPL, b"two\nlines\t\n\0"),
    (12, IPL, "root=/dev/vda".encode("utf-16-le")), (9, IPL, "\u00e4".encode()), (9, TAG, struct.pack("<II", 0x8f3b22ec, 3) + b"ab\0"),
    (14, IPL, b""), (23, 0x12345678, b"?"), (6, 12, b"compact"), (2, 0x80000004, image("x")), (3, 5, b"\xff" * 1100),
]


def log(algs, forms=FORMS, vendor=b""):
    return spec_id(algs, vendor) + b"".join(event(p, k, d, algs) for p, k, d in forms)


def replay(alg, forms=FORMS, start=0):
    """PCR values by index, of those that are extended."""
    pcrs = {}
    for pcr, kind, data in forms:
        if kind != NO_ACTION:
            old = pcrs.get(pcr, bytes(ALGS[alg][1] - 1) + bytes([0 if pcr else start]))
            pcrs[pcr] = digest(alg, old + digest(alg, data))
    return pcrs
