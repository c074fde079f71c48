# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # variables of run.sh
# Sourced by run.sh: the rule of each file system (docs/architecture.md, "Which file systems hold still").
# Where code may be the attacks on it are those that any file has to stand.

fs=/mnt/fs
# A race waits for the disk less where there is a cache: so many rounds are a few seconds.
fs_probes='exec.flipped-byte exec.open-writer exec.writable-mapping exec.write-after-run place.rename
	mapping.write-after-map mapping.map-while-writer mapping.writable-to-exec race.map-write race.map-store'
fs_rounds=500

# fs_plan: how many lines there will be.
fs_plan() {
	# shellcheck disable=SC2086 # a list
	set -- $fs_probes
	echo $((5 * (4 + $#) + 2 * 4 + 2 * 3 + 5))
}

# writable TYPE DEVICE
writable() {
	allowed "$1 is mounted" mount -t "$1" "$2" $fs
	cp /attack/signed/prog $fs/good
	cp /attack/unsigned/prog $fs/evil
	allowed "$1: a listed program runs" $fs/good
	allowed "$1:   and once more" $fs/good
	refused_with EACCES "$1: an unlisted one" $fs/evil
	# Each attack makes its files below /var/tmp.
	mount --bind $fs /var/tmp
	# shellcheck disable=SC2086 # a list
	lorica-attack -r $fs_rounds $fs_probes >/tmp/attacks || :
	umount /var/tmp
	attacked "$1: "
}

# sealed TYPE: a copy of a program that is listed by its fs-verity digest alone.
sealed() {
	cp $v/prog $fs/sealed
	refused_with EACCES "$1: a program before it is sealed" $fs/sealed
	says "$1:   it is sealed" "lorica seal-files $fs/sealed" '1 sealed, 0 were before, 0 failed'
	says "$1:   and runs" $fs/sealed '^SIGNED$'
	refused "$1:   and cannot be written to" dd if=/attack/unsigned/prog of=$fs/sealed conv=notrunc status=none
}

# constant TYPE DEVICE
constant() {
	allowed "$1 is mounted" mount -t "$1" -o ro "$2" $fs
	allowed "$1: a listed program runs" $fs/good
	refused_with EACCES "$1: an unlisted one" $fs/evil
	umount $fs
}

file_systems() {
	mkdir -p $fs
	writable ext2 /dev/vdb
	umount $fs
	writable btrfs /dev/vdc
	sealed btrfs
	umount $fs
	writable f2fs /dev/vdd
	sealed f2fs
	umount $fs
	writable xfs /dev/vde
	umount $fs
	writable vfat /dev/vdf
	umount $fs
	constant squashfs /dev/vdg
	constant erofs /dev/vdh
	# Its server may give out other bytes at any time.
	allowed '9p is mounted' mount -t 9p -o ro,trans=virtio,version=9p2000.L share $fs
	# shellcheck disable=SC2016 # for the inner shell
	allowed '9p: the content is the listed one' sh -c '[ "$(md5sum <"$1/good")" = "$(md5sum </attack/signed/prog)" ]' sh $fs
	refused_with EACCES '9p: a listed program' $fs/good
	refused_with EACCES '9p: an unlisted one' $fs/evil
	says '9p:   for that reason' 'lorica events' "deny exec $fs/good reason=file-system"
	umount $fs
}
