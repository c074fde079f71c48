// SPDX-License-Identifier: GPL-2.0-only
/* What a device is like when it comes out of its box. */
#include "check.h"
#include "conf_pairs.h"
#include "service.h"

static bool logs_in(struct str line)
{
	return str_has(line, "--autologin") || str_has(line, "-a root") ||
	       str_has(line, "-n -l /bin/sh") || str_has(line, "askfirst") ||
	       str_has(line, "login -f");
}

static void autologin_in(struct probe *p, struct result *r, const char *path)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line;

	if (!probe_text(p, r, path, &f) || !f)
		return;
	lines.rest = f->text;
	while (lines_next_used(&lines, &line, "#")) {
		if (!logs_in(line))
			continue;
		say(r, AUDIT_FAIL, "%s:%u logs in without a password", path, lines.nr);
		show(r, f, lines.nr, line);
	}
}

static void autologin(struct probe *p, struct result *r)
{
	static const char *const tops[] = { "/etc/systemd/system", "/usr/lib/systemd/system" };
	struct names units, parts;
	size_t t, i, j;

	autologin_in(p, r, "/etc/inittab");
	for (t = 0; t < ARRAY_SIZE(tops); t++) {
		if (!probe_list(p, r, tops[t], "", &units))
			return;
		for (i = 0; i < units.nr; i++) {
			const char *name = strrchr(units.name[i], '/') + 1;

			if (!strstr(name, "getty") && !strstr(name, "console") &&
			    !strstr(name, "shell"))
				continue;
			if (str_ends(str_of(name), ".d")) {
				if (!probe_list(p, r, units.name[i], ".conf", &parts))
					return;
				for (j = 0; j < parts.nr; j++)
					autologin_in(p, r, parts.name[j]);
			} else if (str_ends(str_of(name), ".service") &&
				   !tree_link(&p->tree, units.name[i])) {
				autologin_in(p, r, units.name[i]);
			}
		}
	}
	show_seen(r, "/etc", PROVES_PERSISTENT, "inittab and units of getty");
	say(r, AUDIT_PASS, "no console logs in by itself");
}

/* A unit that cannot start without a network keeps what needs it from starting. */
static void standalone(struct probe *p, struct result *r)
{
	struct service *services, *s;
	u32 nr = 0;

	if (!services_read(p, r, &services))
		return;
	for (s = services; s; s = s->next) {
		nr++;
		if (!str_ends(str_of(s->path), ".requires/network-online.target") &&
		    !(str_has(str_of(s->path), "sysinit.target") &&
		      !strcmp(s->name, "systemd-networkd-wait-online.service")))
			continue;
		say(r, AUDIT_FAIL, "%s: the boot cannot do without the network", s->path);
		service_show(r, s);
	}
	if (!nr) {
		say(r, AUDIT_MANUAL, "no list of services is known");
		return;
	}
	if (!r->nr_evidence)
		service_show(r, services);
	say(r, AUDIT_PASS, "none of %u services keeps the boot waiting for the network", nr);
}

/* clang-format off */
static const struct check checks[] = {
	{ "default.autologin", "no getty with autologin, no shell on a console of inittab", CHECK_FILES, autologin,
	  { CTL_1_9 } },
	{ "default.standalone", "nothing that is started requires network-online.target", CHECK_FILES, standalone,
	  { CTL_1_10_2 } },
};
/* clang-format on */

const struct check_section checks_default = { checks, ARRAY_SIZE(checks) };
