#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What programs in Python do: extension modules, child processes, threads, compiled modules, C functions."""
import ctypes
import hashlib
import json
import os
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading

assert json.loads("[1]") == [1]
assert hashlib.sha256(b"").hexdigest().startswith("e3b0c442")
assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
assert subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout == "root\n"
thread = threading.Thread(target=lambda: None)
thread.start()
thread.join()

with tempfile.TemporaryDirectory() as where:
    with open(os.path.join(where, "fresh.py"), "w", encoding="ascii") as module:
        module.write("word = 'fresh'\n")
    sys.path.insert(0, where)
    import fresh
    assert fresh.word == "fresh"
    assert os.path.exists(fresh.__cached__)

assert ctypes.CDLL(None).abs(-3) == 3
