// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random rules for USB devices. Of those that compile no two are equally
 * specific, meant by one device, and of different effect; the order of the lines
 * means nothing; what is called void can be left out.
 */
#include "tap.h"

#include "fixture.h"
#include "kernel/policy_usb.h"
#include "kernel/usb_match.h"
#include "userspace/lib/emit.h"

enum { ROUNDS = 3000, MOST = 6, LINE = 200 };

static const char *const ids[] = { "", "0403:*", "0403:6001", "1d6b:0002" };
static const char *const classes[] = {
	"", "hid", "03:01", "03:01:01", "08", "09, 03", "08:06, 03"
};
static const char *const serials[] = { "", "", "x", "y" };
static const char *const ports[] = { "", "", "1.2", "1.*", "*", "hc/1.2", "hc/1.*" };
static const char *const names[] = { "", "", "n" };
static const char *const whens[] = { "", "", "until seal", "after seal" };

static u64 state = 88172645463325252ULL;

static unsigned int any(unsigned int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % below;
}

#define ONE_OF(list) (list)[any(ARRAY_SIZE(list))]

static void put(char *to, const char *before, const char *text, const char *after)
{
	if (*text)
		sprintf(to + strlen(to), " %s%s%s", before, text, after);
}

static void random_line(char *to)
{
	bool denies = any(2);

	do {
		strcpy(to, denies ? "deny" : "allow");
		put(to, "", ONE_OF(ids), "");
		put(to, "class ", ONE_OF(classes), "");
		put(to, "serial \"", ONE_OF(serials), "\"");
		put(to, "product \"", ONE_OF(names), "\"");
		put(to, "port \"", ONE_OF(ports), "\"");
	} while (!strchr(to, ' '));
	put(to, "", ONE_OF(whens), "");
	if (!denies && !any(8))
		strcat(to, " at most 2");
}

/* Another verdict about the same devices, or almost the same. */
static void turn(char *to, const char *line)
{
	bool denies = line[0] == 'd';

	strcpy(to, denies ? "allow" : "deny");
	strcat(to, strchr(line, ' '));
	if (strstr(to, " at most"))
		*strstr(to, " at most") = '\0';
	if (denies && any(2))
		strcat(to, " at most 1");
}

/* @without: a line that is left out. */
static char *write(char lines[][LINE], const int *order, int nr, int without, bool allows)
{
	char *text = malloc(256 + MOST * LINE), *to = text;
	int i;

	to += sprintf(to, "syntax 1\npolicy p serial 1 epoch 0 audit\nusb default %s {\n",
		      allows ? "allow" : "deny");
	for (i = 0; i < nr; i++)
		if (order[i] != without)
			to += sprintf(to, "\t%s\n", lines[order[i]]);
	sprintf(to, "}\n");
	return text;
}

static const u8 interfaces[][2][3] = {
	{ { 3, 1, 1 } },
	{ { 3, 0, 0 } },
	{ { 8, 6, 80 } },
	{ { 9, 0, 0 } },
	{ { 3, 1, 1 }, { 8, 6, 80 } },
	{ { 9, 0, 0 }, { 3, 1, 2 } },
	{ { 0 } },
};

enum { DEVICES = 4 * 3 * 2 * 2 * 2 * 2 * ARRAY_SIZE(interfaces) };

static struct lorica_usb_facts device(unsigned int n)
{
	static const u16 known[][2] = {
		{ 0x403, 0x6001 }, { 0x403, 0x6002 }, { 0x1d6b, 2 }, { 0xffff, 1 }
	};
	static const char *const serial[] = { NULL, "x", "y" };
	struct lorica_usb_facts f = { 0 };
	unsigned int i;

	f.vendor = known[n % 4][0];
	f.product = known[n % 4][1];
	n /= 4;
	f.serial = serial[n % 3];
	n /= 3;
	f.port = n % 2 ? "1.2" : "1.3";
	f.controller = n / 2 % 2 ? "hc" : "other";
	f.after_seal = n / 4 % 2;
	f.name = n / 8 % 2 ? "n" : NULL;
	n /= 16;
	for (i = 0; i < 2 && interfaces[n][i][0]; i++)
		lorica_usb_add_interface(&f, interfaces[n][i][0], interfaces[n][i][1],
					 interfaces[n][i][2]);
	return f;
}

