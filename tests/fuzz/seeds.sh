#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes the seeds of the fuzz targets: seeds.sh DIR. LORICA is the command that
# compiles them.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
lorica=${LORICA:-$top/build/lorica}
mkdir -p "$1/text" "$1/statement" "$1/policy" "$1/manifest" "$1/value" "$1/event" "$1/expect" \
	"$1/eventlog" "$1/imasig" "$1/learn" "$1/audit" "$1/boot" "$1/authenticode"

"$top/tests/policies/stage.sh" "$1/staged"
for file in "$top"/tests/policies/valid/*.lorica "$top"/tests/policies/invalid/*.lorica; do
	name=${file%/*}
	cp "$file" "$1/text/${name##*/}-${file##*/}"
done
for file in "$1"/staged/valid/*.lorica; do
	name=${file##*/}
	"$lorica" compile -q "$file" -o "$1/statement/${name%.lorica}"
done
# Each value for each kind, which the first byte chooses.
printf '0\n2026-11-24T12:00:00Z\n30s\n4KiB\n8000-8100\n10.0.0.0/8\n0403:6001\n0403:*\nff:ff:ff\nhid\n/var/*/**\n' |
	while read -r value; do
		for kind in 0 1 2 3 4 5 6 7 8 9 :; do
			printf '%s%s' "$kind" "$value" >"$1/value/$kind-$(printf '%s' "$value" | tr / _)"
		done
	done

python3 "$top/tests/fuzz/eventlog_seeds.py" "$1/eventlog"

# A record of each form, and a table that has everything.
digest=$(printf 'a5%.0s' $(seq 32))
printf '{"seq": 1,"type": "exec","verdict": "deny","object": "/bin/\\u00e4","sha256": "%s"}' "$digest" >"$1/event/exec"
printf '{"seq":2,"type":"module","reason":"unverified","object":"tail\\/a.ko","x":null}' >"$1/event/module"
printf '{"type":"kexec"}' >"$1/event/kexec"
record() { printf '{"seq": %s,"time_ns": %s,"verdict": "%s","type": "%s","reason": "%s","comm": "c","label": "%s","object": "%s"%s}\n' "$@"; }
{
	record 1 5 allow loaded ok '' p ''
	record 2 6 audit exec not-listed /bin/sh /bin/x ",\"sha256\": \"$digest\""
	record 2 6 audit exec not-listed /bin/sh /bin/x ",\"sha256\": \"$digest\""
	record 4 7 audit mmap not-listed '' '/bin/x (deleted)' ",\"sha256\": \"$digest\""
	record 5 8 audit writable-code anonymous /bin/jit mmap ',"policy_serial": 3'
	record 6 9 deny unload own-object '' lorica ''
	record 1 3 audit exec file-system '' '/tmp/\u000a}' ',"object_cut": true'
} >"$1/learn/all"
sed 2q "$1/learn/all" >"$1/learn/short"
printf 'syntax 1\npolicy "p"\nmanifest "m" by k\nroot "r"\nvolume v\ninclude "i"\n' >"$1/expect/all"
printf 'define c = { "/a", "/b" }\nexec $c deny\nmmap sha256 %s allow\nmodule "/x" audit\nfirmware "/x" deny\n' "$digest" >>"$1/expect/all"
{
	printf 'listen tcp, udp 53, 80 at 127.0.0.1, ::1 by "/x", "/y" allow\nconnect udp any by any deny\n'
	printf 'raw by any deny\npacket by "/p" allow\nfamily can, vsock by "/p" audit\nkernel-helper "/h" allow\n'
	printf 'writable-code by "/n" allow\nbpf by "/n" deny\n'
	printf 'usb 0403:6001 serial "A" product "B" manufacturer "C" port "1.2" interfaces 08:06:50, 03:01:01 until seal deny\n'
} >>"$1/expect/all"
sed 1q "$1/expect/all" >"$1/expect/short"

# The files of the trees of each check, for each reader, which the first byte chooses.
python3 - "$top/tests/audit" "$1/audit" <<'EOF'
import glob, os, sys
sys.path.insert(0, sys.argv[1])
import trees
nr = 0
for name in sorted(glob.glob(sys.argv[1] + "/*.trees")):
    for status, part, entries in trees.parse(name)[:4]:
        for path, how, value, content in entries:
            data = content.encode()
            if how == "form" and value in ("hardened", "no-pie", "short-elf"):
                data = trees.FORMS[value]()
            if not data:
                continue
            nr += 1
            with open(os.path.join(sys.argv[2], "%d" % nr), "wb") as f:
                f.write(bytes([nr % 16]) + data)
