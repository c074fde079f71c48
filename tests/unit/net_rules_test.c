// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random rules for the network, judged once more by the sentences of the manual:
 * one for a program before one for any, then the longer prefix, then fewer
 * ports; two that are alike and say different things are an error; the order of
 * the lines means nothing; what is called void can be left out.
 */
#include "tap.h"

#include "fixture.h"
#include "kernel/net_match.h"
#include "kernel/policy_decode.h"
#include "userspace/lib/emit.h"

enum { ROUNDS = 4000, MOST = 7, LINE = 128, PORTS = 9 };

struct line {
	bool denies;
	int program; /* 0: any */
	bool listens;
	int first, last;
	int address; /* 0: any */
};

static const char *const programs[] = { "any", "\"/a\"", "\"/b\"" };

static const struct {
	const char *text;
	u8 version, bits, address[16];
} addresses[] = {
	{ "", 0, 0, { 0 } },
	{ "10.0.0.0/8", 4, 8, { 10 } },
	{ "10.1.0.0/16", 4, 16, { 10, 1 } },
	{ "10.1.2.3", 4, 32, { 10, 1, 2, 3 } },
	{ "0.0.0.0/0", 4, 0, { 0 } },
	{ "fd00::/9", 6, 9, { 0xfd } },
};

static const struct lorica_net_query queries[] = {
	{ .version = 4, .address = { 10, 1, 2, 3 } }, { .version = 4, .address = { 10, 1, 2, 4 } },
	{ .version = 4, .address = { 10, 2, 2, 3 } }, { .version = 4, .address = { 11, 1, 2, 3 } },
	{ .version = 6, .address = { 0xfd, 1 } },     { .version = 6, .address = { 0xfd, 0x81 } },
};

static u64 state = 88172645463325252ULL;

static unsigned int any(unsigned int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % below;
}

static struct line random_line(void)
{
	struct line l = { any(2), any(3), any(2), 1 + any(PORTS - 1), 0, 0 };

	l.last = any(3) ? l.first : l.first + (int)any(PORTS - l.first);
	if (!any(6)) {
		l.first = 1;
		l.last = 65535;
	}
	if (any(3) && !(l.denies && l.listens))
		l.address = any(ARRAY_SIZE(addresses));
	return l;
}

static char *write(const struct line *lines, const int *order, int nr, bool allows)
{
	char *text = malloc(1024 + MOST * LINE), *to = text;
	int i;

	to += sprintf(to,
		      "syntax 1\npolicy p serial 1 epoch 0 audit\nkeys {\n\tb x509 \"b\" for manifest\n}\n"
		      "exec default deny {\n\tallow manifest b\n}\nnet default %s {\n",
		      allows ? "allow" : "deny");
	for (i = 0; i < nr; i++) {
		const struct line *l = &lines[order[i]];

		to += sprintf(to, "\t%s%s %s tcp %d-%d%s%s\n", l->denies ? "deny " : "",
			      programs[l->program], l->listens ? "listen" : "connect", l->first,
			      l->last,
			      !l->address ? "" :
			      l->listens  ? " at " :
					    " to ",
			      addresses[l->address].text);
	}
	sprintf(to, "}\n");
	return text;
}

static bool is_in(const struct line *l, const struct lorica_net_query *q)
{
	u8 bits = addresses[l->address].bits, i;

	if (!l->address)
		return true;
	if (addresses[l->address].version != q->version)
		return false;
	for (i = 0; i < bits; i++)
		if ((addresses[l->address].address[i / 8] ^ q->address[i / 8]) >> (7 - i % 8) & 1)
			return false;
	return true;
}

static long weight(const struct line *l)
{
	long prefix = l->address ? 1 + addresses[l->address].bits : 0;

	return (l->program ? 1L << 40 : 0) + (prefix << 20) + 65535 - (l->last - l->first);
}

/* What the manual says; @without: a line that is not there. */
static bool allowed(const struct line *lines, int nr, int without, int program,
		    const struct lorica_net_query *q, bool allows)
{
	const struct line *best = NULL;
	int i;

	for (i = 0; i < nr; i++) {
		const struct line *l = &lines[i];

		if (i == without || (l->program && l->program != program) ||
		    l->listens != (q->act == LORICA_NET_LISTEN) || q->port < l->first ||
		    q->port > l->last || !is_in(l, q))
			continue;
		if (!best || weight(l) > weight(best))
			best = l;
	}
	return best ? !best->denies : allows;
}

