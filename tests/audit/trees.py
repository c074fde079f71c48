#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Makes the trees of a file CHECK.trees and audits each: trees.py LORICA FILE...

A file has trees one after the other:

    == STATUS PART      what the check has to say of the tree, and a part of what it observes
    -- PATH [MODE]      a file; the lines up to the next -- or == are its content
    -- PATH/ [MODE]     a directory
    -- PATH -> TARGET   a symbolic link
    -- PATH @FORM       a file of a form that no text has: a kind of FORMS

Each check has to pass on some tree and to fail on another. Prints TAP.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def elf(kind, flags, stack, relro, dynamic):
    """A small ELF file: type, flags of PT_GNU_STACK, and the entries of its dynamic section."""
    import struct
    body = b"".join(struct.pack("<QQ", tag, value) for tag, value in dynamic + [(0, 0)])
    heads = [(0x6474e551, stack, 0, 0)] if stack is not None else []
    heads += [(0x6474e552, 4, 0, 0)] if relro else []
    heads += [(3, 4, 0, 0)] if flags & 1 else []
    heads += [(2, 6, 64 + 56 * (len(heads) + 1), len(body))]
    head = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", kind, 62, 1, 0, 64, 0, 0, 64, 56, len(heads), 64, 0, 0)
    return head + b"".join(struct.pack("<IIQQQQQQ", t, f, at, at, at, n, n, 8) for t, f, at, n in heads) + body


def certificate(days, bits=2048, digest="sha256"):
    """A certificate that ends so many days after the time at which it is made."""
    with tempfile.TemporaryDirectory() as d:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:%d" % bits, "-nodes", "-" + digest, "-days", str(days),
                        "-subj", "/CN=x", "-keyout", d + "/k", "-out", d + "/c"], check=True, stderr=subprocess.DEVNULL)
        return open(d + "/c", "rb").read()


FORMS = {
    "nul": lambda: b"a\0b\n",
    "latin1": lambda: b"caf\xe9\n",
    "lines": lambda: b"x:*:1:0:99999:7:::\n" * 100000,
    "million": lambda: b"x:*:1:0:99999:7:::\n" * 1000000,
    "large": lambda: b"#" * (17 << 20),
    "fifo": None,
    "hardened": lambda: elf(3, 1, 6, True, [(24, 0), (30, 8), (0x6ffffffb, 0x08000001)]),
    "no-pie": lambda: elf(2, 1, 6, True, [(30, 8)]),
    "exec-stack": lambda: elf(3, 1, 7, True, [(30, 8), (0x6ffffffb, 0x08000001)]),
    "no-relro": lambda: elf(3, 1, 6, False, [(30, 8), (0x6ffffffb, 0x08000001)]),
    "lazy": lambda: elf(3, 1, 6, True, [(0x6ffffffb, 0x08000000)]),
    "rpath": lambda: elf(3, 1, 6, True, [(15, 1), (30, 8), (0x6ffffffb, 0x08000001)]),
    "short-elf": lambda: elf(3, 1, 6, True, [(30, 8)])[:100],
    "cert": lambda: certificate(400),
    "cert-short": lambda: certificate(1),
    "cert-weak": lambda: certificate(400, 1024),
    "cert-sha1": lambda: certificate(400, 2048, "sha1"),
}


def parse(name):
    """The trees of a file: (status, part, [(path, how, value, content)])"""
    trees = []
    for line in open(name, encoding="utf-8"):
        if line.startswith("== "):
            status, _, part = line[3:].strip().partition(" ")
            trees.append((status, part, []))
        elif line.startswith("-- "):
            words = line[3:].split()
            mode, how = None, "file"
            if len(words) == 3 and words[1] == "->":
                how, mode = "link", words[2]
            elif len(words) == 2 and words[1].startswith("@"):
                how, mode = "form", words[1][1:]
            elif len(words) == 2:
                mode = int(words[1], 8)
            trees[-1][2].append([words[0], how, mode, ""])
        elif trees and trees[-1][2]:
            trees[-1][2][-1][3] += line
    return trees


def make(root, entries):
    modes = []
    for path, how, value, content in entries:
        assert path.startswith("/"), path
        full = root + path
        if path.endswith("/"):
            os.makedirs(full, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(full), exist_ok=True)
        if how == "link":
            os.symlink(value, full)
        elif how == "form" and value == "fifo":
            os.mkfifo(full)
        elif how == "form":
            with open(full, "wb") as f:
                f.write(FORMS[value]())
        elif not path.endswith("/"):
            with open(full, "w", encoding="utf-8") as f:
                f.write(content)
        if how == "file":
            modes.append((full, value if value is not None else 0o755 if path.endswith("/") else 0o644))
    for full, mode in reversed(modes):
        os.chmod(full, mode)


def audit(lorica, root):
    run = subprocess.run([lorica, "-j", "audit", "--root", root], capture_output=True, timeout=60, check=False)
    if run.returncode not in (0, 1, 2, 3) or run.stderr:
        return None, "exit %d: %s" % (run.returncode, run.stderr.decode(errors="replace"))
    return json.loads(run.stdout), ""


def main():
    lorica, nr, bad = sys.argv[1], 0, 0
    print("TAP version 13")
    for name in sys.argv[2:]:
        check = os.path.basename(name)[:-len(".trees")]
        said = set()
        for status, part, entries in parse(name):
            nr += 1
            root = tempfile.mkdtemp(prefix="lorica-audit.")
            os.chmod(root, 0o755)
            try:
                make(root, entries)
                doc, why = audit(lorica, root)
            finally:
                shutil.rmtree(root)
            found = [c for c in doc["checks"] if c["name"] == check] if doc else []
            if not why and not found:
                why = "there is no such check"
            elif not why and (found[0]["status"] != status or part not in found[0]["observed"]):
                why = "%s: %s" % (found[0]["status"], found[0]["observed"])
            elif not why and re.search(r"[\0-\x08\x0e-\x1f]", json.dumps(doc, ensure_ascii=False).replace("\\n", "")):
                why = "the report has control characters"
            bad += bool(why)
            said.add(status)
            print("%sok %d - %s %s %s" % ("not " if why else "", nr, check, status, part))
            if why:
                print("# " + why)
        nr += 1
        whole = {"pass", "fail"} <= said
        bad += not whole
        print("%sok %d - %s has a tree on which it passes, and one on which it fails" % ("" if whole else "not ", nr, check))
    print("1..%d" % nr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
