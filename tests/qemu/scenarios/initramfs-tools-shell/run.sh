#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Never reached, or the boot went on without the seal.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 1
not_ok 'the boot ended in the initramfs'
