#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: the kernel panics half way.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 2
ok 'before'
sleep 1
echo c >/proc/sysrq-trigger
ok 'after'
