#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: one failing check.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 2
ok 'a check that passes'
allowed 'a check that fails' false
