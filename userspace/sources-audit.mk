# SPDX-License-Identifier: GPL-2.0-only
# `lorica audit`: the frame, the readers of configuration, and one file of checks for each section of the catalogue.
AUDIT_SRCS := userspace/cmd_audit.c $(sort $(wildcard userspace/audit/*.c))