for reader in range(16):
    with open(os.path.join(sys.argv[2], "profile-%d" % reader), "w") as f:
        f.write(chr(reader) + 'profile 1\ndevice x\nsetuid "/a"\nnotapplicable 2 reason "y"\n')
EOF

# A policy in several files is one input, each file behind a line with its path.
for file in "$1"/staged/*/include*.lorica; do
	name=${file##*/}
	{
		cat "$file"
		for part in "${file%/*}"/lib/*.lorica; do
			printf '\n#file lib/%s\n' "${part##*/}"
			cat "$part"
		done | head -c 4096
	} >"$1/text/files-$name"
done
# The digest that every certificate has there.
sed -i "s/[0-9a-f]\{64\}/$(printf 'a5%.0s' $(seq 32))/" "$1"/text/*
rm -rf "$1/staged"

python3 - "$1" <<'EOF'
import hashlib, os, struct, sys
top = sys.argv[1]

def write(target, name, data):
    with open(os.path.join(top, target, name), "wb") as f:
        f.write(data)

def sections(*bodies):
    return b"".join(struct.pack("<H", len(b)) + b for b in bodies)

# The sections of each policy, one behind the other.
for name in os.listdir(os.path.join(top, "statement")):
    data = open(os.path.join(top, "statement", name), "rb").read()
    found = {}
    for i in range(struct.unpack_from("<H", data, 116)[0]):
        ident, _, at, n = struct.unpack_from("<IIII", data, 128 + 16 * i)
        found[ident] = data[at:at + n]
    write("policy", name, sections(*(found.get(i, b"") for i in (1, 2, 3, 4, 5, 6, 15, 7, 8, 10, 11, 19, 9, 12, 20))))

# A boot section with a word, a log, and a command line; and the head of a small PE file.
log = open(os.path.join(top, "eventlog", sorted(os.listdir(os.path.join(top, "eventlog")))[0]), "rb").read()
none = struct.pack("<I", 0xffffffff)
rules = b"".join((b"\1\4\0\0" + none + bytes(32), b"\2\4\0\0" + none + bytes(32), b"\3\0\0\0" + bytes(36)))
for how in (0, 4, 7, 12, 15):
    write("boot", str(how), bytes([how]) + sections(rules, b"a=1\0", log[:60000], b"x \"a=1\" -- y"))
pe = bytearray(1024)
pe[0:2], pe[0x3c], pe[0x80:0x82], pe[0x86] = b"MZ", 0x80, b"PE", 1
struct.pack_into("<HH", pe, 0x94, 240, 0)
struct.pack_into("<H", pe, 0x98, 0x20b)
struct.pack_into("<I", pe, 0x98 + 60, 512)
struct.pack_into("<I", pe, 0x98 + 108, 16)
struct.pack_into("<II", pe, 0x98 + 240 + 16, 256, 512)
write("authenticode", "small", bytes(pe))

# Signatures of RSA-2048, 3072 and 4096, a digest of IMA's own, one over fs-verity, one of version 1.
for kind, version, digest, size in ((3, 2, 4, 256), (3, 2, 4, 384), (3, 2, 4, 512), (4, 4, 4, 32), (6, 3, 4, 256), (3, 1, 2, 256)):
    write("imasig", "%d-%d-%d" % (kind, version, size), struct.pack(">BBBIH", kind, version, digest, 0, size) + bytes(size))

# Manifests of some sizes: none, one bucket, many, and equal digests; of both tiers.
for n, equal in ((0, 1), (1, 1), (5, 1), (40, 1), (9, 3)):
    paths = b"".join(b"/bin/%04d\0" % i for i in range(n))
    rows = sorted((hashlib.sha256(b"%d" % (i // equal)).digest(), 10 * i) for i in range(n))
    digests = b"".join(d + struct.pack("<IBB2x", at, 1 + at // 10 % 6, 2 + at // 10 % 2) for d, at in rows)
    write("manifest", "%d-%d" % (n, equal), sections(digests, paths))
    if not n:
        continue
    pad = -len(paths) % 8
    length = 160 + len(digests) + len(paths) + pad
    head = struct.pack("<8sHHIQQQQ32s32sIH10x", b"LORICA\r\n", 1, 2, length, 1, 0, 0, 0, b"", b"m", 0, 2)
    table = struct.pack("<IIIIIIII", 16, 0, 160, len(digests), 17, 0, 160 + len(digests), len(paths))
    write("statement", "manifest-%d-%d" % (n, equal), head + table + digests + paths + bytes(pad))
EOF
