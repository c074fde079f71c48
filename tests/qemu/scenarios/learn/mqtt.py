# SPDX-License-Identifier: GPL-2.0-only
"""mqtt.py PORT: one client subscribes, another one publishes, and what came is what was sent."""
import socket
import sys


def packet(kind, *parts):
    """MQTT 3.1.1: a type, a length below 128, and the rest."""
    body = b"".join(parts)
    return bytes([kind, len(body)]) + body


def text(words):
    """A string with its length before it."""
    return len(words).to_bytes(2, "big") + words


def read(sock):
    """The next packet: its first byte, and what follows the length."""
    head = sock.recv(2, socket.MSG_WAITALL)
    return head[0], sock.recv(head[1], socket.MSG_WAITALL)


def client(name):
    """A connection that the broker has accepted."""
    sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
    sock.sendall(packet(0x10, text(b"MQTT"), b"\x04\x02\x00\x3c", text(name)))
    assert read(sock) == (0x20, b"\0\0"), "not connected"
    return sock


listener, speaker = client(b"listener"), client(b"speaker")
listener.sendall(packet(0x82, b"\0\1", text(b"weather/#"), b"\0"))
assert read(listener) == (0x90, b"\0\1\0"), "not subscribed"
speaker.sendall(packet(0x30, text(b"weather/oslo"), b"17 degrees"))
assert read(listener) == (0x30, text(b"weather/oslo") + b"17 degrees"), "not what was sent"
print("17 degrees in oslo")
