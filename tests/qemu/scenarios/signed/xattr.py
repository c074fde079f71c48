# SPDX-License-Identifier: GPL-2.0-only
# Signatures in security.ima, as root of a device changes them. Reads one act a line, paths below
# /opt/field, and does all of them or fails.
#   fresh FILE FROM         a new file with content, mode and signature of another
#   plain FILE FROM         without the signature
#   copy FILE FROM          the signature
#   graft FILE FROM         the key id of it
#   swap FILE FILE
#   flip FILE BYTE          the lowest bit of it
#   byte FILE BYTE VALUE
#   cut FILE BYTES          keep so many
#   pad FILE BYTES          zeros behind it
#   grow FILE BYTES         the same, and the size in its head with it
#   content FILE            flip a bit of the last byte of the file itself
#   save FILE TO, load FILE FROM, remove FILE
import os
import shutil
import struct
import sys

NAME = "security.ima"


def get(path):
    return bytearray(os.getxattr(path, NAME))


def put(path, value):
    os.setxattr(path, NAME, bytes(value))
    assert get(path) == value, path


def plain(path, source):
    shutil.copyfile(source, path)
    shutil.copymode(source, path)


def copy(path, source):
    put(path, get(source))


def fresh(path, source):
    plain(path, source)
    copy(path, source)


def graft(path, source):
    value = get(path)
    value[3:7] = get(source)[3:7]
    put(path, value)


def swap(a, b):
    first, second = get(a), get(b)
    put(a, second)
    put(b, first)


def flip(path, at):
    value = get(path)
    value[int(at)] ^= 1
    put(path, value)


def byte(path, at, number):
    value = get(path)
    value[int(at)] = int(number)
    put(path, value)


def cut(path, n):
    put(path, get(path)[: int(n)])


def pad(path, n):
    put(path, get(path) + bytes(int(n)))


def grow(path, n):
    value = get(path) + bytes(int(n))
    struct.pack_into(">H", value, 7, len(value) - 9)
    put(path, value)


def content(path):
    with open(path, "r+b") as f:
        f.seek(-1, os.SEEK_END)
        last = f.read(1)[0]
        f.seek(-1, os.SEEK_END)
        f.write(bytes([last ^ 1]))


def save(path, to):
    with open(to, "wb") as f:
        f.write(get(path))


def load(path, source):
    with open(source, "rb") as f:
        put(path, f.read())


def remove(path):
    os.removexattr(path, NAME)


acts = (fresh, plain, copy, graft, swap, flip, byte, cut, pad, grow, content, save, load, remove)
acts = {f.__name__: f for f in acts}
os.chdir("/opt/field")
for line in sys.stdin:
    words = line.split()
    acts[words[0]](*words[1:])
