#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""login.py PASSWORD: logs in as person on a terminal of its own, and asks who it is."""
import os
import pty
import select
import sys

child, terminal = pty.fork()
if not child:
    os.execv("/usr/bin/login", ["login"])

seen = b""


def until(what, seconds=30):
    """Reads until the terminal says what."""
    global seen
    while what not in seen:
        if not select.select([terminal], [], [], seconds)[0]:
            sys.exit(f"no {what!r} in {seen!r}")
        try:
            data = os.read(terminal, 4096)
        except OSError:
            data = b""
        if not data:
            sys.exit(f"no {what!r} in {seen!r}")
        seen += data
    seen = seen.partition(what)[2]


until(b"login: ")
os.write(terminal, b"person\n")
until(b"assword: ")
os.write(terminal, sys.argv[1].encode() + b"\n")
until(b"$ ")
os.write(terminal, b"id -un | tr a-z A-Z\n")
until(b"PERSON")
os.write(terminal, b"exit\n")
