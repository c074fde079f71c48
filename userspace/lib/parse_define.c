// SPDX-License-Identifier: GPL-2.0-only
/* The productions define-line, value-list and value of policy/lorica.ebnf. */
#include "kernel/limits.h"
#include "parser.h"

/* value = word | path | constant ; */
static bool value(struct parser *p, struct constant_value ***tail)
{
	struct constant_value *value;

	if (p->token.kind != TOKEN_WORD && p->token.kind != TOKEN_STRING &&
	    p->token.kind != TOKEN_CONSTANT)
		return parser_expected(p, "a value");
	value = arena_alloc(p->lex.arena, sizeof(*value));
	value->word = (struct ast_word){ p->token.text, p->token.span };
	value->is_string = p->token.kind == TOKEN_STRING;
	value->is_constant = p->token.kind == TOKEN_CONSTANT;
	parser_take(p);
	**tail = value;
	*tail = &value->next;
	return true;
}

/* value-list = "{", value, { ",", value }, "}" ; */
static bool value_list(struct parser *p, struct constant_value ***tail)
{
	parser_take(p);
	parser_newlines(p);
	do {
		if (!value(p, tail))
			return false;
	} while (parser_comma(p));
	parser_newlines(p);
	if (p->token.kind != TOKEN_CLOSE)
		return parser_expected(p, "',' or '}'");
	parser_take(p);
	return true;
}

/* define-line = "define", constant-name, "=", ( value | value-list ) ; */
static bool rest(struct parser *p, struct constant *constant)
{
	struct constant_value **tail = &constant->values;

	if (p->token.kind != TOKEN_EQUALS)
		return parser_expected(p, "'='");
	parser_take(p);
	constant->is_list = p->token.kind == TOKEN_OPEN;
	return constant->is_list ? value_list(p, &tail) : value(p, &tail);
}

bool parse_define(struct parser *p)
{
	struct constant *constant;
	struct ast_word name;

	if (p->token.kind == TOKEN_CONSTANT) {
		diag_report(p->lex.diags, DIAG_BAD_NAME, p->token.span,
			    "a constant is defined without '$', which stands where it is used");
		p->token.kind = TOKEN_WORD;
	}
	if (!parser_word(p, "the name of a constant", &name))
		return false;
	if (!parser_is_name(name.text))
		diag_report(p->lex.diags, DIAG_BAD_NAME, name.span,
			    "the name of a constant is a letter and at most %d more of [A-Za-z0-9_-]",
			    LORICA_MAX_NAME - 2);
	constant = arena_alloc(p->lex.arena, sizeof(*constant));
	constant->name = name;
	constant->broken = !rest(p, constant);
	constants_add(p->ast->constants, constant);
	return !constant->broken;
}
