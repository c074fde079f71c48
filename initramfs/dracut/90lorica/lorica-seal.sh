#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hook of dracut, sourced: seal the system. What comes after it, udev and its modules and every later hook, runs
# as the manifests say.
# shellcheck source=initramfs/lorica-boot.sh
. /scripts/lorica-boot.sh

for module in $lorica_sha256; do
	modprobe -q "$module"
done
# panic= and rd.shell=0 forbid the shell of `on-fail shell`.
panic=$(getarg panic=)
getargbool 1 rd.shell || panic=1
lorica_start
