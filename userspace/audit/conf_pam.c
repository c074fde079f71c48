// SPDX-License-Identifier: GPL-2.0-only
#include "conf_pam.h"

#include <strings.h>

#include "userspace/lib/arena.h"

enum { MAX_DEPTH = 16 };

static bool read_one(struct probe *p, struct result *r, struct pam_stack *stack,
		     const char *service, struct str only);

static bool is_type(struct str word)
{
	return str_is_like(word, "auth") || str_is_like(word, "account") ||
	       str_is_like(word, "password") || str_is_like(word, "session");
}

const char *pam_split(struct str text, struct pam_line *line)
{
	struct str rest = text;
	const char *end, *slash;

	if (!str_word(&rest, &line->type))
		return "an empty line";
	if (line->type.p[0] == '-' && line->type.n > 1) {
		line->type.p++;
		line->type.n--;
	}
	if (!is_type(line->type))
		return "not auth, account, password or session";
	rest = str_trim(rest);
	if (rest.n && rest.p[0] == '[') {
		end = memchr(rest.p, ']', rest.n);
		if (!end)
			return "a bracket has no end";
		line->control = (struct str){ rest.p + 1, end - rest.p - 1 };
		rest.n -= end + 1 - rest.p;
		rest.p = end + 1;
	} else if (!str_word(&rest, &line->control)) {
		return "no control";
	}
	if (!str_word(&rest, &line->module))
		return "no module";
	slash = memrchr(line->module.p, '/', line->module.n);
	if (slash) {
		line->module.n -= slash + 1 - line->module.p;
		line->module.p = slash + 1;
	}
	line->args = str_trim(rest);
	return NULL;
}

static bool take_line(struct probe *p, struct result *r, struct pam_stack *stack,
		      struct pam_line *line, struct str only)
{
	struct str rest = line->text, word;
	struct pam_line *kept;
	const char *wrong;

	if (str_starts(rest, "@include")) {
		str_word(&rest, &word);
		if (!str_word(&rest, &word))
			wrong = "no file behind @include";
		else
			return read_one(p, r, stack, arena_string(p->arena, word.p, word.n), only);
	} else {
		wrong = pam_split(line->text, line);
	}
	if (wrong) {
		say(r, AUDIT_ERROR, "%s:%u: %s", line->file->path, line->line, wrong);
		show(r, line->file, line->line, line->text);
		return false;
	}
	if (only.n && !(only.n == line->type.n && !strncasecmp(only.p, line->type.p, only.n)))
		return true;
	if (str_is_like(line->control, "include") || str_is_like(line->control, "substack"))
		return read_one(p, r, stack, arena_string(p->arena, line->module.p, line->module.n),
				line->type);
	kept = arena_alloc(p->arena, sizeof(*kept));
	*kept = *line;
	if (stack->last)
		stack->last->next = kept;
	else
		stack->lines = kept;
	stack->last = kept;
	return true;
}

/* Lines that end with '\' go on: they are put together. */
static bool next_line(struct probe *p, struct lines *lines, struct str *line, u32 *nr)
{
	struct str more;

	if (!lines_next_used(lines, line, "#"))
		return false;
	*nr = lines->nr;
	while (line->n && line->p[line->n - 1] == '\\' && lines_next(lines, &more)) {
		const char *text = arena_printf(p->arena, "%.*s %.*s", (int)line->n - 1, line->p,
						STR_ARG(str_trim(more)));

		*line = str_of(text);
	}
	return true;
}

static bool read_one(struct probe *p, struct result *r, struct pam_stack *stack,
		     const char *service, struct str only)
{
	const char *path = *service == '/' ? service :
					     arena_printf(p->arena, "/etc/pam.d/%s", service);
	struct pam_line line = { 0 };
	const struct tree_file *f;
	struct lines lines = { 0 };
	bool good = true;

	if (!probe_text(p, r, path, &f))
		return false;
	if (!f && stack->depth) {
		say(r, AUDIT_ERROR, "%s is included and not there", path);
		return false;
	}
	if (!f)
		return true;
	stack->exists = true;
	if (stack->depth == MAX_DEPTH) {
		say(r, AUDIT_ERROR, "%s: files include each other more than %d deep", path,
		    MAX_DEPTH);
		return false;
	}
	stack->depth++;
	line.file = f;
	lines.rest = f->text;
	while (good && next_line(p, &lines, &line.text, &line.line))
		good = take_line(p, r, stack, &line, only);
	stack->depth--;
	return good;
}

bool pam_read(struct probe *p, struct result *r, const char *service, struct pam_stack *stack)
{
	memset(stack, 0, sizeof(*stack));
	return read_one(p, r, stack, service, (struct str){ 0 });
}

const struct pam_line *pam_module(const struct pam_stack *stack, const char *type,
				  const char *module)
{
	const struct pam_line *l;

	for (l = stack->lines; l; l = l->next)
		if (str_is_like(l->type, type) && str_is(l->module, module))
			return l;
	return NULL;
}

bool pam_arg(const struct pam_line *line, const char *name, struct str *value)
{
	struct str rest = line->args, word, key;

	while (str_word(&rest, &word)) {
		str_field(&word, '=', &key);
		if (!str_is(key, name))
			continue;
		*value = word.p ? word : (struct str){ key.p + key.n, 0 };
		return true;
	}
	return false;
}
