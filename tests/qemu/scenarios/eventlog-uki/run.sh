#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck source=tests/qemu/scenarios/eventlog/run.sh
. ../eventlog/run.sh
