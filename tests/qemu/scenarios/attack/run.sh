#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every way around that tests/attack knows, as root. The program speaks TAP
# and says its plan first, so its death is seen.
# `run.sh -a attack.probes=helper,bpf.pinned attack` runs some of them, and attack.rounds=N lets each
# race go round so many times.
probes=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^attack\.probes=//p' | tr ',' ' ')
rounds=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^attack\.rounds=//p')
# shellcheck disable=SC2086 # a list
lorica-attack ${rounds:+-r "$rounds"} $probes >&3 || true
