#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: an initramfs with the KUnit modules and nothing else, no root disk.
# KUNIT_MODULES names .ko files to take instead of the tree's own; KUNIT_ARGS are make arguments.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2

if [ -n "${KUNIT_MODULES:-}" ]; then
	read -ra modules <<<"$KUNIT_MODULES"
else
	anchor=${LORICA_ANCHOR:-$build/keys/anchor.crt}
	if [ ! -e "$anchor" ]; then
		# The tests bring their own keys; the module only has to build.
		mkdir -p "$out"
		anchor=$out/anchor.crt
		openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out "$anchor" \
			-subj /CN=kunit -days 3650 2>/dev/null
	fi
	read -ra more <<<"${KUNIT_ARGS:-}"
	mapfile -t modules < <(LORICA_ANCHOR=$anchor "$top/scripts/module.sh" "$kernel" \
		"$build/module/$kernel" "${more[@]}" | grep '_kunit\.ko$')
fi
[ ${#modules[@]} -gt 0 ] || { echo "prepare.sh: no KUnit module" >&2; exit 1; }
args=()
for module in "${modules[@]}"; do
	args+=(-m "$module")
done
"$top/initramfs/mkinitramfs.sh" -k "$kernel" -i "$here/init" -o "$out/initrd.gz" "${args[@]}"
