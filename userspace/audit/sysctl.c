// SPDX-License-Identifier: GPL-2.0-only
#include "sysctl.h"

#include <errno.h>
#include <stdlib.h>

#include "conf_pairs.h"
#include "userspace/lib/arena.h"

/* net/ipv4/x and net.ipv4.x are the same; "-" in front passes over errors. */
static bool is_name(struct str key, const char *name)
{
	size_t i;

	if (key.n && key.p[0] == '-') {
		key.p++;
		key.n--;
	}
	if (key.n != strlen(name))
		return false;
	for (i = 0; i < key.n; i++)
		if ((key.p[i] == '/' ? '.' : key.p[i]) != name[i])
			return false;
	return true;
}

static int by_base(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	int diff = strcmp(strrchr(x, '/'), strrchr(y, '/'));

	/* /etc sorts before /usr, and counts in its place. */
	return diff ? diff : strcmp(x, y);
}

/* All files in the order in which they are applied. */
static bool files(struct probe *p, struct result *r, struct names *all)
{
	static const char *const dirs[] = { "/usr/lib/sysctl.d", "/usr/local/lib/sysctl.d",
					    "/run/sysctl.d", "/etc/sysctl.d" };
	struct names part[ARRAY_SIZE(dirs)];
	size_t nr = 1, i, d;
	bool good = true;

	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		good &= probe_list(p, r, dirs[d], ".conf", &part[d]);
		nr += part[d].nr;
	}
	all->name = arena_alloc(p->arena, nr * sizeof(*all->name));
	all->nr = 0;
	for (d = 0; d < ARRAY_SIZE(dirs); d++)
		for (i = 0; i < part[d].nr; i++)
			all->name[all->nr++] = part[d].name[i];
	if (all->nr)
		qsort(all->name, all->nr, sizeof(*all->name), by_base);
	for (i = nr = 0; i < all->nr; i++)
		if (!nr || strcmp(strrchr(all->name[nr - 1], '/'), strrchr(all->name[i], '/')))
			all->name[nr++] = all->name[i];
	all->nr = nr;
	all->name[all->nr++] = "/etc/sysctl.conf";
	return good;
}

static bool configured(struct probe *p, struct result *r, const struct names *all, const char *name,
		       struct pair *pair)
{
	struct pairs pairs;
	struct pair now = { 0 };
	bool good = true;
	size_t i;

	memset(pair, 0, sizeof(*pair));
	for (i = 0; i < all->nr; i++) {
		good &= probe_text(p, r, all->name[i], &now.file);
		if (!now.file)
			continue;
		pairs = (struct pairs){ .form = PAIR_EQUALS, .lines = { .rest = now.file->text } };
		while (pairs_next(&pairs, &now))
			if (is_name(now.key, name))
				*pair = now;
	}
	return good;
}

/* A parameter that this kernel does not have is not there to be set. */
static bool running(struct probe *p, struct result *r, const struct sysctl_want *want, u64 *value,
		    bool *is_known)
{
	char *path = arena_printf(p->arena, "/proc/sys/%s", want->name), *c;
	const struct tree_file *f;

	for (c = path; *c; c++)
		*c = *c == '.' ? '/' : *c;
	f = tree_file(&p->tree, path);
	*is_known = !f->err;
	if (f->err == -ENOENT)
		return false;
	if (f->err ||
	    !str_number(str_trim((struct str){
				f->text.p,
				f->text.n - (f->text.n && f->text.p[f->text.n - 1] == '\n') }),
			value)) {
		say(r, AUDIT_ERROR, "cannot read %s: %s", path,
		    f->err ? tree_why(f->err) : "not a number");
		*is_known = false;
		return false;
	}
	show(r, f, 1, str_of(arena_printf(p->arena, "%llu", (unsigned long long)*value)));
	return true;
}

static bool judge(struct probe *p, struct result *r, const struct names *all,
		  const struct sysctl_want *want)
{
	u64 value = want->by_default;
	struct pair pair;
	bool is_known;

	if (!configured(p, r, all, want->name, &pair))
		return false;
	if (p->tree.running) {
		if (!running(p, r, want, &value, &is_known))
			return false;
	} else if (pair.file && !str_number(pair.value, &value)) {
		say(r, AUDIT_ERROR, "%s:%u: %s is no number", pair.file->path, pair.line,
		    want->name);
		show(r, pair.file, pair.line, pair.text);
		return false;
	}
	if (pair.file)
		show(r, pair.file, pair.line, pair.text);
	if (value >= want->min && value <= want->max)
		return true;
	say(r, AUDIT_FAIL, "%s is %llu%s", want->name, (unsigned long long)value,
	    pair.file || p->tree.running ? "" : ", as nothing sets it");
	return false;
}

u32 sysctl_judge(struct probe *p, struct result *r, const struct sysctl_want *wants, size_t nr)
{
	struct names all = { 0 };
	u32 good = 0;
	size_t i;

	if (!files(p, r, &all))
		return 0;
	for (i = 0; i < nr; i++)
		good += judge(p, r, &all, &wants[i]);
	return good;
}
