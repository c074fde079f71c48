// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks through the text of a grammar and prints one of the sentences that it
 * describes. With a NULL stream it only passes over what it reads.
 */
#include "ebnf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *alternatives(struct ebnf *g, const char *p, FILE *to, bool token);

bool ebnf_read(struct ebnf *g, const char *path)
{
	FILE *from = fopen(path, "r");
	size_t size = 0;
	char *p, *end;

	g->text = NULL;
	g->tokens = NULL;
	if (!from || getdelim(&g->text, &size, '\0', from) < 0)
		return false;
	fclose(from);
	for (p = g->text; (p = strstr(p, "(*")) && (end = strstr(p, "*)")); p = end) {
		if (!strncmp(p, "(* Tokens:", 10))
			g->tokens = p;
		memset(p, ' ', end + 2 - p);
	}
	return g->tokens;
}

static unsigned int choose(struct ebnf *g, unsigned int n)
{
	g->seed = g->seed * 1103515245 + 12345;
	return (g->seed >> 16) % n;
}

static const char *blanks(const char *p)
{
	return p + strspn(p, " \t\n");
}

static const char *find(const struct ebnf *g, const char *name, size_t n)
{
	const char *p;

	for (p = g->text; (p = strstr(p, name)); p++) {
		if (p != g->text && p[-1] != '\n')
			continue;
		if (*blanks(p + n) == '=')
			return blanks(p + n) + 1;
	}
	fprintf(stderr, "# no production %s\n", name);
	return NULL;
}

/* What stands between question marks is told in words. */
static const struct {
	const char *words;
	const char *choice;
} special[] = {
	{ "A to Z and a to z", "ABCXYZabcxyz" },
	{ "0 to 9, A to F and a to f", "019AFaf" },
	{ "any character but", " abcxyz/.{}#,'" },
	{ "one or more line feeds", "\n" },
};

static const char *question(struct ebnf *g, const char *p, FILE *to)
{
	const char *end = strchr(p + 1, '?');
	size_t i;

	for (i = 0; end && i < sizeof(special) / sizeof(special[0]); i++) {
		if (strncmp(blanks(p + 1), special[i].words, strlen(special[i].words)))
			continue;
		if (to)
			putc(special[i].choice[choose(g, strlen(special[i].choice))], to);
		return end + 1;
	}
	fprintf(stderr, "# unknown special sequence %.20s\n", p);
	return NULL;
}

static const char *quoted(const char *p, FILE *to, bool token)
{
	const char *end = strchr(p + 1, *p);

	if (to && end)
		fprintf(to, "%s%.*s", token ? "" : " ", (int)(end - p - 1), p + 1);
	return end ? end + 1 : NULL;
}

static const char *production(struct ebnf *g, const char *p, FILE *to, bool token)
{
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz-");
	char *name = strndup(p, n);
	const char *body = find(g, name, n);
	bool inner = body > g->tokens;

	free(name);
	if (!body || g->depth++ > 100)
		return NULL;
	if (to && inner && !token)
		putc(' ', to);
	if (to && !alternatives(g, body, to, inner))
		return NULL;
	g->depth--;
	return p + n;
}

/* ( ), [ ] and { } with what is between them. */
static const char *group(struct ebnf *g, const char *p, FILE *to, bool token)
{
	const char *inside = p + 1, *end = alternatives(g, inside, NULL, token);
	unsigned int times = *p == '(' ? 1 : *p == '{' ? choose(g, 4) : g->full || choose(g, 2);
	char close = *p == '(' ? ')' : *p == '[' ? ']' : '}';

	while (to && end && times--)
		end = alternatives(g, inside, to, token);
	if (!end || *blanks(end) != close) {
		fprintf(stderr, "# no %c for %.20s\n", close, p);
		return NULL;
	}
	return blanks(end) + 1;
}

static const char *factor(struct ebnf *g, const char *p, FILE *to, bool token)
{
	unsigned long times = 1;
	const char *end = NULL;
	bool was_full = g->full;
	char *star;

	p = blanks(p);
	if (isdigit((unsigned char)*p)) {
		times = strtoul(p, &star, 10);
		p = blanks(blanks(star) + 1);
		times = to ? times : 1;
		/* The longest form of all is worth a try. */
		g->full = !choose(g, 8);
	}
	do {
		if (*p == '"' || *p == '\'')
			end = quoted(p, to, token);
		else if (*p == '?')
			end = question(g, p, to);
		else if (strchr("([{", *p))
			end = group(g, p, to, token);
		else
			end = production(g, p, to, token);
	} while (end && --times);
	g->full = was_full;
	return end;
}

static const char *sequence(struct ebnf *g, const char *p, FILE *to, bool token)
{
	for (p = factor(g, p, to, token); p && *blanks(p) == ',';)
		p = factor(g, blanks(p) + 1, to, token);
	return p;
}

static const char *alternatives(struct ebnf *g, const char *p, FILE *to, bool token)
{
	unsigned int n = 0, chosen;
	const char *at = p;

	do {
		at = sequence(g, n++ ? blanks(at) + 1 : at, NULL, token);
	} while (at && *blanks(at) == '|');
	if (!at || !to)
		return at;
	chosen = choose(g, n);
	for (n = 0, at = p; at && n <= chosen; n++)
		at = sequence(g, n ? blanks(at) + 1 : at, n == chosen ? to : NULL, token);
	while (at && *blanks(at) == '|')
		at = sequence(g, blanks(at) + 1, NULL, token);
	return at;
}

bool ebnf_sentence(struct ebnf *g, const char *start, FILE *to)
{
	const char *body = find(g, start, strlen(start));

	g->depth = 0;
	return body && alternatives(g, body, to, body > g->tokens);
}
