/* SPDX-License-Identifier: GPL-2.0-only */
/* What a boot leads to, as a boot section can say it. */
#ifndef LORICA_LIB_MEASURE_H
#define LORICA_LIB_MEASURE_H

#include <stdio.h>

#include "kernel/replay.h"

struct eventlog_view;

enum {
	MEASURE_MAX_EVENTS = 64,
	MEASURE_MAX_FILES = 16,
	MEASURE_MAX_FILE = 1 << 30, /* a kernel, an initramfs */
};

/* An event whose digest is known beforehand. */
struct measure_event {
	u8 pcr;
	const char *what;
	u8 digest[32];
};

/**
 * struct measure - what is known of a boot
 * @pcrs: a bit for each PCR whose value is known
 * @pcr: their values by SHA-256
 * @events: @nr_events of them
 * @nr_events: at most MEASURE_MAX_EVENTS
 * @cmdline: of the kernel, NULL: not known
 * @secure_boot: the firmware has measured that it is on
 */
struct measure {
	u32 pcrs;
	u8 pcr[LORICA_MAX_PCRS][32];
	struct measure_event events[MEASURE_MAX_EVENTS];
	u32 nr_events;
	const char *cmdline;
	bool secure_boot;
};

/**
 * measure_kernel - a program that the firmware starts
 * @m: gets an event
 * @path: of a kernel with an EFI stub, or a unified kernel image
 *
 * Return: EXIT_OK, or an exit code after a message.
 */
int measure_kernel(struct measure *m, const char *path);

/**
 * measure_stub - what the EFI stub of the kernel measures into PCR 9
 * @m: gets events and the PCR
 * @cmdline: of the kernel
 * @initrds: paths of @nr parts of the initramfs, in their order
 * @nr: may be 0: there is no initramfs
 *
 * Return: EXIT_OK, or an exit code after a message.
 */
int measure_stub(struct measure *m, const char *cmdline, const char *const *initrds, size_t nr);

/**
 * measure_running - what a log and a TPM say
 * @m: gets PCRs, and whether Secure Boot is on
 * @view: opened and checked against PCRs without a difference; with the bank of
 *	SHA-256 alone
 * @pcrs: a bit for each PCR that is asked for
 *
 * Takes PCRs that the log leads to. Others are told of on stderr.
 */
void measure_running(struct measure *m, struct eventlog_view *view, u32 pcrs);

/**
 * measure_text - write a boot section
 * @m: what it says
 * @on_fail: "log" or "halt"
 * @to: an open stream
 */
void measure_text(const struct measure *m, const char *on_fail, FILE *to);

/**
 * measure_json - write it as policy/schema/measure.json says
 * @m: what it says
 * @on_fail: "log" or "halt"
 * @to: an open stream
 */
void measure_json(const struct measure *m, const char *on_fail, FILE *to);

#endif
