// SPDX-License-Identifier: GPL-2.0-only
/* The productions usb-section and usb-rule of policy/lorica.ebnf. */
#include "parser.h"

#include <string.h>

#include "kernel/limits.h"
#include "kernel/usb_match.h"
#include "value_usb.h"

/* A rule under construction; @seen is where each of its parts stands. */
enum part { ID, CLASSES, SERIAL, NAME, MANUFACTURER, PORT, AT_MOST, WHEN, NR_PARTS };

struct rule {
	struct parser *p;
	struct ast_usb_rule *ast;
	struct span seen[NR_PARTS];
	bool good;
};

/* Each part at most once. */
static void saw(struct rule *r, enum part part, struct span span, const char *what)
{
	if (r->seen[part].end) {
		diag_report(r->p->lex.diags, DIAG_DUPLICATE_CLAUSE, span, "%s is given twice",
			    what);
		diag_related(r->p->lex.diags, r->seen[part], "first given here");
		r->good = false;
	}
	r->seen[part] = span;
}

static bool id(struct rule *r)
{
	struct value_wrong wrong;
	struct value_usb_id value;
	struct ast_word word;
	bool any;

	saw(r, ID, r->p->token.span, "the id");
	if (!parser_value(r->p, CONSTANT_NAME, "a USB id", &word))
		return false;
	if (!value_usb_ids(word.text, &value, &any, &wrong)) {
		parser_wrong(r->p, DIAG_BAD_USB, &word, &wrong);
		r->good = false;
		return true;
	}
	r->ast->rule.match = LORICA_USB_VENDOR | (any ? 0 : LORICA_USB_PRODUCT);
	r->ast->rule.vendor = cpu_to_le16(value.vendor);
	r->ast->rule.product = cpu_to_le16(value.product);
	return true;
}

static void add_class(void *context, const struct ast_word *word)
{
	struct rule *r = context;
	struct lorica_usb_rule *rule = &r->ast->rule;
	struct value_usb_class class;
	struct value_wrong wrong;
	uint8_t given;

	if (!value_usb_classes(word->text, &class, &given, &wrong)) {
		parser_wrong(r->p, DIAG_BAD_USB, word, &wrong);
		r->good = false;
	} else if (rule->nr_classes == LORICA_USB_RULE_CLASSES) {
		diag_report(r->p->lex.diags, DIAG_LIMIT, word->span,
			    "a rule can name at most %d classes", LORICA_USB_RULE_CLASSES);
		r->good = false;
	} else {
		rule->classes[rule->nr_classes++] = (struct lorica_usb_class){
			class.class, class.subclass, class.protocol, given
		};
	}
}

/* usb-classes, { ",", usb-classes } */
static bool classes(struct rule *r)
{
	bool good = true;

	saw(r, CLASSES, r->p->token.span, "'class' or 'interfaces'");
	parser_take(r->p);
	do {
		good &= parser_values(r->p, CONSTANT_NAME | CONSTANT_NUMBER, "a USB class",
				      add_class, r);
	} while (parser_comma(r->p));
	return good;
}

/* A string, as it is; only paths have constants. */
static bool text(struct rule *r, enum part part, const char *what, struct ast_word *word)
{
	struct parser *p = r->p;
	const char *c;

	saw(r, part, p->token.span, arena_printf(p->lex.arena, "'%s'", p->token.text));
	parser_take(p);
	if (p->token.kind != TOKEN_STRING)
		return parser_expected(p, arena_printf(p->lex.arena, "%s in quotes", what));
	word->text = p->token.text;
	word->span = p->token.span;
	parser_take(p);
	for (c = word->text; *c && (unsigned char)*c >= ' ' && *c != 0x7f; c++)
		;
	if (*c || !*word->text || strlen(word->text) >= LORICA_MAX_USB_STRING) {
		diag_report(p->lex.diags, DIAG_BAD_USB, word->span,
			    "%s has 1 to %d bytes and no control characters", what,
			    LORICA_MAX_USB_STRING - 1);
		r->good = false;
	}
	return true;
}

static bool serial(struct rule *r)
{
	return text(r, SERIAL, "a serial number", &r->ast->serial);
}

static bool product(struct rule *r)
{
	return text(r, NAME, "the name of a product", &r->ast->name);
}

static bool manufacturer(struct rule *r)
{
	return text(r, MANUFACTURER, "the name of a manufacturer", &r->ast->manufacturer);
}

static bool port(struct rule *r)
{
	if (!text(r, PORT, "a port", &r->ast->port))
		return false;
	if (r->good && !lorica_usb_port(r->ast->port.text)) {
		diag_report(r->p->lex.diags, DIAG_BAD_USB, r->ast->port.span,
			    "a port looks like \"1.2\": the numbers of the ports below the root hub, the last of which may be *, with CONTROLLER/ in front or without");
		r->good = false;
	}
	return true;
}

