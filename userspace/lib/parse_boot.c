// SPDX-License-Identifier: GPL-2.0-only
/* The productions boot-section and boot-rule of policy/lorica.ebnf. */
#include "parser.h"

#include <string.h>

#include "kernel/cmdline.h"
#include "kernel/limits.h"
#include "kernel/policy_boot.h"

/* The line that is read: what its values belong to. */
struct line {
	struct parser *p;
	struct ast_boot *boot;
	enum lorica_boot_kind kind;
	uint32_t pcrs;
};

static struct ast_boot_rule *add(const struct line *line, struct span span)
{
	struct ast_boot_rule *rule = arena_alloc(line->p->lex.arena, sizeof(*rule));

	rule->kind = line->kind;
	rule->span = span;
	*line->boot->tail = rule;
	line->boot->tail = &rule->next;
	line->boot->nr++;
	return rule;
}

static void add_pcr(void *context, const struct ast_word *word)
{
	struct line *line = context;
	struct value_wrong wrong;
	uint64_t pcr;

	if (!value_number(word->text, &pcr, &wrong))
		parser_wrong(line->p, DIAG_BAD_NUMBER, word, &wrong);
	else if (pcr >= LORICA_MAX_PCRS || !lorica_boot_pcr_ok(pcr))
		diag_report(line->p->lex.diags, DIAG_BAD_PCR, word->span,
			    "PCR %s says nothing of the boot: the firmware's are 0 to 9 and 11 to 15, 10 is IMA's, and later ones can be reset",
			    word->text);
	else
		line->pcrs |= 1U << pcr;
}

static void add_digest(void *context, const struct ast_word *word)
{
	const struct line *line = context;
	uint8_t digest[VALUE_DIGEST];
	struct value_wrong wrong;
	uint32_t pcr;

	if (!value_digest(word->text, digest, &wrong)) {
		parser_wrong(line->p, DIAG_BAD_HEX, word, &wrong);
		return;
	}
	for (pcr = 0; line->pcrs >> pcr; pcr++) {
		struct ast_boot_rule *rule;

		if (!(line->pcrs >> pcr & 1))
			continue;
		rule = add(line, word->span);
		rule->pcr = pcr;
		memcpy(rule->digest, digest, sizeof(digest));
	}
}

/* "sha256", hashes, { ",", hashes } */
static bool digests(struct line *line)
{
	bool good = true;

	if (!parser_keyword(line->p, "sha256"))
		return false;
	do {
		good &= parser_values(line->p, CONSTANT_DIGEST, "64 hex digits", add_digest, line);
	} while (parser_comma(line->p) && !diag_full(line->p->lex.diags));
	return good;
}

/* pcrs, { ",", pcrs }, digests */
static bool of_pcrs(struct line *line, enum lorica_boot_kind kind)
{
	bool good = true;

	line->kind = kind;
	do {
		good &= parser_values(line->p, CONSTANT_NUMBER, "the number of a PCR", add_pcr,
				      line);
	} while (parser_comma(line->p));
	return good && digests(line);
}

static void add_word(void *context, const struct ast_word *word)
{
	const struct line *line = context;

	if (line->kind != LORICA_BOOT_EXACT && !lorica_cmdline_word_ok(word->text)) {
		diag_report(line->p->lex.diags, DIAG_EXPECTED, word->span,
			    "expected NAME, NAME= or NAME=VALUE, with neither blanks nor quotes in the name");
		return;
	}
	add(line, word->span)->word = word->text;
}

/* "cmdline", ( "require" | "deny" | "exact" ), words, { ",", words } */
static bool cmdline_rule(struct line *line)
{
	static const unsigned int types = CONSTANT_PATH | CONSTANT_AS_IT_IS;
	bool good = true;
	uint32_t kind;

	if (!parser_choice(line->p, &words_boot_words, "'require', 'deny' or 'exact'", &kind, NULL))
		return false;
	line->kind = kind;
	do {
		good &= parser_values(line->p, types,
				      kind == LORICA_BOOT_EXACT ? "a command line" :
								  "a word of the command line",
				      add_word, line);
	} while (parser_comma(line->p) && !diag_full(line->p->lex.diags));
	return good;
}

