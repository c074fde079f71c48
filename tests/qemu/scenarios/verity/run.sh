#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Code on dm-verity volumes: the root file system is one, and no manifest lists its programs. Root then
# attacks the volumes. Each attack has a control: the same act without the trick lets the program run.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# There is no udev to wait for: dmsetup makes the nodes.
export DM_DISABLE_UDEV=1

modules=/usr/lib/modules/$(uname -r)
prog=opt/bin/prog

# table IMAGE DEVICE [OPTIONS]: of a verity target.
table() {
	# shellcheck disable=SC1090
	. "/attack/verity/$1.img.sh"
	# shellcheck disable=SC2154
	echo "0 $((bytes / 512)) verity 1 $2 $2 4096 4096 $blocks $hash_start sha256 $root $salt${3:+ $3}"
}

linear() {
	echo "0 $(($(blockdev --getsz "$1"))) linear $1 0"
}

# copy FILE: a loop device with a copy of it. No other test has it.
copies=0
copy() {
	copies=$((copies + 1))
	cp "$1" "/tmp/copy$copies"
	device=$(losetup -f --show "/tmp/copy$copies")
}

# verity NAME DEVICE [OPTIONS]
verity() { dmsetup create --readonly "$1" --table "$(table app "$2" "${3:-}")"; }

# volume NAME [OPTIONS]: a device of its own with the app's volume, on /mnt/more.
volume() {
	umount /mnt/more 2>/dev/null
	copy /dev/vdb
	verity "$1" "$device" "${2:-}" && mount -t squashfs -o ro "/dev/mapper/$1" /mnt/more
}

# reload NAME TABLE: gives a device another table, as dmsetup does it.
reload() { dmsetup load --readonly "$1" --table "$2" && dmsetup resume "$1"; }

