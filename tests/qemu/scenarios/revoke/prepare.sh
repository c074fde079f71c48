#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: firmware that forbids a listed program, where there is firmware.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
case $1 in
amd64-*)
	forbidden=${LORICA_BUILD:-$top/build}/qemu/$1/tree/attack/signed/forbidden
	"$top/tests/qemu/dbx.py" /usr/share/OVMF/OVMF_VARS_4M.fd "$2/vars.fd" \
		"$(sha256sum <"$forbidden" | cut -d ' ' -f 1)"
	;;
esac
