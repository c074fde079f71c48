#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: the device of the scenario verity, and programs of three sizes on its volume.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
more=$2/more
mkdir -p "$more/cost"
cc -static -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -o "$more/cost/small" "$top/tests/bench/volume.c"
for name in 4-mib-{1,2,3} 32-mib-{1,2,3}; do
	cp "$more/cost/small" "$more/cost/$name"
	truncate -s "${name%%-*}M" "$more/cost/$name"
done
MORE=$more "$here/../verity/prepare.sh" "$@"
