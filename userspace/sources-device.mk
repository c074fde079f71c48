# SPDX-License-Identifier: GPL-2.0-only
# The verbs that talk to the kernel; they need -lbpf -lelf -lz -lseccomp and no libcrypto.
DEVICE_SRCS := \
	userspace/cmd_boot.c \
	userspace/cmd_devices.c \
	userspace/cmd_doctor.c \
	userspace/cmd_events.c \
	userspace/cmd_load.c \
	userspace/cmd_mark_good.c \
	userspace/cmd_provision.c \
	userspace/cmd_scan.c \
	userspace/cmd_seal_files.c \
	userspace/cmd_status.c \
	userspace/lib/canary.c \
	userspace/lib/confine.c \
	userspace/lib/epoch_store.c \
	userspace/lib/hooks.c \
	userspace/lib/modprobe.c \
	userspace/lib/node.c \
	userspace/lib/seal_file.c \
	userspace/lib/submit.c \
	userspace/lib/trampoline.c \
	userspace/lib/volume_support.c

# What seal-files, devices and boot need besides, which the full command has anyhow.
DEVICE_SHARED := \
	userspace/lib/arena.c \
	userspace/lib/text_usb.c \
	userspace/lib/tpm.c \
	userspace/lib/value.c \
	userspace/lib/value_usb.c \
	kernel/match.c \
	kernel/policy_decode.c \
	kernel/net_match.c \
	kernel/cmdline.c \
	kernel/policy_boot.c \
	kernel/policy_exec.c \
	kernel/policy_integrity.c \
	kernel/policy_interpreter.c \
	kernel/policy_net.c \
	kernel/policy_usb.c \
	kernel/revoked.c \
	kernel/usb_match.c \
	userspace/lib/root.c \
	kernel/envelope.c \
	kernel/statement.c \
	kernel/manifest.c

# What both binaries share.
COMMON_SRCS := \
	userspace/lorica.c \
	userspace/lib/file.c \
	userspace/lib/json.c \
	userspace/lib/number.c \
	userspace/lib/option.c \
	userspace/lib/utf8.c \
	userspace/lib/words.c \
	kernel/reason.c

PURE_SRCS := \
	kernel/envelope.c \
	kernel/statement.c \
	kernel/policy_boot.c \
	kernel/cmdline.c \
	kernel/boot_match.c \
	kernel/policy_decode.c \
	kernel/policy_exec.c \
	kernel/policy_integrity.c \
	kernel/policy_interpreter.c \
	kernel/manifest.c \
	kernel/match.c \
	kernel/net_match.c \
	kernel/policy_net.c \
	kernel/overlap.c \
	kernel/eventlog.c \
	kernel/record.c \
	kernel/replay.c \
	kernel/imasig.c \
	kernel/revoked.c \
	kernel/policy_usb.c \
	kernel/usb_match.c