/* Of the rules that are meant and most specific, does it matter which one decides? */
static bool is_plain(const struct lorica_policy *p)
{
	unsigned int n;
	u32 i, k;

	for (n = 0; n < DEVICES; n++) {
		struct lorica_usb_facts f = device(n);

		for (i = 0; i < p->nr_usb && !lorica_usb_matches(p, &p->usb[i], &f); i++)
			;
		for (k = i + 1; k < p->nr_usb; k++) {
			if (!lorica_usb_matches(p, &p->usb[k], &f) ||
			    lorica_usb_specificity(p, &p->usb[i]) !=
				    lorica_usb_specificity(p, &p->usb[k]))
				continue;
			if (p->usb[i].verdict != p->usb[k].verdict || p->usb[i].at_most ||
			    p->usb[k].at_most)
				return false;
		}
	}
	return true;
}

static bool same_verdicts(const struct lorica_policy *a, const struct lorica_policy *b)
{
	unsigned int n;

	for (n = 0; n < DEVICES; n++) {
		struct lorica_usb_facts f = device(n);

		if (lorica_match_usb(a, &f, NULL).allow != lorica_match_usb(b, &f, NULL).allow)
			return false;
	}
	return true;
}

/* A statement for free(), NULL when the text does not compile. */
static u8 *compile_text(struct compile *c, const char *text, size_t *len,
			struct lorica_policy *policy)
{
	struct lorica_stmt_view view;
	u8 *data = NULL;

	if (!fixture_compile(c, text, strlen(text)))
		return NULL;
	if (emit_policy(&c->sema, &data, len) || lorica_stmt_decode(data, *len, &view) ||
	    lorica_policy_decode(&view, policy))
		abort();
	return data;
}

/* Line @i of the section is the text's line 4 + i. */
static bool is_void(const struct compile *c, int i)
{
	const struct diag *diag;

	for (diag = c->diags.list; diag; diag = diag->next)
		if (diag->kind == DIAG_SHADOWED_RULE &&
		    (int)source_locate(c->sources.list[0], diag->span.start).line == 4 + i)
			return true;
	return false;
}

static unsigned int good, bad, voids, needless;

/* What is left when a line is not there says the same. */
static bool can_go(char lines[][LINE], const int *order, int nr, int without, bool allows,
		   const struct lorica_policy *whole)
{
	char *text = write(lines, order, nr, without, allows);
	struct lorica_policy rest;
	struct compile c;
	size_t len;
	u8 *data = compile_text(&c, text, &len, &rest);
	bool same = data && same_verdicts(whole, &rest);

	compile_free(&c);
	free(data);
	free(text);
	return same;
}

static bool one_round(void)
{
	int order[MOST], back[MOST], nr = 1 + any(MOST), i;
	struct lorica_policy policy, other;
	bool allows = any(2), fine = true;
	char lines[MOST][LINE], *text, *turned;
	size_t len = 0, len2 = 0;
	struct compile c, c2;
	u8 *one, *two;

	for (i = 0; i < nr; i++) {
		if (i && !any(8))
			turn(lines[i], lines[any(i)]);
		else
			random_line(lines[i]);
		order[i] = i;
		back[i] = nr - 1 - i;
	}
	text = write(lines, order, nr, -1, allows);
	turned = write(lines, back, nr, -1, allows);
	one = compile_text(&c, text, &len, &policy);
	two = compile_text(&c2, turned, &len2, &other);
	fine = !one == !two && len == len2 && (!one || !memcmp(one, two, len));
	good += !!one;
	bad += !one;
	if (fine && one) {
		fine = is_plain(&policy);
		for (i = 0; i < nr && fine; i++) {
			bool same = can_go(lines, order, nr, i, allows, &policy) &&
				    !strstr(lines[i], "most");

			needless += same;
			voids += is_void(&c, i);
			fine = same || !is_void(&c, i);
		}
	}
	if (!fine)
		printf("# %s\n", text);
	compile_free(&c);
	compile_free(&c2);
	free(one);
	free(two);
	free(text);
	free(turned);
	return fine;
}

int main(void)
{
	int i = 0;

	while (i < ROUNDS && one_round())
		i++;
	ok(i == ROUNDS, "%d random sections mean what the manual says", i);
	ok(good > ROUNDS / 4 && bad > ROUNDS / 40, "%u of them are good, %u are refused", good,
	   bad);
	ok(voids > needless / 8, "%u of %u lines that change nothing are told of", voids, needless);
	return tap_done();
}