static bool flag(struct line *line, struct span *first, const char *word, struct span head)
{
	if (!first->end)
		*first = head;
	return parser_keyword(line->p, word);
}

/* Said twice, the stronger one holds. */
static bool rollback(struct parser *p, struct ast_boot *boot, struct span head)
{
	uint32_t from;

	if (!boot->rollback.end)
		boot->rollback = head;
	if (!parser_choice(p, &words_rollback, "'tpm' or 'file'", &from, NULL))
		return false;
	if (from > boot->rollback_from)
		boot->rollback_from = from;
	return true;
}

/*
 * boot-rule = "pcr", pcrs, { ",", pcrs }, digests
 *	| "event", "pcr", pcrs, { ",", pcrs }, digests
 *	| "cmdline", ( "require" | "deny" ), words, { ",", words }
 *	| "cmdline", "exact", lines, { ",", lines }
 *	| "secure-boot", "on" | "tpm", "required" | "rollback", ( "tpm" | "file" ) ;
 */
static bool boot_rule(struct parser *p, void *section)
{
	struct ast_boot *boot = section;
	struct line line = { .p = p, .boot = boot };
	struct span head;
	uint32_t which;
	bool good = false;

	if (parser_choice(p, &words_boot_rule, "a rule", &which, &head)) {
		switch (which) {
		case 0:
			good = of_pcrs(&line, LORICA_BOOT_PCR);
			break;
		case 1:
			good = parser_keyword(p, "pcr") && of_pcrs(&line, LORICA_BOOT_EVENT);
			break;
		case 2:
			good = cmdline_rule(&line);
			break;
		case 3:
			good = flag(&line, &boot->secure_boot, "on", head);
			break;
		case 4:
			good = flag(&line, &boot->tpm, "required", head);
			break;
		default:
			good = rollback(p, boot, head);
		}
	}
	boot->broken |= !good;
	return good;
}

/* A file that is included may leave it to others. */
static bool on_fail(struct parser *p, struct ast_boot *boot, struct span head)
{
	struct span span;
	uint32_t value;

	if (p->token.kind == TOKEN_OPEN) {
		if (p->lex.source->parent)
			return true;
		boot->broken = true;
		diag_report(p->lex.diags, DIAG_MISSING_DEFAULT, head,
			    "'boot' needs 'on-fail log' or 'on-fail halt' here");
		return true;
	}
	if (p->token.kind != TOKEN_WORD)
		return parser_expected(p, "'on-fail log' or 'on-fail halt'");
	if (!parser_keyword(p, "on-fail") ||
	    !parser_choice(p, &words_boot, "'log' or 'halt'", &value, &span))
		return false;
	if (!boot->value) {
		boot->value = value;
		boot->value_span = span;
	} else if (boot->value != value) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, span,
			    "'boot' is 'on-fail %s' here and 'on-fail %s' elsewhere",
			    words_name(&words_boot, value), words_name(&words_boot, boot->value));
		diag_related(p->lex.diags, boot->value_span, "'on-fail %s' stands here",
			     words_name(&words_boot, boot->value));
	}
	return true;
}

/* boot-section = "boot", [ "on-fail", ( "log" | "halt" ) ], "{", { boot-rule }, "}" ; */
bool parse_boot(struct parser *p, struct span head, bool twice)
{
	struct ast_boot *boot = p->ast->boot;

	if (!boot || twice) {
		boot = arena_alloc(p->lex.arena, sizeof(*boot));
		boot->span = head;
		boot->tail = &boot->rules;
	}
	if (!twice)
		p->ast->boot = boot;
	/* The rules are worth a look even when the line above them is not. */
	if (!on_fail(p, boot, head)) {
		boot->broken = true;
		while (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_BAD ||
		       p->token.kind == TOKEN_CONSTANT || p->token.kind == TOKEN_EQUALS)
			parser_take(p);
	}
	return parser_block(p, head, boot, boot_rule);
}
