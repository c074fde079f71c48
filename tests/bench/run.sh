#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What Lorica costs, in guest instructions, beside the same boot without it, and beside one in which the
# kernel's IMA measures what is executed and mapped: make bench
# QEMU counts instructions (-icount shift=0: one is one nanosecond of guest time), the boots
# differ in nothing but `lorica boot`, and addresses are not randomised.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
kernel=amd64-6.12
out=$top/build/bench
keys=$top/build/keys
lorica=$top/build/lorica
device=$top/build/device/lorica
mkdir -p "$out/files"
cd "$top"

stock=$(scripts/kernels.sh $kernel)
for name in anchor vendor service; do
	[ -e "$keys/$name.crt" ] || "$lorica" -q keygen --dir "$keys" "$name" >/dev/null 2>&1
done
module=$(LORICA_ANCHOR=$keys/anchor.crt scripts/module.sh $kernel "build/module/$kernel" 2>/dev/null | grep '/lorica\.ko$')
${CC:-cc} -static -O2 -Wall -Wextra -Werror -I. -D_GNU_SOURCE -o "$out/bench" tests/bench/bench.c tests/bench/net.c \
	-Itests/kunit-host kernel/tests/pure.c
# Four megabytes behind a small program: its first execve is the price of a hash.
{ cat "$out/bench"; head -c 4000000 /dev/zero | openssl enc -aes-128-ctr -K 00 -iv 00 2>/dev/null; } >"$out/big"
chmod +x "$out/big"

# On ext4, where programs are. Both the first use and the kernel's own hash read it from there.
mkdir -p "$out/disk" "$out/sealed"
cp "$out/big" "$out/disk/"
# Two sizes of a program that is listed by its fs-verity digest alone.
{ cat "$out/bench"; head -c 100000 /dev/zero; } >"$out/sealed/small"
{ cat "$out/bench"; head -c 8000000 /dev/zero; } >"$out/sealed/large"
chmod +x "$out/sealed"/*
cp "$out/sealed"/* "$out/disk/"
rm -f "$out/disk.img"
mkfs.ext4 -q -F -b 4096 -m 0 -O ^has_journal,verity -d "$out/disk" "$out/disk.img" 32M >/dev/null
rm -rf "$out/modules"
mkdir -p "$out/modules"
for m in crc32c_generic ext4 loop; do
	PATH=$PATH:/usr/sbin:/sbin modprobe -d "$stock" -S "$(cat "$stock/release")" --show-depends "$m" || :
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$out/modules.list"
while read -r m; do cp "$m" "$out/modules/"; done <"$out/modules.list"
xz -dq "$out/modules"/*.xz 2>/dev/null || :
order=$(sed 's|.*/||; s/\.xz$//' "$out/modules.list" | tr '\n' ' ')

# policy SERIAL: that of the scenarios, and what the bench does on the network.
policy() {
	sed -e "s/@SERIAL@/$1/" -e 's/@MODE@/enforce/' tests/qemu/policy.lorica
	cat <<-'END'
		net default deny {
			"/bench" listen tcp, udp 7001 at 127.0.0.1
			"/bench" connect tcp, udp 7001 to 127.0.0.0/8
			"/bench" family alg
		}
	END
} >"$keys/bench.lorica"

# prepare NR: statements over a manifest of NR entries besides what runs.
rootfs=$(scripts/rootfs.sh amd64)
rm -rf "$out/tree"
mkdir -p "$out/tree/bin" "$out/tree/sbin" "$out/tree/filler"
cp "$rootfs/busybox-static" "$out/tree/bin/busybox"
cp "$device" "$out/tree/sbin/lorica"
cp "$out/bench" "$out/big" "$out/tree/"
python3 - "$out/tree/filler" <<-'END'
	import os, sys
	for i in range(10000 - 4):
	    with open(f"{sys.argv[1]}/program-number-{i:05}", "wb") as f:
	        f.write(b"#!%d" % i)
END
policy 1
"$lorica" -q compile "$keys/bench.lorica" -o "$out/policy.bin" 2>/dev/null
"$lorica" -q sign "$out/policy.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/policy.stmt"
"$lorica" -q manifest "$out/tree" --epoch 1 -o "$out/manifest.bin" 2>/dev/null
"$lorica" -q sign "$out/manifest.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/manifest.stmt"

