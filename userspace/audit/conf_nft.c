// SPDX-License-Identifier: GPL-2.0-only
#include "conf_nft.h"

/* A word, a quoted string, or one of { } ; and the end of a line. */
struct token {
	struct str text;
	char kind; /* 'w', 's', '{', '}', ';' or 0 */
};

struct reader {
	struct str rest;
	u32 line;
	const char *wrong;
};

static void step(struct reader *in, size_t n)
{
	in->rest.p += n;
	in->rest.n -= n;
}

static void next(struct reader *in, struct token *t)
{
	const char *end;
	size_t n = 0;

	t->kind = 0;
	while (in->rest.n &&
	       (in->rest.p[0] == ' ' || in->rest.p[0] == '\t' || in->rest.p[0] == '\r'))
		step(in, 1);
	if (in->rest.n && in->rest.p[0] == '#')
		while (in->rest.n && in->rest.p[0] != '\n')
			step(in, 1);
	if (!in->rest.n)
		return;
	t->text = (struct str){ in->rest.p, 1 };
	if (strchr("{};\n", in->rest.p[0])) {
		t->kind = in->rest.p[0] == '\n' ? ';' : in->rest.p[0];
		in->line += in->rest.p[0] == '\n';
		step(in, 1);
		return;
	}
	if (in->rest.p[0] == '"') {
		end = memchr(in->rest.p + 1, '"', in->rest.n - 1);
		if (!end) {
			in->wrong = "a string has no end";
			return;
		}
		t->kind = 's';
		t->text = (struct str){ in->rest.p + 1, end - in->rest.p - 1 };
		step(in, t->text.n + 2);
		return;
	}
	while (n < in->rest.n && !strchr(" \t\r\n{};\"#", in->rest.p[n]))
		n++;
	t->kind = 'w';
	t->text.n = n ? n : 1;
	step(in, t->text.n);
}

/* Looks for "type filter hook input priority 0; policy drop;" inside of one chain. */
bool nft_read(struct str text, struct nft *nft)
{
	struct reader in = { .rest = text, .line = 1 };
	bool is_input = false, is_drop = false;
	struct token t = { 0 }, before = { 0 };
	unsigned int depth = 0;

	memset(nft, 0, sizeof(*nft));
	for (next(&in, &t); t.kind && !in.wrong; before = t, next(&in, &t)) {
		if (t.kind == '{' || t.kind == '}') {
			if (t.kind == '}' && !depth) {
				in.wrong = "a brace too many";
				break;
			}
			depth += t.kind == '{' ? 1 : -1;
			is_input = is_drop = false;
			continue;
		}
		if (t.kind != 'w' || before.kind != 'w')
			continue;
		is_input |= str_is(before.text, "hook") && str_is(t.text, "input");
		is_drop |= str_is(before.text, "policy") && str_is(t.text, "drop");
		if (is_input && is_drop && !nft->input_drops) {
			nft->input_drops = true;
			nft->line = in.line;
		}
	}
	if (!in.wrong && depth)
		in.wrong = "a brace has no end";
	if (in.wrong) {
		nft->wrong = in.wrong;
		nft->line = in.line;
	}
	return !in.wrong;
}
