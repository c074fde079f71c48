#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Forbids files by SHA-256 in the variables of UEFI firmware: the kernel takes them over.

dbx.py EMPTY-VARIABLES OUT HASH...: adds the variable dbx to what OVMF comes with. Nobody has to sign
it, because it is put where the firmware keeps what it has verified.
"""
import struct
import sys
import uuid

AUTHENTICATED = uuid.UUID('aaf32c78-947b-439a-a180-2e144ec37792')
DATABASE = uuid.UUID('d719b2cb-3d3a-4596-a3bc-dad00e67656f')
SHA256 = uuid.UUID('c1c41626-504c-4092-aca9-41f936934328')
NON_VOLATILE, BOOT, RUNTIME, TIME_BASED = 1, 2, 4, 0x20

source, target, *hashes = sys.argv[1:]
with open(source, 'rb') as f:
    data = bytearray(f.read())
store = struct.unpack_from('<H', data, 0x30)[0]  # the header of the volume
if data[store:store + 16] != AUTHENTICATED.bytes_le:
    sys.exit(f'dbx.py: {source}: no store of authenticated variables')
at = store + 28
if data[at:at + 2] == b'\xaa\x55':
    sys.exit(f'dbx.py: {source}: there are variables already')

entries = b''.join(bytes(16) + bytes.fromhex(h) for h in hashes)
value = SHA256.bytes_le + struct.pack('<III', 28 + len(entries), 0, 48) + entries
name = 'dbx\0'.encode('utf-16-le')
head = struct.pack('<HBBIQ', 0x55aa, 0x3f, 0, NON_VOLATILE | BOOT | RUNTIME | TIME_BASED, 0)
# The time that it is from: later ones take its place.
head += struct.pack('<HBBBBBBIhBB', 2024, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
head += struct.pack('<III', 0, len(name), len(value)) + DATABASE.bytes_le
variable = head + name + value
data[at:at + len(variable)] = variable
with open(target, 'wb') as f:
    f.write(data)
