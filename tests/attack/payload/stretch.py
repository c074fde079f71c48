#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Adds two pages to the memory of the highest executable segment of a 64-bit ELF file."""
import struct
import sys

with open(sys.argv[1], 'r+b') as elf:
    data = bytearray(elf.read())
    phoff, = struct.unpack_from('<Q', data, 32)
    size, count = struct.unpack_from('<HH', data, 54)
    code = []
    for at in range(phoff, phoff + size * count, size):
        kind, flags = struct.unpack_from('<II', data, at)
        address, = struct.unpack_from('<Q', data, at + 16)
        if kind == 1 and flags & 1:
            code.append((address, at))
    _, at = max(code)
    memory, = struct.unpack_from('<Q', data, at + 40)
    struct.pack_into('<Q', data, at + 40, memory + 8192)
    elf.seek(0)
    elf.write(data)
