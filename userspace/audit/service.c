// SPDX-License-Identifier: GPL-2.0-only
#include "service.h"

#include "userspace/lib/arena.h"

struct gather {
	struct probe *p;
	struct result *r;
	struct service *first;
	bool good;
};

static struct service *add(struct gather *g, const char *name, const char *path)
{
	struct service *s = arena_alloc(g->p->arena, sizeof(*s));

	s->name = name;
	s->path = path;
	s->next = g->first;
	g->first = s;
	return s;
}

static bool is_masked(struct gather *g, const char *unit)
{
	const char *to = tree_link(&g->p->tree,
				   arena_printf(g->p->arena, "/etc/systemd/system/%s", unit));

	return to && !strcmp(to, "/dev/null");
}

/* NAME.wants and NAME.requires have a link for each unit. */
static void units_below(struct gather *g, const char *top)
{
	struct names dirs, units;
	size_t i, j;

	g->good &= probe_list(g->p, g->r, top, "", &dirs);
	for (i = 0; i < dirs.nr; i++) {
		if (!str_ends(str_of(dirs.name[i]), ".wants") &&
		    !str_ends(str_of(dirs.name[i]), ".requires"))
			continue;
		g->good &= probe_list(g->p, g->r, dirs.name[i], "", &units);
		for (j = 0; j < units.nr; j++) {
			const char *name = strrchr(units.name[j], '/') + 1;

			if (!is_masked(g, name))
				add(g, name, units.name[j]);
		}
	}
}

/* S20dropbear is dropbear.service. Where systemd is, it goes by its own links. */
static void scripts_below(struct gather *g)
{
	static const char *const dirs[] = { "/etc/rc2.d", "/etc/rc3.d", "/etc/rc5.d",
					    "/etc/init.d" };
	struct names scripts;
	size_t d, i;

	if (tree_has(&g->p->tree, "/usr/lib/systemd/systemd") ||
	    tree_has(&g->p->tree, "/lib/systemd/systemd"))
		return;
	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		g->good &= probe_list(g->p, g->r, dirs[d], "", &scripts);
		for (i = 0; i < scripts.nr; i++) {
			const char *name = strrchr(scripts.name[i], '/') + 1;

			if (name[0] != 'S' || name[1] < '0' || name[1] > '9' || name[2] < '0' ||
			    name[2] > '9' || !name[3])
				continue;
			add(g, arena_printf(g->p->arena, "%s.service", name + 3), scripts.name[i]);
		}
	}
}

static const char *base_name(struct gather *g, struct str path)
{
	const char *slash = memrchr(path.p, '/', path.n);

	if (slash) {
		path.n -= slash + 1 - path.p;
		path.p = slash + 1;
	}
	return arena_string(g->p->arena, path.p, path.n);
}

/* telnet stream tcp nowait root /usr/sbin/telnetd telnetd */
static void inetd(struct gather *g)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line, rest, word;
	struct service *s;
	unsigned int i;

	g->good &= probe_text(g->p, g->r, "/etc/inetd.conf", &f);
	if (f)
		lines.rest = f->text;
	while (f && lines_next_used(&lines, &line, "#")) {
		rest = line;
		for (i = 0; i < 6 && str_word(&rest, &word);)
			i++;
		/* tcpd starts what stands behind it. */
		if (i == 6 && str_ends(word, "/tcpd"))
			str_word(&rest, &word);
		if (i < 6 || !word.n)
			continue;
		s = add(g, base_name(g, word), f->path);
		s->file = f;
		s->line = lines.nr;
		s->text = line;
	}
}

/* id:runlevels:action:process */
static void inittab(struct gather *g)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line, rest, field, word;
	struct service *s;
	unsigned int i;

	g->good &= probe_text(g->p, g->r, "/etc/inittab", &f);
	if (f)
		lines.rest = f->text;
	while (f && lines_next_used(&lines, &line, "#")) {
		rest = line;
		for (i = 0; i < 3 && str_field(&rest, ':', &field);)
			i++;
		if (i < 3 || !rest.p || str_is(field, "off") || !str_word(&rest, &word))
			continue;
		s = add(g, base_name(g, word), f->path);
		s->file = f;
		s->line = lines.nr;
		s->text = line;
	}
}

bool services_read(struct probe *p, struct result *r, struct service **services)
{
	struct gather g = { .p = p, .r = r, .good = true };

	units_below(&g, "/etc/systemd/system");
	units_below(&g, "/usr/lib/systemd/system");
	units_below(&g, "/lib/systemd/system");
	scripts_below(&g);
	inetd(&g);
	inittab(&g);
	*services = g.first;
	return g.good;
}

void service_show(struct result *r, const struct service *s)
{
	if (s->file)
		show(r, s->file, s->line, s->text);
	else
		show_seen(r, s->path, PROVES_PERSISTENT, "%s is started", s->name);
}

bool service_enabled(struct probe *p, struct result *r, const char *name)
{
	struct service *s;

	services_read(p, r, &s);
	for (; s; s = s->next) {
		if (strcmp(s->name, name))
			continue;
		service_show(r, s);
		return true;
	}
	return false;
}
