#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The first execve of a file on a volume costs at most 20,000 instructions above the second, whatever
# its size.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# within LIMIT NAME: the one in the middle of three, since a timer tick may fall into one.
within() {
	sed -n "s|^/cost/$2-. .* more ||p" /tmp/cost | sort -n | sed -n 2p >/tmp/middle
	read -r more </tmp/middle && [ "$more" -le "$1" ]
}

plan 3
allowed 'the programs run' sh -c '/cost/small /cost/4-mib-? /cost/32-mib-? >/tmp/cost'
while read -r line; do diag "$line"; done </tmp/cost
allowed 'of 4 MiB' within 20000 4-mib
allowed 'of 32 MiB' within 20000 32-mib
