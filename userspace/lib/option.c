// SPDX-License-Identifier: GPL-2.0-only
#include "option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "number.h"
#include "userspace/cmd.h"

/* What getopt_long(3) returns for a long option is above every letter. */
enum { LONG = 256 };

/* The table as getopt_long(3) wants it: what was not set ends both. */
struct getopt {
	struct option longs[OPTION_MAX + 1];
	char shorts[1 + 2 * OPTION_MAX + 1];
};

static void translate(const struct option_spec *specs, struct getopt *to)
{
	char *s = to->shorts;
	size_t i;

	/* It makes getopt silent, and tells a missing argument from the rest. */
	*s++ = ':';
	for (i = 0; i < OPTION_MAX && specs[i].name; i++) {
		to->longs[i] = (struct option){
			.name = specs[i].name,
			.has_arg = specs[i].flag ? no_argument : required_argument,
			.val = LONG + i,
		};
		if (!specs[i].letter)
			continue;
		*s++ = specs[i].letter;
		if (!specs[i].flag)
			*s++ = ':';
	}
}

static const struct option_spec *find(const struct option_spec *specs, int c)
{
	if (c >= LONG)
		return &specs[c - LONG];
	while (specs->letter != c)
		specs++;
	return specs;
}

static int take(const struct option_spec *o, char *arg)
{
	if (o->flag) {
		*o->flag = true;
		return 0;
	}
	if (o->text) {
		if (o->once && *o->text)
			return -EEXIST;
		*o->text = arg;
		return 0;
	}
	if (o->number)
		return number_parse(arg, o->max, o->number) || *o->number < o->min ? -EINVAL : 0;
	if (o->list) {
		if (o->list->nr == o->list->max)
			return -ENOSPC;
		o->list->words[o->list->nr++] = arg;
		return 0;
	}
	return o->take(o->to, arg) ? 0 : -EINVAL;
}

static int refuse(const char *verb, const struct option_spec *o, const char *arg, int err)
{
	char range[64];

	if (err == -EEXIST)
		return cmd_usage(verb, "--%s can be given once", o->name);
	if (err == -ENOSPC)
		return cmd_usage(verb, "--%s can be given %zu times", o->name, o->list->max);
	snprintf(range, sizeof(range), "takes %llu to %llu", (unsigned long long)o->min,
		 (unsigned long long)o->max);
	return cmd_usage(verb, "--%s %s, not '%s'", o->name, o->wants ? o->wants : range, arg);
}

/* optopt is 0 for an unknown word; a known one that is wrong has an argument too many. */
static int complain(int c, char **argv, const struct option_spec *specs)
{
	if (c == ':' && optopt < LONG)
		return cmd_usage(argv[0], "-%c needs an argument", optopt);
	if (c == ':')
		return cmd_usage(argv[0], "--%s needs an argument", find(specs, optopt)->name);
	if (!optopt)
		return cmd_usage(argv[0], "no option %s", argv[optind - 1]);
	if (optopt < LONG)
		return cmd_usage(argv[0], "no option -%c", optopt);
	return cmd_usage(argv[0], "--%s takes no argument", find(specs, optopt)->name);
}

int option_parse(int *argc, char ***argv, const struct option_spec *specs)
{
	const char *verb = (*argv)[0];
	struct getopt to = { 0 };
	int c, err;

	translate(specs, &to);
	while ((c = getopt_long(*argc, *argv, to.shorts, to.longs, NULL)) != -1) {
		if (c == ':' || c == '?')
			return complain(c, *argv, specs);
		err = take(find(specs, c), optarg);
		if (err)
			return refuse(verb, find(specs, c), optarg, err);
	}
	*argc -= optind;
	*argv += optind;
	return EXIT_OK;
}

int option_parse_all(int argc, char **argv, const struct option_spec *specs)
{
	const char *verb = argv[0];
	int ret = option_parse(&argc, &argv, specs);

	if (!ret && argc)
		return cmd_usage(verb, "unexpected argument '%s'", argv[0]);
	return ret;
}
