// SPDX-License-Identifier: GPL-2.0-only
/* What the productions of several sections have in common. */
#include "parser.h"

/* Where the next path goes. */
struct paths {
	struct parser *p;
	struct ast_path **tail;
};

static void add_path(void *context, const struct ast_word *word)
{
	struct paths *paths = context;
	struct ast_path *path = arena_alloc(paths->p->lex.arena, sizeof(*path));

	path->path = *word;
	*paths->tail = path;
	paths->tail = &path->next;
}

/* paths = path-values, { ",", path-values } ; */
bool parser_paths(struct parser *p, const char *what, struct ast_path ***tail)
{
	struct paths paths = { .p = p, .tail = *tail };
	bool good = true;

	do {
		good &= parser_values(p, CONSTANT_PATH, what, add_path, &paths);
	} while (parser_comma(p));
	*tail = paths.tail;
	return good;
}

/* [ "default", ( "deny" | "allow" ) ], which an included file may leave to others. */
static bool default_value(struct parser *p, const char *section, struct span head,
			  enum lorica_default *value, struct span *span, bool *broken)
{
	uint32_t found;
	struct span at;

	if (p->token.kind == TOKEN_OPEN) {
		if (p->lex.source->parent)
			return true;
		*broken = true;
		diag_report(p->lex.diags, DIAG_MISSING_DEFAULT, head,
			    "'%s' needs 'default deny' or 'default allow' here", section);
		return true;
	}
	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, "'default deny' or 'default allow'");
	if (!parser_keyword(p, "default") ||
	    !parser_choice(p, &words_default, "'deny' or 'allow'", &found, &at))
		return false;
	if (!*value) {
		*value = found;
		*span = at;
	} else if (*value != found) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, at,
			    "'%s' is 'default %s' here and 'default %s' elsewhere", section,
			    words_name(&words_default, found), words_name(&words_default, *value));
		diag_related(p->lex.diags, *span, "'default %s' stands here",
			     words_name(&words_default, *value));
	}
	return true;
}

void parse_default(struct parser *p, const char *section, struct span head,
		   enum lorica_default *value, struct span *span, bool *broken)
{
	if (default_value(p, section, head, value, span, broken))
		return;
	/* The rules are worth a look even when the line above them is not. */
	*broken = true;
	while (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_BAD ||
	       p->token.kind == TOKEN_CONSTANT || p->token.kind == TOKEN_EQUALS)
		parser_take(p);
}