event_has() {
	# shellcheck disable=SC2016
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

plan 86

# ---- what a volume is good for
allowed 'programs of the root volume run' ls /
allowed 'python of the root volume runs and loads libraries' python3 -c 'import ctypes, socket'
allowed 'a program that no manifest lists runs from there' /attack/unsigned/prog
allowed 'a kernel module of the root volume loads' insmod "$modules/dummy.ko"
rmmod dummy
allowed 'status: the root volume is held' sh -c 'lorica status | grep -Eq "^volume system root [0-9a-f]{64} held dm-0$"'
allowed 'status: what was allowed is counted' sh -c 'lorica status | grep -Eq "^allowed volume [1-9]"'
allowed 'status: the other one is not seen yet' sh -c 'lorica status | grep -Eq "^volume app root [0-9a-f]{64} unseen -$"'
mount -t ext4 -o ro /dev/vdd /mnt/plain
refused_with EACCES 'the same program elsewhere' /mnt/plain/$prog
allowed 'a library of the root volume' python3 -c 'import ctypes; ctypes.CDLL("/attack/signed/victim.so")'
refused '  and the same elsewhere' python3 -c 'import ctypes; ctypes.CDLL("/mnt/plain/opt/victim.so")'
mount -o remount,rw /mnt/plain
cp "$modules/dummy.ko" /mnt/plain/
refused 'the same kernel module elsewhere' insmod /mnt/plain/dummy.ko
mount -o remount,ro /mnt/plain
cp /attack/unsigned/prog /tmp/prog
refused_with EACCES 'a copy of it in memory' /tmp/prog

# ---- under
verity app /dev/vdb
mount -t squashfs -o ro /dev/mapper/app /mnt/app
allowed 'a volume that came after the seal: its programs run' /mnt/app/$prog
allowed 'status: it is held' sh -c 'lorica status | grep -q "^volume app .* held dm-1$"'
refused_with EACCES '  but only under the directory of the rule' /mnt/app/srv/prog
event_has '  and the event tells what was looked at' 'deny exec /mnt/app/srv/prog reason=not-listed'
allowed '  which is a volume' sh -c 'lorica events -j | grep srv/prog | grep -q "\"tier\": *\"volume\""'

# ---- programs by their path inside the volume
allowed 'a program that may make code' /attack/signed/jit
refused '  under another path it may not' /attack/verity/jit
refused '  nor on another volume' /mnt/app/opt/bin/jit
event_has '  the label is the path inside the volume' 'deny writable-code .*label=/opt/bin/jit'
mount --bind /mnt/app/opt/bin/jit /attack/signed/jit
refused '  nor mounted over the path that may' /attack/signed/jit
umount /attack/signed/jit
allowed '  without it, it may again' /attack/signed/jit

# ---- mounts
mount --bind /mnt/app/srv /mnt/more
refused_with EACCES 'a bind mount is where it was in the volume' /mnt/more/prog
umount /mnt/more
mount --bind /mnt/app/opt /mnt/more
allowed '  also the one that may' /mnt/more/bin/prog
umount /mnt/more
mount --bind /mnt/plain/$prog /mnt/app/$prog
refused_with EACCES 'a file without verity over one of the volume' /mnt/app/$prog
umount /mnt/app/$prog
allowed '  without it, it runs' /mnt/app/$prog
mount -t ext4 -o ro /dev/vdd /mnt/app
refused_with EACCES 'a file system without verity over the volume' /mnt/app/$prog
umount /mnt/app
allowed '  without it, it runs' /mnt/app/$prog
mkdir -p /tmp/upper /tmp/work
mount -t overlay -o lowerdir=/mnt/app/opt,upperdir=/tmp/upper,workdir=/tmp/work overlay /mnt/more
refused_with EACCES 'an overlay over the volume' /mnt/more/bin/prog
umount /mnt/more

umount /mnt/plain

# ---- a held device takes no other table and no writer
refused_with EACCES 'another table for a held device' dmsetup load --readonly app --table "$(linear /dev/vdd)"
refused_with EACCES '  nor one that lets corruption through' dmsetup load --readonly app --table "$(table app /dev/vdb '1 ignore_corruption')"
refused_with EACCES '  nor its own once more' dmsetup load --readonly app --table "$(table app /dev/vdb)"
refused '  nor an error table' dmsetup wipe_table --force app
refused '  nor by force' dmsetup remove --force app
event_has '  and it is told' 'deny volume dm-1 reason=own-object'
allowed 'suspended and resumed it is what it was' sh -c 'dmsetup suspend app && dmsetup resume app'
echo 3 >/proc/sys/vm/drop_caches
allowed '  and its program runs' /mnt/app/$prog
dmsetup rename app renamed
dmsetup create app --table "$(linear /dev/vdd)"
mount -t ext4 -o ro /dev/mapper/app /mnt/more
refused_with EACCES 'another device under its name' /mnt/more/$prog
allowed '  the volume under another name' /mnt/app/$prog
umount /mnt/more
dmsetup remove app
dmsetup rename renamed app
blockdev --setrw /dev/mapper/app
refused 'write access for the file system' mount -o remount,rw /mnt/app
refused_with EACCES 'write access to the device' dd if=/dev/zero of=/dev/mapper/app bs=512 count=1 conv=notrunc
allowed '  its program runs' /mnt/app/$prog

# ---- a table that was loaded before the device was held
volume late
dmsetup load --readonly late --table "$(table app "$device" '1 ignore_corruption')"
allowed 'a device with another table in waiting' /mnt/more/$prog
refused_with EACCES '  which it does not take' dmsetup resume late
dmsetup resume late
echo 3 >/proc/sys/vm/drop_caches
allowed '  and runs on with its own' /mnt/more/$prog

# ---- other tables before
volume twice
allowed 'a device that is not held takes a second table' reload twice "$(table app "$device" '1 ignore_corruption')"
reload twice "$(table app "$device")"
refused_with EACCES '  and is no volume any more' /mnt/more/$prog
volume once
allowed '  with one it runs' /mnt/more/$prog
umount /mnt/more
copy /attack/verity/evil.img
dmsetup create --readonly poisoned --table "$(table app /dev/vdb | sed 's/^\(0 [0-9]*\) .*/\1/') linear $device 0"
mount -t squashfs -o ro /dev/mapper/poisoned /mnt/more
cat /mnt/more/$prog >/dev/null
reload poisoned "$(table app /dev/vdb)"
# shellcheck disable=SC2016
allowed 'the cache of a device that was something else keeps that' sh -c '[ "$(md5sum </mnt/more/opt/bin/prog)" = "$(md5sum </attack/unsigned/tiny)" ]'
refused_with EACCES '  and it does not run' /mnt/more/$prog
umount /mnt/more
dmsetup remove poisoned

# ---- writers and mappings from before
copy /dev/vdb
dmsetup create --notable early
dmsetup load --readonly early --table "$(table app "$device")"
dmsetup mknodes early
exec 9</dev/mapper/early
dmsetup resume early
mount -t squashfs -o ro /dev/mapper/early /mnt/more
refused_with EACCES 'a device that was open before it had a table' /mnt/more/$prog
umount /mnt/more
exec 9<&-
copy /dev/vdb
table app "$device" >/tmp/table
allowed 'a device that was mapped for writing before it had a table' python3 - <<-'END'
	import mmap, os, subprocess
	def dm(*args): subprocess.run(('dmsetup',) + args, check=True)
	dm('create', '--notable', 'mapped')
	dm('load', '--readonly', 'mapped', '/tmp/table')
	dm('mknodes', 'mapped')
	fd = os.open('/dev/mapper/mapped', os.O_RDWR)
	m = mmap.mmap(fd, 4096)
	os.close(fd)
	dm('resume', 'mapped')
	m[4000] = 65
	subprocess.run(('mount', '-t', 'squashfs', '-o', 'ro', '/dev/mapper/mapped', '/mnt/more'), check=True)
END
refused_with EACCES '  its program does not run' /mnt/more/$prog
umount /mnt/more
volume opened
cat /dev/mapper/opened >/dev/null
allowed 'a device that somebody reads' /mnt/more/$prog
volume written
sh -c ': >>/dev/mapper/written'
refused_with EACCES 'one that somebody opened for writing' /mnt/more/$prog

# ---- other hash trees, and options that let unverified blocks through
dmsetup create --readonly other --table "$(table other /dev/vdc)"
mount -t squashfs -o ro /dev/mapper/other /mnt/other
refused_with EACCES 'a volume with a root hash that the policy does not name' /mnt/other/$prog
copy /attack/verity/evil.img
verity evil "$device"
refused 'another file system before the hash tree' mount -t squashfs -o ro /dev/mapper/evil /mnt/other
copy /attack/verity/evil.img
verity ignoring "$device" '1 ignore_corruption'
umount /mnt/more
allowed '  it can be mounted with ignore_corruption' mount -t squashfs -o ro /dev/mapper/ignoring /mnt/more
refused_with EACCES '  and its program does not run' /mnt/more/$prog
volume ignoring2 '1 ignore_corruption'
refused_with EACCES 'ignore_corruption with the right file system' /mnt/more/$prog
volume at_most_once '1 check_at_most_once'
refused_with EACCES 'check_at_most_once' /mnt/more/$prog
volume restarting '2 restart_on_corruption ignore_zero_blocks'
allowed 'restart_on_corruption and ignore_zero_blocks' /mnt/more/$prog

# ---- below the volume
volume data
allowed 'a volume before its data is changed' /mnt/more/$prog
# shellcheck disable=SC1091
. /attack/verity/app.img.sh
# All but the superblock and, at the end, the inodes.
# shellcheck disable=SC2154
dd if=/dev/urandom of="$device" bs=4096 seek=1 count=$((blocks - 6)) conv=notrunc,fsync status=none
echo 3 >/proc/sys/vm/drop_caches
refused_with EIO 'changed data' /mnt/more/$prog
umount /mnt/more
dmsetup remove data
copy /dev/vdb
# shellcheck disable=SC2154
dd if=/dev/urandom of="$device" bs=4096 seek="$hash_start" count=1 conv=notrunc,fsync status=none
verity tree "$device"
refused 'a changed hash tree' mount -t squashfs -o ro /dev/mapper/tree /mnt/more

# ---- removed and made again
umount /mnt/app
allowed 'a volume that nobody uses can be removed' dmsetup remove app
allowed 'status: it is gone' sh -c '! lorica status | grep -q "^volume app .* dm-1$"'
dmsetup create --readonly app --table "$(linear /dev/vdd)"
mount -t ext4 -o ro /dev/mapper/app /mnt/app
refused_with EACCES 'another device with its name and number' /mnt/app/$prog
umount /mnt/app
dmsetup remove app
verity app /dev/vdb
mount -t squashfs -o ro /dev/mapper/app /mnt/app
allowed 'the volume made again' /mnt/app/$prog
umount /mnt/app
dmsetup remove app
for name in late twice once early mapped opened written evil ignoring ignoring2 at_most_once restarting tree; do
	dmsetup remove "$name"
done
umount /mnt/other
dmsetup remove other
allowed 'the seal is on, the root volume held' sh -c 'lorica status | grep -q "^volume system .* held dm-0$"'

# ---- who loads BPF programs is known by his place
allowed 'the loader that the policy names' sh -c '/attack/signed/bpf | grep -q SIGNED'
refused 'another one' sh -c '/attack/signed/nobpf | grep -q EVIL'

# ---- revoked
mount -t ext4 -o ro /dev/vdd /mnt/plain
allowed 'a program of the root volume' /attack/signed/prog
allowed 'a policy that revokes it is taken' lorica load /mnt/plain/revoke.stmt
refused_with EACCES '  and it runs no more' /attack/signed/prog
allowed '  for that reason' sh -c 'lorica events | grep -Eq "deny exec /attack/signed/prog reason=revoked"'
allowed '  while others of the volume do' cat /attack/verity/app.img.sh

# ---- a volume that is revoked, with a program that runs from it
verity app /dev/vdb
mount -t squashfs -o ro /dev/mapper/app /mnt/app
allowed 'a program of the other volume runs' /mnt/app/$prog
/mnt/app/$prog 900 >/dev/null 2>&1 3>&- &
volunteer=$!
sleep 900 3>&- &
bystander=$!
allowed '  and goes on' sh -c 'for i in $(seq 20); do
	[ "$(readlink "/proc/$1/exe")" = /mnt/app/opt/bin/prog ] && exit; sleep 1; done; false' sh "$volunteer"
allowed 'a policy that revokes the volume is taken' lorica load /mnt/plain/revoke-app.stmt
refused_with EACCES '  and the program runs no more' /mnt/app/$prog
allowed '  the look for what runs ends' sh -c 'for i in $(seq 100); do
	lorica status | grep -qx "sweep done" && exit; sleep 1; done; lorica status; false'
allowed '  it has killed the one' sh -c 'lorica status | grep -qx "sweep_killed 1" && ! [ -e "/proc/$1/exe" ]' sh "$volunteer"
event_has '  and told of it' "deny revoked /mnt/app/$prog reason=revoked .*pid=$volunteer "
allowed '  a program of the root volume goes on' test -e "/proc/$bystander/exe"
