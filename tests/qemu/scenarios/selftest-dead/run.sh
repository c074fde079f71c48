#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: not even the guest ends by itself.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 1
ok 'before'
kill -STOP 1
trap '' TERM
kill -STOP "$PPID"
kill -STOP $$
