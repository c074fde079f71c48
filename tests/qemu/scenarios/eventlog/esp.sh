#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# esp.sh OUT.img FILE:PATH...: a FAT image that firmware boots from
set -eu

image=$1
shift
rm -f "$image"
size=8
for file; do
	size=$((size + $(stat -L -c %s "${file%%:*}") / 1048576 + 1))
done
truncate -s "${size}M" "$image"
mformat -i "$image" ::
for file; do
	path=
	IFS=/ read -ra parts <<<"$(dirname "${file#*:}")"
	for part in "${parts[@]}"; do
		[ "$part" != . ] || continue
		path=$path/$part
		mmd -i "$image" "::$path" 2>/dev/null || :
	done
	mcopy -i "$image" "${file%%:*}" "::/${file#*:}"
done