static bool clash(const struct line *a, const struct line *b)
{
	int x = a->last - a->first, y = b->last - b->first;

	if (a->program != b->program || a->listens != b->listens || a->address != b->address ||
	    a->first > b->last || b->first > a->last)
		return false;
	if (a->denies == b->denies)
		return a->first == b->first && a->last == b->last;
	return !(x < y && a->first >= b->first && a->last <= b->last) &&
	       !(y < x && b->first >= a->first && b->last <= a->last);
}

static bool any_clash(const struct line *lines, int nr)
{
	int i, k;

	for (i = 0; i < nr; i++)
		for (k = i + 1; k < nr; k++)
			if (clash(&lines[i], &lines[k]))
				return true;
	return false;
}

/* Asks about everything; @policy: what the kernel's matcher says, else as if a line was not there. */
static bool agrees(const struct line *lines, int nr, int without,
		   const struct lorica_policy *policy, bool allows)
{
	static const char *const names[] = { "/none", "/a", "/b" };
	size_t i;
	int p, port, act;

	for (i = 0; i < ARRAY_SIZE(queries); i++)
		for (p = 0; p < 3; p++)
			for (port = 1; port <= PORTS; port++)
				for (act = LORICA_NET_LISTEN; act <= LORICA_NET_CONNECT; act++) {
					struct lorica_net_query q = queries[i];
					bool want, got;

					q.act = act;
					q.proto = LORICA_NET_TCP;
					q.port = port;
					want = allowed(lines, nr, -1, p, &q, allows);
					got = policy ? lorica_net_decide(policy,
									 lorica_net_find(policy,
											 names[p],
											 &q),
									 &q)
							       .allow :
						       allowed(lines, nr, without, p, &q, allows);
					if (want != got)
						return false;
				}
	return true;
}

/* Line @i of the section is the text's line 10 + i. */
static bool is_void(const struct compile *c, int i)
{
	const struct diag *diag;
	struct position at;

	for (diag = c->diags.list; diag; diag = diag->next) {
		if (diag->kind != DIAG_SHADOWED_RULE)
			continue;
		at = source_locate(c->sources.list[0], diag->span.start);
		if ((int)at.line == 10 + i)
			return true;
	}
	return false;
}

static unsigned int good, bad, voids, needless;

static bool one_round(void)
{
	int order[MOST], nr = 1 + any(MOST), i, turn;
	struct line lines[MOST];
	bool allows = any(2), fine = true, wrong;
	u8 *bytes[2] = { NULL, NULL };
	size_t len[2] = { 0, 0 };

	for (i = 0; i < nr; i++) {
		lines[i] = random_line();
		order[i] = i;
	}
	wrong = any_clash(lines, nr);
	for (turn = 0; turn < 2; turn++) {
		char *text = write(lines, order, nr, allows);
		struct lorica_stmt_view view;
		struct lorica_policy policy;
		struct compile c;

		fine &= fixture_compile(&c, text, strlen(text)) != wrong;
		fine &= !(wrong && !c.diags.count[DIAG_ERROR]);
		if (!wrong) {
			fine &= !emit_policy(&c.sema, &bytes[turn], &len[turn]) &&
				!lorica_stmt_decode(bytes[turn], len[turn], &view) &&
				!lorica_policy_decode(&view, &policy) &&
				agrees(lines, nr, -1, &policy, allows);
			for (i = 0; i < nr; i++) {
				bool same = agrees(lines, nr, order[i], NULL, allows);

				needless += same;
				if (!is_void(&c, i))
					continue;
				voids++;
				fine &= same;
			}
		}
		if (!fine)
			printf("# %s\n", text);
		compile_free(&c);
		free(text);
		/* The other way round. */
		for (i = 0; i < nr; i++)
			order[i] = nr - 1 - i;
		if (!fine)
			break;
	}
	fine &= len[0] == len[1] && (wrong || !memcmp(bytes[0], bytes[1], len[0]));
	free(bytes[0]);
	free(bytes[1]);
	good += !wrong;
	bad += wrong;
	return fine;
}

int main(void)
{
	int i = 0;

	while (i < ROUNDS && one_round())
		i++;
	ok(i == ROUNDS, "%d random sections mean what the manual says", i);
	ok(good > ROUNDS / 4 && bad > ROUNDS / 40, "%u of them are good, %u contradict themselves",
	   good, bad);
	/* Some are void by the addresses alone, or for one who asks for these ports alone. */
	ok(voids > needless / 4, "%u of %u lines that change nothing are told of", voids, needless);
	return tap_done();
}
