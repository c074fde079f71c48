// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lorica command: one table of verbs, from which help and completion are
 * made. LORICA_DEVICE_ONLY builds the small static binary for an initramfs,
 * which has the verbs that talk to the kernel and none that need libcrypto.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "cmd_table.h"

#ifndef LORICA_VERSION
#define LORICA_VERSION "0.1.0"
#endif

struct globals globals = { .color = -1, .failed = EXIT_FAILED };

static const struct cmd *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(cmds) / sizeof(cmds[0]); i++)
		if (!strcmp(cmds[i].name, name))
			return &cmds[i];
	return NULL;
}

static void help(FILE *to)
{
	size_t i;

	fprintf(to,
		"usage: lorica [-j] [-q] [-v] [--color=auto|always|never] VERB [ARGUMENT...]\n\n");
	for (i = 0; i < sizeof(cmds) / sizeof(cmds[0]); i++)
		fprintf(to, "  %-10s %s\n", cmds[i].name, cmds[i].summary);
	fprintf(to, "  %-10s %s\n\n", "help", "this text, or `lorica help VERB`");
	fprintf(to, "`lorica VERB --help` tells the options of a verb; lorica(8) has the rest.\n");
}

static int help_verb(const struct cmd *cmd)
{
	/* Of a verb without arguments the usage begins with the end of the line. */
	printf("usage: lorica %s%s%s", cmd->name, cmd->usage[0] == '\n' ? "" : " ", cmd->usage);
	return EXIT_OK;
}

int cmd_usage(const char *verb, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "lorica %s: ", verb);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nTry `lorica %s --help`.\n", verb);
	return EXIT_USAGE;
}

/* For what makes the completion scripts: the verbs, or the options in a verb's usage. */
static int complete(const char *verb)
{
	const struct cmd *cmd = verb ? find(verb) : NULL;
	const char *p;
	size_t i;

	if (!verb) {
		for (i = 0; i < sizeof(cmds) / sizeof(cmds[0]); i++)
			puts(cmds[i].name);
		return EXIT_OK;
	}
	for (p = cmd ? cmd->usage : ""; (p = strstr(p, "--"));) {
		size_t n = 2 + strspn(p + 2, "abcdefghijklmnopqrstuvwxyz-");

		if (n > 2)
			printf("%.*s\n", (int)n, p);
		p += n;
	}
	return EXIT_OK;
}

static int no_verb(const char *name)
{
	fprintf(stderr, "lorica: no verb '%s'; `lorica help` lists them\n", name);
	return EXIT_USAGE;
}

static int set_color(const char *when)
{
	static const char *const names[] = { "never", "always", "auto" };
	static const int values[] = { 0, 1, -1 };
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!strcmp(when, names[i])) {
			globals.color = values[i];
			return 0;
		}
	}
	fprintf(stderr, "lorica: --color takes auto, always or never, not '%s'\n", when);
	return -1;
}

/* Takes the global options out of argv wherever they stand before "--". */
static int take_globals(int argc, char **argv)
{
	int in, out = 1;

	for (in = 1; in < argc; in++) {
		if (!strcmp(argv[in], "--"))
			break;
		if (!strcmp(argv[in], "-j") || !strcmp(argv[in], "--json"))
			globals.json = true;
		else if (!strcmp(argv[in], "-q") || !strcmp(argv[in], "--quiet"))
			globals.quiet = true;
		else if (!strcmp(argv[in], "-v") || !strcmp(argv[in], "--verbose"))
			globals.verbose = true;
		else if (!strncmp(argv[in], "--color=", 8)) {
			if (set_color(argv[in] + 8))
				return -1;
		} else
			argv[out++] = argv[in];
	}
	while (in < argc)
		argv[out++] = argv[in++];
	argv[out] = NULL;
	return out;
}

int main(int argc, char **argv)
{
	const struct cmd *cmd;
	int i;

	argc = take_globals(argc, argv);
	if (argc < 0)
		return EXIT_USAGE;
	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version")) {
		printf("lorica %s\n", LORICA_VERSION);
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--complete"))
		return complete(argc > 2 ? argv[2] : NULL);
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		if (argc > 2)
			return find(argv[2]) ? help_verb(find(argv[2])) : no_verb(argv[2]);
		help(stdout);
		return EXIT_OK;
	}
	cmd = find(argv[1]);
	if (!cmd)
		return no_verb(argv[1]);
	for (i = 2; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
			return help_verb(cmd);
	i = cmd->run(argc - 1, argv + 1);
	if (fflush(stdout) || ferror(stdout)) {
		perror("lorica: cannot write the output");
		return globals.failed;
	}
	return i;
}
