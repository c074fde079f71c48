// SPDX-License-Identifier: GPL-2.0-only
/* The productions keys-section, key and purpose-list of policy/lorica.ebnf. */
#include "kernel/limits.h"
#include "parser.h"

static void purpose_list(struct parser *p, struct ast_key *key, bool *ok)
{
	uint32_t purpose;
	struct span span;

	do {
		*ok = parser_choice(p, &words_purpose, "a purpose", &purpose, &span);
		if (!*ok)
			return;
		if (key->purposes & purpose)
			diag_report(p->lex.diags, DIAG_DUPLICATE_PURPOSE, span,
				    "purpose '%s' is given twice",
				    words_name(&words_purpose, purpose));
		key->purposes |= purpose;
	} while (parser_comma(p));
}

static bool key_rest(struct parser *p, struct ast_key *key)
{
	bool ok;

	if (!parser_keyword(p, "x509"))
		return false;
	if (!parser_value(p, CONSTANT_PATH, "the path of a certificate", &key->path))
		return false;
	if (parser_is(p, "sha256")) {
		parser_take(p);
		if (!parser_digest(p, key->pin, &key->pin_span, &key->pinned))
			return false;
	}
	if (!parser_keyword(p, "for"))
		return false;
	purpose_list(p, key, &ok);
	return ok;
}

/* key = name, "x509", path, [ "sha256", digest ], "for", purpose-list ; */
static bool key(struct parser *p, void *section)
{
	struct ast_keys *keys = section;
	struct ast_word name;
	struct ast_key *key;

	if (!parser_word(p, "the name of a key", &name))
		return false;
	if (!parser_is_name(name.text))
		diag_report(p->lex.diags, DIAG_BAD_NAME, name.span,
			    "a key name is a letter and at most %d more of [A-Za-z0-9_-]",
			    LORICA_MAX_NAME - 2);
	key = arena_alloc(p->lex.arena, sizeof(*key));
	key->name = name;
	*keys->tail = key;
	keys->tail = &key->next;
	key->broken = !key_rest(p, key);
	return !key->broken;
}

/* keys-section = "keys", "{", { key }, "}" ; those of all files are one. */
bool parse_keys(struct parser *p, struct span head, bool twice)
{
	struct ast_keys *keys = p->ast->keys;

	if (!keys || twice) {
		keys = arena_alloc(p->lex.arena, sizeof(*keys));
		keys->span = head;
		keys->tail = &keys->list;
	}
	if (!twice)
		p->ast->keys = keys;
	return parser_block(p, head, keys, key);
}
