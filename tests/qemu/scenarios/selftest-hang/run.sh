#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: the scenario never ends, its watchdog does.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 1
ok 'before'
sleep 1000
