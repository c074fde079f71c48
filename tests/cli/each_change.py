#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs a command on each change of a file and expects one exit status of all.

    each_change.py flip FILE OUT STATUS COMMAND...   each byte ^ 1, ^ 128 and ^ 255
    each_change.py cut FILE OUT STATUS COMMAND...    each length but the whole

OUT is the changed file, which COMMAND reads. A shell needs ten times as long.
"""
import subprocess
import sys


def flipped(data):
    for mask in (1, 128, 255):
        for at, byte in enumerate(data):
            yield f"byte {at} ^ {mask}", data[:at] + bytes([byte ^ mask]) + data[at + 1:]


def cut(data):
    for length in range(len(data)):
        yield f"the first {length} bytes", data[:length]


def main(how, name, out, expected, *command):
    with open(name, "rb") as file:
        data = file.read()
    tried = 0
    for what, changed in {"flip": flipped, "cut": cut}[how](data):
        with open(out, "wb") as file:
            file.write(changed)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != int(expected):
            sys.exit(f"{what}: status {done.returncode}\n{done.stdout.decode(errors='replace')}")
        tried += 1
    if not tried:
        sys.exit("nothing to change")


main(*sys.argv[1:])
