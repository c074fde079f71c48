#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What the boot of a Debian costs with Lorica, from the kernel's first instruction until ssh, cron, an MQTT
# broker and the login of persons are there: the tree and the policy of the scenario `userland`, with
# systemd, beside the same boot without `lorica boot`.
#   userland.sh [BOOTS]     of each kind, 3 by default
# QEMU counts instructions; what the guest was idle and waited for the emulated disk, the kernel tells, and it
# is taken off.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
export LORICA_BUILD=${LORICA_BUILD:-$top/build}
kernel=amd64-6.12
out=$LORICA_BUILD/bench/userland
boots=${1:-3}
PATH=$PATH:/usr/sbin:/sbin

stock=$("$top/scripts/kernels.sh" $kernel)
rm -rf "$out"
mkdir -p "$out"
"$top/tests/qemu/scenarios/userland/prepare.sh" $kernel "$out" >/dev/null

# The unit that does the day's work starts when all that is there. It reads this file as the data of a
# shell, so it need not be listed.
cat >"$out/run.sh" <<-'END'
	read -r up _ </proc/uptime
	read -r _ user nice system idle wait _ </proc/stat
	forks=$(sed -n 's/^processes //p' /proc/stat)
	if [ -e /sys/kernel/security/lorica/status ]; then
		lorica status | grep -E '^(mode|sealed|allowed|refused|manifest) ' >&3
	fi
	echo "@ up $up idle $idle wait $wait forks $forks" >&3
END
debugfs -w -R 'rm /scenarios/userland/run.sh' "$out/root.img" 2>/dev/null
debugfs -w -R "write $out/run.sh /scenarios/userland/run.sh" "$out/root.img" >/dev/null 2>&1

sed 's/^lorica_start$//' "$top/initramfs/lorica-init" >"$out/init"
if ! cmp -s "$out/init" "$top/initramfs/lorica-init"; then
	chmod +x "$out/init"
	"$top/initramfs/mkinitramfs.sh" -k $kernel -i "$out/init" -o "$out/without.gz"
fi
mv "$out/initrd.gz" "$out/with.gz"

# boot with|without NUMBER
boot() {
	local name=$out/$1-$2
	timeout 1500 qemu-system-x86_64 -M q35 -cpu max -m 1024 -smp 1 -accel tcg,thread=single \
		-icount shift=0,sleep=off -rtc base=2027-01-01T09:59:20,clock=vm -nodefaults -display none \
		-serial "file:$name.log" -no-reboot -nic none -device virtio-serial-pci \
		-chardev "file,id=verdict,path=$name.txt" -device virtserialport,chardev=verdict,name=lorica.verdict \
		-device virtio-rng-pci -drive "file=$out/root.img,if=none,id=root,format=raw,snapshot=on" \
		-device virtio-blk-pci,drive=root -kernel "$stock/vmlinuz" -initrd "$out/$1.gz" \
		-append 'console=ttyS0 panic=-1 oops=panic quiet norandmaps nokaslr rw' </dev/null
	grep -q '^@ up' "$name.txt" || { tail -n 20 "$name.log"; exit 1; }
}
for n in $(seq "$boots"); do
	boot without "$n"
	boot with "$n"
done

grep -hE '^(mode|sealed) ' "$out/with-1.txt" | sort -u | tr '\n' ' '
echo "executables listed: $("$LORICA_BUILD/lorica" -q show "$out/manifest.unsigned" | grep -cE '\b[0-9a-f]{64}\b')"
python3 - "$out" "$boots" <<'END'
import statistics, sys

def busy(kind):
    all = []
    for n in range(1, int(sys.argv[2]) + 1):
        for line in open(f"{sys.argv[1]}/{kind}-{n}.txt"):
            if line.startswith("@ up"):
                words = line.split()
                all.append(round(float(words[2]) * 1000) - 10 * (int(words[4]) + int(words[6])))
    print(f"{kind}: million instructions of {len(all)} boots: {', '.join(f'{v:,}' for v in sorted(all))}")
    return statistics.median(all)

without, with_it = busy("without"), busy("with")
more = 100 * (with_it - without) / without
print(f"boot until login: {without:,.0f} million instructions without, {with_it:,.0f} with, {more:+.2f} %   limit 3 % {'' if more <= 3 else 'MISSED'}")
END
