// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <errno.h>

#include "userspace/lib/arena.h"

static const struct check_section *const sections[] = {
	&checks_transport,   &checks_message,	&checks_update,	   &checks_hardware,
	&checks_network,     &checks_crypto,	&checks_interface, &checks_account,
	&checks_login,	     &checks_ssh,	&checks_default,   &checks_privacy,
	&checks_development, &checks_operation, &checks_lorica,
};

const struct check *check_at(size_t i)
{
	size_t s;

	for (s = 0; s < ARRAY_SIZE(sections); s++) {
		if (i < sections[s]->nr)
			return &sections[s]->checks[i];
		i -= sections[s]->nr;
	}
	return NULL;
}

bool probe_text(struct probe *p, struct result *r, const char *path, const struct tree_file **file)
{
	const struct tree_file *f = tree_file(&p->tree, path);

	*file = NULL;
	if (f->err == -ENOENT)
		return true;
	if (f->err) {
		say(r, AUDIT_ERROR, "cannot read %s: %s", path, tree_why(f->err));
		show_seen(r, path, 0, "%s", tree_why(f->err));
		return false;
	}
	if (f->not_text) {
		say(r, AUDIT_ERROR, "cannot understand %s: %s", path, f->not_text);
		show(r, f, 0, str_of(""));
		return false;
	}
	*file = f;
	return true;
}

bool probe_list(struct probe *p, struct result *r, const char *dir, const char *end,
		struct names *paths)
{
	struct names all;
	size_t i;
	int err = tree_list(&p->tree, dir, &all);

	memset(paths, 0, sizeof(*paths));
	if (err == -ENOENT)
		return true;
	if (err) {
		say(r, AUDIT_ERROR, "cannot read %s: %s", dir, tree_why(err));
		return false;
	}
	paths->name = arena_alloc(p->arena, (all.nr + 1) * sizeof(*paths->name));
	for (i = 0; i < all.nr; i++)
		if (str_ends(str_of(all.name[i]), end))
			paths->name[paths->nr++] = arena_printf(p->arena, "%s/%s", dir,
								all.name[i]);
	return true;
}
