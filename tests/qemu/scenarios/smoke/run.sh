#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The chain works without Lorica: kernel, initramfs, root file system, verdict.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

plan 10
allowed 'a Debian program runs' true
allowed 'the shared library path is complete' python3 -c 'import ctypes, socket; ctypes.CDLL(None)'
allowed 'mosquitto starts' sh -c 'mosquitto -p 1999 >/dev/null 2>&1 & sleep 2; kill $!'
allowed 'dropbear makes a key' dropbearkey -t ed25519 -f /tmp/key
refused 'a failing command counts as refused' false
refused_with EACCES 'an errno is recognised' /etc/passwd
refused_with EINVAL 'a write reports its own errno' write_to /proc/self/oom_score_adj 5000
allowed 'the initramfs busybox is in the image' /usr/lib/lorica-test/busybox true
allowed 'BPF LSM is active' grep -qw bpf /sys/kernel/security/lsm
kernel_says 'warnings are fatal' 'panic_on_warn=1'
