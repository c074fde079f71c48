#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Post-build script: compile and sign the policy, and list and sign the code of the target. It has to be the
# last one, since what changes later does not run. Buildroot calls it with the target directory.
set -eu

die() { echo "lorica: $*" >&2; exit 1; }
target=$1
# Those of the build before, whatever comes of this one.
rm -f "$target"/etc/lorica/*.stmt

# value SYMBOL: its value in Buildroot's configuration, without quotes.
value() { sed -n "s/^$1=\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$BR2_CONFIG"; }

[ "$(value BR2_PACKAGE_LORICA)" = y ] || die 'lorica is not built: set BR2_PACKAGE_LORICA'
# Without an initramfs the kernel starts /sbin/init of the disk, and nothing is sealed.
[ "$(value BR2_TARGET_ROOTFS_CPIO)$(value BR2_TARGET_ROOTFS_INITRAMFS)" != '' ] ||
	die 'no initramfs is made: set BR2_TARGET_ROOTFS_CPIO or BR2_TARGET_ROOTFS_INITRAMFS'
scripts=$(value BR2_ROOTFS_POST_BUILD_SCRIPT)
case ${scripts% } in
*board/lorica/post-build.sh) ;;
*) die 'another script runs after this one: put it last in BR2_ROOTFS_POST_BUILD_SCRIPT' ;;
esac
{ [ -x "$target/init" ] && grep -q lorica_start "$target/init"; } ||
	die "'$target/init' does not start lorica: remove what replaces it, or call lorica_start in it"

out=$BASE_DIR/lorica
set -- --names buildroot --out "$out"
for option in policy anchor anchor-key vendor vendor-key serial epoch; do
	v=$(value "BR2_PACKAGE_LORICA_$(echo "$option" | tr a-z- A-Z_)")
	# A path with the name of a directory of Buildroot in it.
	v=${v//\$(BR2_EXTERNAL_LORICA_PATH)/${BR2_EXTERNAL_LORICA_PATH:-}}
	v=${v//\$(TOPDIR)/$PWD}
	[ "$option:$v" = epoch: ] || set -- "$@" "--$option" "$v"
done
for fragment in $(value BR2_PACKAGE_LORICA_FRAGMENTS); do
	set -- "$@" --fragment "$fragment"
done
# shellcheck disable=SC2046 # words
set -- "$@" $(value BR2_PACKAGE_LORICA_OPTIONS)

LORICA=$HOST_DIR/bin/lorica "$HOST_DIR/share/lorica/image/lorica-image.sh" "$@" "rootfs=$target"
install -D -m 0644 -t "$target/etc/lorica" "$out/policy.stmt" "$out/rootfs.stmt"
