#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Has to be reported red: no plan.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

ok 'a check without a plan'
