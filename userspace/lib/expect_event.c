// SPDX-License-Identifier: GPL-2.0-only
/* One function per production of the grammar in lorica-test(8), with the same names. */
#include "expect_event.h"

#include <string.h>

#include "expect_usb.h"
#include "kernel/shim.h"
#include "net_object.h"
#include "ruling.h"

/* What an event is made of, while it is read. */
struct event {
	struct expect_reading *r;
	enum lorica_event_type type;
	const char *word;
	struct span head;
};

static struct expect_line *add_line(struct event *e, const struct ast_word *object)
{
	struct expect_line *line = arena_alloc(e->r->p.lex.arena, sizeof(*line));

	line->type = e->type;
	line->object = *object;
	*e->r->lines = line;
	e->r->lines = &line->next;
	e->r->expect->nr++;
	return line;
}

static void is_absolute(struct event *e, const struct ast_word *path)
{
	if (*path->text != '/')
		diag_report(e->r->p.lex.diags, DIAG_BAD_STRING, path->span,
			    "the path of a file on the device begins with '/'");
}

static void add_path(void *context, const struct ast_word *path)
{
	add_line(context, path);
	is_absolute(context, path);
}

static void add_digest(void *context, const struct ast_word *digest)
{
	struct event *e = context;
	struct expect_line *line = add_line(e, digest);
	struct value_wrong wrong;

	line->has_digest = true;
	if (!value_digest(digest->text, line->digest, &wrong))
		parser_wrong(&e->r->p, DIAG_BAD_HEX, digest, &wrong);
}

/* file = paths | "sha256", digests ; */
static bool file(struct event *e)
{
	struct parser *p = &e->r->p;

	if (!parser_is(p, "sha256"))
		return parser_values(p, CONSTANT_PATH, "'sha256', or the path of a file", add_path,
				     e);
	parser_take(p);
	return parser_values(p, CONSTANT_DIGEST, "64 hex digits", add_digest, e);
}

/* by = "by", ( "any" | programs, { ",", programs } ) ; */
static bool by(struct event *e, struct ast_path **programs)
{
	struct ast_path **tail = programs;
	struct parser *p = &e->r->p;
	const struct ast_path *program;

	if (!parser_keyword(p, "by"))
		return false;
	if (parser_is(p, "any")) {
		parser_take(p);
		return true;
	}
	if (!parser_paths(p, "'any', or the path of a program", &tail))
		return false;
	for (program = *programs; program; program = program->next)
		is_absolute(e, &program->path);
	return true;
}

/* One question for each program; without any, for one of which nothing is known. */
static void ask(struct event *e, const struct ast_path *programs, const struct ast_word *object,
		const char *said)
{
	const struct ast_path every = { 0 }, *program = programs ?: &every;
	struct expect_line *line;

	for (; program; program = program->next) {
		line = add_line(e, object);
		line->program = program->path.text;
		line->said = arena_printf(e->r->p.lex.arena, "%s by %s", said,
					  line->program ?: "any");
	}
}

/* acts = ( "writable-code" | "bpf" ), "by", programs, { ",", programs } ; */
static bool acts(struct event *e)
{
	const struct ast_word nothing = { .span = e->head };
	struct ast_path *programs = NULL;

	if (!by(e, &programs))
		return false;
	if (!programs) {
		diag_report(e->r->p.lex.diags, DIAG_BAD_STRING, e->head,
			    "whether a program may do that hangs on the program: name it");
		return true;
	}
	ask(e, programs, &nothing, e->word);
	return true;
}

static bool is_one_port(const struct value_ports *ports)
{
	return ports->first == ports->last ||
	       (ports->first == 1 && ports->last == UINT16_MAX); /* any */
}

static bool is_one_address(const struct value_net *net)
{
	return net->bits == (net->version == 6 ? 128 : 32);
}

/* What a rule can say in one line is several questions, and some of it is none. */
static bool check_use(struct event *e, const struct ast_net_rule *rule)
{
	struct diags *diags = e->r->p.lex.diags;
	const struct ast_net_value *v;
	bool good = true;

	for (v = rule->ports; v; v = v->next) {
		if (is_one_port(&v->ports))
			continue;
		diag_report(diags, DIAG_BAD_PORT, v->word.span,
			    "an event is about one port, or 'any' for all of them at once");
		good = false;
	}
	for (v = rule->addresses; v; v = v->next) {
		if (is_one_address(&v->address))
			continue;
		diag_report(diags, DIAG_BAD_ADDRESS, v->word.span, "an event is about one address");
		good = false;
	}
	return good;
}

