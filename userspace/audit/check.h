/* SPDX-License-Identifier: GPL-2.0-only */
/* A check: a pure probe of files, and the controls that it answers. */
#ifndef LORICA_AUDIT_CHECK_H
#define LORICA_AUDIT_CHECK_H

#include <time.h>

#include "catalogue.h"
#include "result.h"

struct profile;
struct scan;

/**
 * struct probe - what a check works on
 * @tree: the files
 * @arena: for whatever it needs
 * @profile: what is declared of the device, NULL: nothing
 * @now: seconds since 1970
 * @scan: of scan_tree(), NULL: it was not asked yet
 */
struct probe {
	struct tree tree;
	struct arena *arena;
	const struct profile *profile;
	time_t now;
	struct scan *scan;
};

/* What a check can look at. */
enum check_where {
	CHECK_FILES = 1 << 0, /* a tree, and the running system alike */
	CHECK_RUNNING = 1 << 1, /* the running system alone */
	CHECK_IMAGE = 1 << 2, /* a tree that is an image, and no running system */
};

enum { CHECK_MAX_CONTROLS = 8 };

/**
 * struct check - one check
 * @name: as accounts.second-root
 * @expected: what it takes to pass
 * @where: enum check_where
 * @run: looks, and says; must say something
 * @controls: that it answers, CTL_NONE behind the last
 */
struct check {
	const char *name;
	const char *expected;
	unsigned int where;
	void (*run)(struct probe *p, struct result *r);
	u16 controls[CHECK_MAX_CONTROLS];
};

/**
 * struct check_section - the checks of a section of the catalogue
 * @checks: @nr of them
 * @nr: their number
 */
struct check_section {
	const struct check *checks;
	size_t nr;
};

/**
 * check_at - go through all checks
 * @i: from 0
 *
 * Return: the check, NULL behind the last one.
 */
const struct check *check_at(size_t i);

/**
 * probe_text - read a file of configuration
 * @p: the probe
 * @r: gets an error when the file is there and cannot be read, or is no text
 * @path: of the file
 * @file: set; NULL when there is no such file
 *
 * Return: false after an error: whatever else is found, the check has not seen all.
 */
bool probe_text(struct probe *p, struct result *r, const char *path, const struct tree_file **file);

/**
 * probe_list - the files of a directory of configuration
 * @p: the probe
 * @r: gets an error when the directory is there and cannot be read
 * @dir: of the directory
 * @end: how names have to end, "" for all
 * @paths: whole paths, sorted; none when there is no such directory
 *
 * Return: false after an error.
 */
bool probe_list(struct probe *p, struct result *r, const char *dir, const char *end,
		struct names *paths);

extern const struct check_section checks_transport; /* 1.1 and 1.2 */
extern const struct check_section checks_message; /* 1.2 and 1.6: MQTT, secrets */
extern const struct check_section checks_update; /* 1.3 and 6.2 */
extern const struct check_section checks_hardware; /* 1.4 and 3 */
extern const struct check_section checks_network; /* 1.5 */
extern const struct check_section checks_crypto; /* 1.6 */
extern const struct check_section checks_interface; /* 1.7 */
extern const struct check_section checks_account; /* 1.8: accounts */
extern const struct check_section checks_login; /* 1.8: the ways in */
extern const struct check_section checks_ssh; /* 1.8: SSH */
extern const struct check_section checks_default; /* 1.9 and 1.10 */
extern const struct check_section checks_privacy; /* 4 and 5 */
extern const struct check_section checks_development; /* 6 */
extern const struct check_section checks_operation; /* 7 */
extern const struct check_section checks_lorica; /* what the module and its policy do */

#endif
