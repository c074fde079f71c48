#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be green: the panic is what the options ask for.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

ok 'before'
sleep 1
echo c >/proc/sysrq-trigger
