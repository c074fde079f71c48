#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""qmp.py SOCKET PORT: let the guest plug and unplug. Each line that comes from the guest by the
virtio port, a QMP command without a newline in it, is given to the emulator; its answer goes back as
one line. Ends with the emulator."""
import json
import socket
import sys
import time


def connect(path):
    end = time.monotonic() + 60
    while True:
        s = socket.socket(socket.AF_UNIX)
        try:
            s.connect(path)
            return s.makefile("rw", encoding="utf-8", newline="\n")
        except OSError:
            s.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def ask(qmp, line):
    qmp.write(line + "\n")
    qmp.flush()
    while True:
        answer = qmp.readline()
        if not answer:
            sys.exit(0)
        if "event" not in json.loads(answer):
            return answer


def main():
    qmp, port = connect(sys.argv[1]), connect(sys.argv[2])
    qmp.readline()
    ask(qmp, '{"execute": "qmp_capabilities"}')
    for line in port:
        port.write(ask(qmp, line.rstrip("\n")))
        port.flush()


try:
    main()
except (BrokenPipeError, ConnectionResetError):
    pass
