#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: ends before its plan is done.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 3
ok 'one'
ok 'two'