# boot with|without|interpreters|ima
boot() {
	local root=$out/root-$1 lorica=no
	case $1 in with | interpreters) lorica=yes ;; esac
	rm -rf "$root"
	mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc" "$root/bin" "$root/sbin"
	cp -r "$out/tree/bin" "$out/tree/sbin" "$out/bench" "$out/disk.img" "$root/"
	cp -r "$out/modules" "$root/"
	mkdir "$root/mnt"
	cp "$out/policy.stmt" "$out/manifest.stmt" "$root/etc/"
	strip -g -o "$root/lorica.ko" "$module"
	find "$stock/modules/" \( -name 'sha256-ssse3.ko*' -o -name 'af_alg.ko*' -o -name 'algif_hash.ko*' \) -exec cp {} "$root/" \;
	xz -dq "$root"/*.xz 2>/dev/null || :
	cat >"$root/init" <<-END
		#!/bin/busybox sh
		/bin/busybox mount -t proc p /proc
		/bin/busybox mount -t sysfs s /sys
		/bin/busybox mount -t devtmpfs d /dev
		/bin/busybox mount -t securityfs x /sys/kernel/security
		for m in /sha256-ssse3 /af_alg /algif_hash; do /bin/busybox insmod \$m.ko; done
		for m in $order; do /bin/busybox insmod /modules/\$m; done
		/bin/busybox ip link set lo up
		/bin/busybox mount -t ext4 /disk.img /mnt
		/sbin/lorica -q seal-files /mnt/small /mnt/large || echo "@ not_verity 1"
		/bin/busybox umount /mnt
		/bin/busybox mount -t ext4 -o ro /disk.img /mnt || echo "@ not_mounted 1"
		if [ $1 = ima ]; then
			printf 'measure func=BPRM_CHECK mask=MAY_EXEC\\nmeasure func=MMAP_CHECK mask=MAY_EXEC\\n' >/etc/ima
			/bin/busybox cat /etc/ima >/sys/kernel/security/ima/policy || echo "@ no_ima 1"
		fi
		if [ $lorica = yes ]; then
			/bin/busybox insmod /lorica.ko
			/sbin/lorica load /etc/policy.stmt /etc/manifest.stmt >/dev/null
			# Statements and indexes are vmalloc'ed by the module, which the kernel tells by name.
			echo "@ kernel_memory_kib \$(/bin/busybox awk '/ \(lorica|lorica_|\[lorica\]/ { n += \$2 } END { print int((n + 1023) / 1024) }' /proc/vmallocinfo)"
			/sbin/lorica load /etc/policy.stmt >/dev/null 2>&1
			/sbin/lorica boot -q --policy /etc/boot.stmt --manifest /etc/boot-manifest.stmt --manifest /etc/sealed.stmt
			/bin/busybox grep -q 'sealed yes' /sys/kernel/security/lorica/status || echo "@ not_sealed 1"
		fi
		/bin/busybox sleep 3
		/bench /mnt/big /mnt/small /mnt/large | while read -r line; do echo "@ \$line"; done
		[ $1 != ima ] || echo "@ ima_measured \$(/bin/busybox wc -l </sys/kernel/security/ima/ascii_runtime_measurements)"
		/bin/busybox poweroff -f
	END
	chmod +x "$root/init"
	cp "$out/policy2.stmt" "$root/etc/boot.stmt"
	[ "$1" != interpreters ] || cp "$out/policy3.stmt" "$root/etc/boot.stmt"
	cp "$out/manifest2.stmt" "$root/etc/boot-manifest.stmt"
	cp "$out/sealed.stmt" "$root/etc/sealed.stmt"
	(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --quiet | gzip -1) >"$out/$1.cpio.gz"
	timeout 900 qemu-system-x86_64 -M q35 -cpu max -m 1024 -smp 1 -accel tcg,thread=single \
		-icount shift=0,sleep=off -nodefaults -display none -serial "file:$out/$1.log" -no-reboot -nic none \
		-kernel "$stock/vmlinuz" -initrd "$out/$1.cpio.gz" \
		-append 'console=ttyS0 panic=-1 oops=panic quiet norandmaps nokaslr' </dev/null
	tr -d '\r' <"$out/$1.log" | sed -n 's/^.*@ \([a-z_0-9]* [0-9-]*\)$/\1/p' >"$out/$1.txt"
	[ "$(wc -l <"$out/$1.txt")" -ge 10 ] || { tail -n 20 "$out/$1.log"; exit 1; }
}

# The same again with a higher serial: what was loaded to be weighed is replaced.
policy 2
"$lorica" -q compile "$keys/bench.lorica" -o "$out/policy2.bin" 2>/dev/null
"$lorica" -q sign "$out/policy2.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/policy2.stmt"
sed -i '/allow manifest vendor/a interpreter "/usr/bin/python3.11", "/usr/bin/dash" data under "/etc"' "$keys/bench.lorica"
"$lorica" -q compile "$keys/bench.lorica" -o "$out/policy3.bin" 2>/dev/null
"$lorica" -q sign "$out/policy3.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/policy3.stmt"
"$lorica" -q manifest "$out/tree" --epoch 1 --serial 2 -o "$out/manifest2.bin" 2>/dev/null
"$lorica" -q sign "$out/manifest2.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/manifest2.stmt"
"$lorica" -q manifest "$out/sealed" --name sealed --fsverity-only --epoch 1 -o "$out/sealed.bin" 2>/dev/null
"$lorica" -q sign "$out/sealed.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/sealed.stmt"

boot without &
boot with
wait $!
boot interpreters &
boot ima
wait $!

python3 - "$out" <<'END'
import sys
def read(name):
    with open(f"{sys.argv[1]}/{name}.txt") as f:
        return {k: int(v) for k, v in (line.split() for line in f)}
a, b = read("without"), read("with")
print(f"{'':26}{'without':>14}{'with':>14}{'more':>10}   limit")
for key, limit in (("fork_exec_exit", 0.6), ("open_close", 0.2), ("mmap_exec_munmap", 2.0), ("mmap_exec_among_many", 2.0), ("fork_exit", 0.3),
		   ("socket_listen_close", 4.0), ("connect_accept_close", 1.0), ("udp_sendto_64", 5.0), ("udp_send_64", 5.0)):
    more = 100 * (b[key] - a[key]) / a[key]
    print(f"{key:26}{a[key]:14,}{b[key]:14,}{more:+9.2f}%   {limit}% {'' if more <= limit else 'MISSED'}")
c, d = read("interpreters"), read("ima")
more = 100 * (c["open_close"] - a["open_close"]) / a["open_close"]
print(f"open_close with interpreter rules: {c['open_close']:,}, {more:+.2f}%   limit 4% {'' if more <= 4 else 'MISSED'}")
print("IMA, measure func=BPRM_CHECK and MMAP_CHECK:",
      ", ".join(f"{key} {d[key]:,} ({100 * (d[key] - a[key]) / a[key]:+.2f}%)"
                for key in ("fork_exec_exit", "open_close", "mmap_exec_munmap", "mmap_exec_among_many")),
      f"; first execve {d['first_exec'] - d['second_exec']:,} above the second, Lorica {b['first_exec'] - b['second_exec']:,}; {d['ima_measured']} measured")
ratio = (b["first_exec"] - b["second_exec"]) / b["kernel_sha256"]
print(f"first execve of {b['bytes_hashed']:,} bytes: {ratio:.4f} x the kernel's own SHA-256 of them   limit 1.02 {'' if ratio <= 1.02 else 'MISSED'}")
for name in ("small", "large"):
    more = b[f"sealed_{name}"] - a[f"sealed_{name}"]
    print(f"first execve of a {name} file with fs-verity, in memory: {more:,} instructions above the second   limit 20,000 {'' if more <= 20000 else 'MISSED'}")
print("manifest look-up:", ", ".join(f"{b[f'lookup_{n}']} instructions among {n:,}" for n in (100, 10000, 1000000)))
print("look-up of what is revoked:", ", ".join(f"{b[f'revoked_{n}']} instructions among {n:,}" for n in (100, 10000, 1000000)))
print("look-up of a rule for the network:", ", ".join(f"{b[f'net_lookup_{n}']} instructions among {n:,}" for n in (10, 1000, 100000)))
print(f"kernel memory for policy and 10,000 entries: {b['kernel_memory_kib']} KiB   limit 1024")
sys.exit(b.get("not_sealed", 0) or c.get("not_sealed", 0) or d.get("no_ima", 0) or b.get("not_verity", 0))
END
echo "initramfs: $(($(gzip -9c "$out/root-with/lorica.ko" | wc -c) / 1024)) KiB module, $(($(gzip -9c "$device" | wc -c) / 1024)) KiB loader, compressed   limit 1536 together"
[ ! -x tests/bench/manifest.sh ] || tests/bench/manifest.sh
tests/bench/eventlog.sh
