/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_CMD_H
#define LORICA_CMD_H

#include <stdbool.h>
#include <stdio.h>

/* Exit codes of every verb; lorica(8) documents them. */
enum exit_code {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_REJECTED = 3, /* a policy or statement is not acceptable */
	EXIT_CHECK_NO = 4, /* a check was made and says no */
	EXIT_UNSUPPORTED = 5, /* this kernel has no Lorica; never by boot and doctor */
	EXIT_SHELL = 6, /* boot failed and the signed policy allows a shell */
};

/* Those of `lorica diff` are as those of diff(1): 1 is an answer there, and 2 what fails. */
enum diff_exit_code {
	EXIT_SAME = 0,
	EXIT_DIFFERENT = 1,
	EXIT_TROUBLE = 2,
};

/**
 * struct cmd - one verb
 * @name: what the user types
 * @summary: one line for `lorica help`
 * @usage: the text of `lorica VERB --help`, options and arguments
 * @run: argv[0] is the verb; returns an exit_code
 */
struct cmd {
	const char *name;
	const char *summary;
	const char *usage;
	int (*run)(int argc, char **argv);
};

/* Options that stand before or after any verb. */
struct globals {
	bool json; /* -j */
	bool quiet; /* -q */
	bool verbose; /* -v */
	int color; /* -1 auto, 0 never, 1 always */
	int failed; /* exit code for output that cannot be written; a verb may change it */
};

extern struct globals globals;

/**
 * cmd_usage - report a wrong call of a verb
 * @verb: its name
 * @fmt: what is wrong, printf style, without a newline
 *
 * Return: EXIT_USAGE.
 */
int cmd_usage(const char *verb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int cmd_audit(int argc, char **argv);
int cmd_boot(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_compile(int argc, char **argv);
int cmd_devices(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_eventlog(int argc, char **argv);
int cmd_measure(int argc, char **argv);
int cmd_events(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_keygen(int argc, char **argv);
int cmd_learn(int argc, char **argv);
int cmd_load(int argc, char **argv);
int cmd_manifest(int argc, char **argv);
int cmd_mark_good(int argc, char **argv);
int cmd_provision(int argc, char **argv);
int cmd_scan(int argc, char **argv);
int cmd_seal_files(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_sign(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_verify(int argc, char **argv);

#endif