static bool at_most(struct rule *r)
{
	struct parser *p = r->p;
	struct value_wrong wrong;
	struct ast_word word;
	uint64_t number;

	saw(r, AT_MOST, p->token.span, "'at most'");
	parser_take(p);
	if (!parser_keyword(p, "most") ||
	    !parser_value(p, CONSTANT_NUMBER, "a number of devices", &word))
		return false;
	if (!value_number(word.text, &number, &wrong)) {
		parser_wrong(p, DIAG_BAD_NUMBER, &word, &wrong);
		r->good = false;
	} else if (!number || number > 255) {
		diag_report(p->lex.diags, DIAG_BAD_NUMBER, word.span,
			    "a rule allows at most 1 to 255 devices");
		r->good = false;
	} else if (r->ast->rule.verdict != LORICA_DEFAULT_ALLOW) {
		diag_report(p->lex.diags, DIAG_CONTRADICTION, r->seen[AT_MOST],
			    "'at most' is for rules that allow");
		r->good = false;
	} else {
		r->ast->rule.at_most = number;
	}
	return true;
}

static bool when(struct rule *r)
{
	struct parser *p = r->p;

	saw(r, WHEN, p->token.span, "the moment");
	r->ast->rule.when = parser_is(p, "until") ? LORICA_USB_UNTIL_SEAL : LORICA_USB_AFTER_SEAL;
	parser_take(p);
	return parser_keyword(p, "seal");
}

/* What a part of a rule begins with; an id begins with itself. */
static const struct {
	const char *word;
	bool (*parse)(struct rule *r);
} part_list[] = {
	{ "class", classes },
	{ "interfaces", classes },
	{ "serial", serial },
	{ "product", product },
	{ "manufacturer", manufacturer },
	{ "port", port },
	{ "at", at_most },
	{ "until", when },
	{ "after", when },
};

static bool part(struct rule *r)
{
	size_t i;

	for (i = 0; i < sizeof(part_list) / sizeof(part_list[0]); i++)
		if (parser_is(r->p, part_list[i].word))
			return part_list[i].parse(r);
	if (r->p->token.kind == TOKEN_CONSTANT ||
	    (r->p->token.kind == TOKEN_WORD && strchr(r->p->token.text, ':')))
		return id(r);
	return parser_expected(r->p,
			       "a USB id, 'class', 'interfaces', 'serial', 'product', 'manufacturer', 'port', 'at most', 'until seal' or 'after seal'");
}

static bool at_end(const struct parser *p)
{
	return p->token.kind == TOKEN_NEWLINE || p->token.kind == TOKEN_CLOSE ||
	       p->token.kind == TOKEN_END;
}

bool parse_usb_device(struct parser *p, struct ast_usb_rule *device, bool *good)
{
	struct rule r = { .p = p, .ast = device, .good = true };
	bool found;

	do {
		found = part(&r);
	} while (found && !at_end(p) && !parser_is(p, "allow") && !parser_is(p, "deny") &&
		 !parser_is(p, "audit"));
	*good = r.good;
	return found;
}

/* usb-rule = ( "allow" | "deny" ), usb-part, { usb-part } ; */
static bool usb_rule(struct parser *p, void *section)
{
	struct ast_usb *usb = section;
	struct rule r = { .p = p, .good = true };
	uint32_t verdict;
	enum part i;

	r.ast = arena_alloc(p->lex.arena, sizeof(*r.ast));
	if (!parser_choice(p, &words_default, "'allow' or 'deny'", &verdict, &r.ast->span))
		return false;
	r.ast->rule.verdict = verdict;
	do {
		if (!part(&r))
			return false;
	} while (!at_end(p));
	for (i = ID; i <= PORT && !r.seen[i].end;)
		i++;
	if (i > PORT && r.good) {
		diag_report(p->lex.diags, DIAG_BAD_USB, r.ast->span,
			    "this would be another default: a rule says something of the device");
		return true;
	}
	if (!r.good)
		return true;
	if (usb->nr++ == LORICA_MAX_USB_RULES) {
		diag_report(p->lex.diags, DIAG_LIMIT, r.ast->span,
			    "a policy can have at most %d rules for USB devices",
			    LORICA_MAX_USB_RULES);
		return true;
	}
	if (usb->nr > LORICA_MAX_USB_RULES)
		return true;
	*usb->tail = r.ast;
	usb->tail = &r.ast->next;
	return true;
}

/* usb-section = "usb", [ "default", ( "deny" | "allow" ) ], "{", { usb-rule }, "}" ; */
bool parse_usb(struct parser *p, struct span head, bool twice)
{
	struct ast_usb *usb = p->ast->usb;

	if (!usb || twice) {
		usb = arena_alloc(p->lex.arena, sizeof(*usb));
		usb->span = head;
		usb->tail = &usb->rules;
	}
	if (!twice)
		p->ast->usb = usb;
	parse_default(p, "usb", head, &usb->value, &usb->value_span, &usb->default_broken);
	return parser_block(p, head, usb, usb_rule);
}
