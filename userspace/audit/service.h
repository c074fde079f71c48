/* SPDX-License-Identifier: GPL-2.0-only */
/* What is started at boot: units of systemd, scripts of System V, inetd and inittab. */
#ifndef LORICA_AUDIT_SERVICE_H
#define LORICA_AUDIT_SERVICE_H

#include "check.h"

/**
 * struct service - something that is started
 * @next: one more
 * @name: as ssh.service; of inetd and inittab the program
 * @path: where it says so
 * @file: of inetd and inittab, with @line and @text
 * @line: from 1
 * @text: the whole line
 */
struct service {
	struct service *next;
	const char *name;
	const char *path;
	const struct tree_file *file;
	u32 line;
	struct str text;
};

/**
 * services_read - all that is started
 * @p: the probe
 * @r: gets an error for what cannot be read
 * @services: set to the first; NULL: nothing is known to be started
 *
 * Return: false after an error.
 */
bool services_read(struct probe *p, struct result *r, struct service **services);

/**
 * service_enabled - is a unit started at boot?
 * @p: the probe
 * @r: gets an error for what cannot be read
 * @name: as ssh.service
 *
 * Return: true when it is; it is shown as evidence then.
 */
bool service_enabled(struct probe *p, struct result *r, const char *name);

/**
 * service_show - evidence that something is started
 * @r: the result
 * @s: it
 */
void service_show(struct result *r, const struct service *s);

#endif