static void ask_use(struct event *e, const struct ast_net_rule *rule,
		    const struct ast_path *programs, const struct ast_net_value *proto,
		    const struct ast_net_value *port, const struct ast_net_value *address)
{
	struct arena *arena = e->r->p.lex.arena;
	bool is_any = port && port->ports.first != port->ports.last;
	unsigned int number = port && !is_any ? port->ports.first : 0;
	struct ast_word object = { 0 };
	const char *said;

	if (rule->act == LORICA_NET_SOCKET) {
		object.text = net_object_family(arena, proto->number);
		object.span = proto->word.span;
		ask(e, programs, &object, object.text);
		return;
	}
	object.text = net_object_text(arena, proto->number, number,
				      address ? &address->address : NULL);
	object.span = address ? address->word.span : port->word.span;
	said = arena_printf(arena, "%s %s %s", e->word, proto->word.text, port->word.text);
	if (address)
		said = arena_printf(arena, "%s %s %s", said,
				    rule->act == LORICA_NET_LISTEN ? "at" : "to",
				    address->word.text);
	ask(e, programs, &object, said);
}

static size_t length(const struct ast_net_value *list)
{
	size_t n = 0;

	for (; list; list = list->next)
		n++;
	return n ?: 1;
}

/* use = net-act, by ; with net-act as in a rule, but one port or address an event */
static bool use(struct event *e)
{
	struct ast_net_rule rule = { .span = e->head };
	const struct ast_net_value *proto, *port, *address;
	struct ast_path *programs = NULL, *program;
	struct parser *p = &e->r->p;
	size_t nr = 0;

	if (!parse_net_act(p, e->word, &rule) || !by(e, &programs))
		return false;
	if (!check_use(e, &rule))
		return true;
	for (program = programs; program; program = program->next)
		nr++;
	nr = (nr ?: 1) * length(rule.numbers) * length(rule.ports) * length(rule.addresses);
	if (nr > EXPECT_MAX_LINES) {
		diag_report(p->lex.diags, DIAG_LIMIT, e->head,
			    "a line stands for at most %d events", EXPECT_MAX_LINES);
		return true;
	}
	for (proto = rule.numbers; proto; proto = proto->next) {
		port = rule.ports;
		do {
			address = rule.addresses;
			do {
				ask_use(e, &rule, programs, proto, port, address);
				address = address ? address->next : NULL;
			} while (address);
			port = port ? port->next : NULL;
		} while (port);
	}
	return true;
}

/* device = usb-part, { usb-part | when } ; as in a rule, of one device */
static bool device(struct event *e)
{
	struct ast_usb_rule rule = { .span = e->head, .rule.verdict = LORICA_DEFAULT_ALLOW };
	struct ast_word object = { .span = e->head };
	struct parser *p = &e->r->p;
	struct expect_line *line;
	bool good;

	if (!parse_usb_device(p, &rule, &good))
		return false;
	if (!good || !expect_usb_check(&rule, p->lex.diags))
		return true;
	object.text = expect_usb_text(&rule, p->lex.arena);
	line = add_line(e, &object);
	line->usb = expect_usb_facts(&rule, p->lex.arena);
	return true;
}

/*
 * The events of the language: a section that is new has a row here for each
 * of its events, and a function that reads the rest of one.
 */
/* clang-format off */
static const struct {
	const char *word;
	enum lorica_event_type type;
	bool (*rest)(struct event *e);
} rows[] = {
	{ "exec", LORICA_EVENT_EXEC, file },
	{ "mmap", LORICA_EVENT_MMAP, file },
	{ "module", LORICA_EVENT_MODULE, file },
	{ "firmware", LORICA_EVENT_FIRMWARE, file },
	{ "script", LORICA_EVENT_SCRIPT, file },
	{ "kernel-helper", LORICA_EVENT_HELPER, file },
	{ "writable-code", LORICA_EVENT_WRITABLE_CODE, acts },
	{ "bpf", LORICA_EVENT_BPF, acts },
	{ "listen", LORICA_EVENT_NET_LISTEN, use },
	{ "connect", LORICA_EVENT_NET_CONNECT, use },
	{ "raw", LORICA_EVENT_NET_SOCKET, use },
	{ "packet", LORICA_EVENT_NET_SOCKET, use },
	{ "family", LORICA_EVENT_NET_SOCKET, use },
	{ "usb", LORICA_EVENT_USB, device },
};
/* clang-format on */
_Static_assert(ARRAY_SIZE(rows) <= EXPECT_MAX_EVENTS, "EXPECT_MAX_EVENTS is too small");

const char *expect_event_word(size_t which)
{
	return which < ARRAY_SIZE(rows) ? rows[which].word : NULL;
}

bool expect_event(struct expect_reading *r, size_t which, struct span head)
{
	struct event e = { r, rows[which].type, rows[which].word, head };

	return rows[which].rest(&e);
}

void expect_question(const struct expect_line *line, struct ruling_event *event)
{
	memset(event, 0, sizeof(*event));
	event->type = line->type;
	event->program = line->program;
	event->usb = line->usb;
	event->has_digest = line->has_digest;
	if (line->has_digest)
		memcpy(event->digest, line->digest, sizeof(event->digest));
	else if (line->object.text && *line->object.text == '/')
		event->path = line->object.text;
	else
		event->object = line->object.text;
}
