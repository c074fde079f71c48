#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make an initramfs (gzip cpio) that starts Lorica before anything else.
#   mkinitramfs.sh -k KERNEL -o OUT [OPTION...] [STATEMENT.stmt...]
#     -k KERNEL    a name known to scripts/kernels.sh, or a directory of that layout, or `kunit`
#     -m FILE.ko   lorica.ko or another module to bring along, loadable by name (repeatable)
#     -l FILE      the static loader, becomes /sbin/lorica
#     -i FILE      /init (default: lorica-init beside this script)
#     -b FILE      a static busybox (default: of the test root file system)
#     -x NAME      a module of KERNEL to load at start, besides the usual ones (repeatable)
#     -f SRC:DST   any other file (repeatable)
# STATEMENTs go to /etc/lorica under their own names; the policy has to be called policy.stmt.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
die() { echo "mkinitramfs.sh: $*" >&2; exit 1; }
PATH=$PATH:/usr/sbin:/sbin

kernel='' out='' loader='' init=$here/lorica-init busybox=
own=() extra=() files=()
while getopts k:o:m:l:i:b:x:f: opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	o) out=$OPTARG ;;
	m) own+=("$OPTARG") ;;
	l) loader=$OPTARG ;;
	i) init=$OPTARG ;;
	b) busybox=$OPTARG ;;
	x) extra+=("$OPTARG") ;;
	f) files+=("$OPTARG") ;;
	*) die "see the head of this file for usage" ;;
	esac
done
shift $((OPTIND - 1))
if [ -z "$kernel" ] || [ -z "$out" ]; then
	die "-k KERNEL and -o OUT are needed"
fi

if [ "$kernel" = kunit ]; then
	arch=amd64
	release=$(cat "$("$top/scripts/kunit-kernel.sh" | head -n 1)/include/config/kernel.release")
else
	[ -d "$kernel" ] || kernel=$("$top/scripts/kernels.sh" "$kernel")
	kernel=$(cd "$kernel" && pwd -P)
	arch=$(cat "$kernel/arch")
	release=$(cat "$kernel/release")
fi
[ -n "$busybox" ] || busybox=$("$top/scripts/rootfs.sh" "$arch")/busybox-static

# The way to the root disk, and the hash.
# shellcheck source=initramfs/lorica-boot.sh
. "$here/lorica-boot.sh"
# shellcheck disable=SC2206 # a list
wanted=(virtio_pci virtio_blk virtio_console crc32c ext4 loop overlay $lorica_sha256)

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
root=$tmp/root
mkdir -p "$root"/{bin,sbin,dev,proc,sys,run,tmp,newroot,scripts,etc/lorica}
install -m 755 "$busybox" "$root/bin/busybox"
for applet in sh cat cp dmesg echo findfs grep insmod ls mkdir mount poweroff ps rmmod sed sleep switch_root umount; do
	ln -s busybox "$root/bin/$applet"
done
# The kernel itself calls it by this name.
ln -s ../bin/busybox "$root/sbin/modprobe"
install -m 755 "$init" "$root/init"
# What lorica-init sources.
install -m 644 "$here/lorica-boot.sh" "$root/scripts/"
[ -z "$loader" ] || install -m 755 "$loader" "$root/sbin/lorica"

# add_module FILE TARGET: uncompressed, since busybox loads no other.
add_module() {
	mkdir -p "$(dirname "$2")"
	case $1 in
	*.ko) install -m 644 "$1" "$2" ;;
	*.ko.xz) xz -dc "$1" >"${2%.xz}" ;;
	*.ko.zst) zstd -dcq "$1" >"${2%.zst}" ;;
	*.ko.gz) gzip -dc "$1" >"${2%.gz}" ;;
	*) die "$1: not a module" ;;
	esac
}

: >"$root/etc/modules"
# The KUnit kernel has all of it built in.
if [ "$kernel" != kunit ]; then
	for name in "${wanted[@]}" "${extra[@]}"; do
		# builtin lines and unknown names (a driver the other kernel does not have) load nothing.
		modprobe -d "$kernel" -S "$release" --show-depends "$name" 2>/dev/null >"$tmp/deps" || continue
		echo "$name" >>"$root/etc/modules"
		while read -r what file _; do
			[ "$what" = insmod ] || continue
			add_module "$file" "$root/lib/modules/$release/${file#*"/lib/modules/$release/"}"
		done <"$tmp/deps"
	done
fi
for file in "${own[@]}"; do
	add_module "$file" "$root/lib/modules/$release/updates/${file##*/}"
	# Debug information is most of a freshly built module; the BTF stays.
	llvm-strip --strip-debug "$root/lib/modules/$release/updates/$(basename "$file")"
	# What it depends on is there for it, and not loaded without it.
	[ "$kernel" != kunit ] || continue
	for name in $(modinfo -F depends "$file" | tr , ' '); do
		modprobe -d "$kernel" -S "$release" --show-depends "$name" 2>/dev/null >"$tmp/deps" || continue
		while read -r what dep _; do
			[ "$what" = insmod ] || continue
			add_module "$dep" "$root/lib/modules/$release/${dep#*"/lib/modules/$release/"}"
		done <"$tmp/deps"
	done
done
if [ -d "$root/lib/modules" ]; then
	[ "$kernel" = kunit ] || cp "$kernel/modules"/modules.{builtin,order} "$root/lib/modules/$release/"
	depmod -b "$root" "$release" 2>/dev/null
	rm -f "$root/lib/modules/$release"/modules.{builtin*,order,*.bin,symbols,devname}
fi

for file; do
	install -m 644 "$file" "$root/etc/lorica/${file##*/}"
done
for file in "${files[@]}"; do
	install -D -m "$([ -x "${file%%:*}" ] && echo 755 || echo 644)" "${file%%:*}" "$root/${file#*:}"
done

printf '  %-7s %s\n' INITRD "$out" >&2
find "$root" -exec touch -h -d @0 {} +
mkdir -p "$(dirname "$out")"
(cd "$root" && find . -mindepth 1 | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet) |
	gzip -n -6 >"$out.$$"
mv "$out.$$" "$out"
