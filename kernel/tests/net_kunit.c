// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../limits.h"
#include "../net_match.h"
#include "../policy_net.h"
#include "build.h"

enum { RULES = 12, ANY = LORICA_NO_STRING, MANY = 100 };

/* In STRINGS: "/a" at 0, "/b" at 3. */
enum { A = 0, B = 3 };

/* A policy with rules for the network, open to damage. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_net_rule rules[MANY];
	u32 nr;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
};

static struct lorica_net_rule *add(struct sample *s, u32 program, u8 act, u8 proto, u16 first,
				   u16 last, u8 verdict)
{
	struct lorica_net_rule *r = &s->rules[s->nr++];

	memset(r, 0, sizeof(*r));
	r->program = cpu_to_le32(program);
	r->act = act;
	r->proto = proto;
	r->first = cpu_to_le16(first);
	r->last = cpu_to_le16(last);
	r->verdict = verdict;
	return r;
}

static void at(struct lorica_net_rule *r, u8 version, u8 bits, u8 a, u8 b)
{
	r->version = version;
	r->bits = bits;
	r->address[0] = a;
	r->address[1] = b;
}

static enum lorica_reason decode(struct sample *s)
{
	static const char strings[] = "/a\0/b"; /* with the last NUL */
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, 3 + !!s->nr);
	build_add(&s->b, 0, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	build_add(&s->b, 1, LORICA_SECTION_STRINGS, strings, sizeof(strings));
	if (s->nr)
		build_add(&s->b, 2, LORICA_SECTION_NET, s->rules, s->nr * sizeof(s->rules[0]));
	build_add(&s->b, 2 + !!s->nr, LORICA_SECTION_TEXT, "x\n", 2);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

/* Index 0 to 11, as a compiler would write them. */
static void sample_init(struct sample *s)
{
	const u8 allow = LORICA_DEFAULT_ALLOW, deny = LORICA_DEFAULT_DENY;

	memset(s, 0, sizeof(*s));
	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.exec_default = LORICA_DEFAULT_DENY;
	s->rec.net = LORICA_DEFAULT_DENY;
	add(s, A, LORICA_NET_LISTEN, LORICA_NET_TCP, 22, 22, allow); /* 0 */
	add(s, A, LORICA_NET_LISTEN, LORICA_NET_TCP, 80, 90, allow); /* 1 */
	add(s, A, LORICA_NET_LISTEN, LORICA_NET_UDP, 1, 65535, allow); /* 2 */
	add(s, A, LORICA_NET_CONNECT, LORICA_NET_TCP, 1, 65535, allow); /* 3 */
	at(add(s, A, LORICA_NET_CONNECT, LORICA_NET_TCP, 443, 443, allow), 4, 16, 10, 1); /* 4 */
	at(add(s, A, LORICA_NET_CONNECT, LORICA_NET_TCP, 1, 65535, deny), 4, 8, 10, 0); /* 5 */
	at(add(s, A, LORICA_NET_CONNECT, LORICA_NET_TCP, 5, 5, deny), 6, 12, 0x20, 0x10); /* 6 */
	add(s, A, LORICA_NET_SOCKET, LORICA_NET_FAMILY_IP, 0, 0, allow); /* 7 */
	add(s, B, LORICA_NET_CONNECT, LORICA_NET_UDP, 53, 53, allow); /* 8 */
	add(s, ANY, LORICA_NET_LISTEN, LORICA_NET_TCP, 80, 80, deny); /* 9 */
	add(s, ANY, LORICA_NET_LISTEN, LORICA_NET_TCP, 81, 81, allow); /* 10 */
	add(s, ANY, LORICA_NET_SOCKET, 40, 0, 0, allow); /* 11 */
}

static struct lorica_net_query ask(u8 act, u8 proto, u8 version, u8 a, u8 b, u16 port)
{
	return (struct lorica_net_query){
		.act = act, .proto = proto, .version = version, .port = port, .address = { a, b }
	};
}

static u32 find(struct sample *s, const char *path, struct lorica_net_query q)
{
	return lorica_net_find(&s->policy, path, &q);
}

static void test_find(struct kunit *test)
{
	const u8 listens = LORICA_NET_LISTEN, connects = LORICA_NET_CONNECT;
	const u8 tcp = LORICA_NET_TCP, udp = LORICA_NET_UDP, none = 0;
	static struct sample s;

	sample_init(&s);
	KUNIT_ASSERT_EQ(test, decode(&s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 22)), 0);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 6, 0, 0, 22)), 0);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 21)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 23)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 79)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 80)), 1);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 90)), 1);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, 91)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/b", ask(listens, tcp, 4, 0, 0, 22)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/aa", ask(listens, tcp, 4, 0, 0, 22)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/", ask(listens, tcp, 4, 0, 0, 22)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, NULL, ask(listens, tcp, 4, 0, 0, 22)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, NULL, ask(listens, tcp, 4, 0, 0, 81)), 10);
	/* A port that the kernel will pick may be any. */
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, tcp, 4, 0, 0, none)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(listens, udp, 4, 0, 0, none)), 2);
	/* The longest prefix that covers address and port. */
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 4, 10, 1, 443)), 4);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 4, 10, 1, 444)), 5);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 4, 10, 2, 443)), 5);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 4, 11, 1, 443)), 3);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 6, 10, 1, 443)), 3);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 6, 0x20, 0x1f, 5)), 6);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 6, 0x20, 0x20, 5)), 3);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, tcp, 6, 0x20, 0x10, 6)), 3);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(connects, udp, 4, 10, 1, 53)), LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, "/b", ask(connects, udp, 4, 10, 1, 53)), 8);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(LORICA_NET_SOCKET, 2, 0, 0, 0, 0)), 7);
	KUNIT_EXPECT_EQ(test, find(&s, "/a", ask(LORICA_NET_SOCKET, 17, 0, 0, 0, 0)),
			LORICA_NO_RULE);
	KUNIT_EXPECT_EQ(test, find(&s, NULL, ask(LORICA_NET_SOCKET, 40, 0, 0, 0, 0)), 11);
}

static struct lorica_decision decide(struct sample *s, const char *path, struct lorica_net_query q)
{
	return lorica_net_decide(&s->policy, lorica_net_find(&s->policy, path, &q), &q);
}

static void test_decide(struct kunit *test)
{
	const struct lorica_net_query web = ask(LORICA_NET_LISTEN, LORICA_NET_TCP, 4, 0, 0, 80);
	const struct lorica_net_query ssh = ask(LORICA_NET_LISTEN, LORICA_NET_TCP, 4, 0, 0, 22);
	static struct sample s;

	sample_init(&s);
	KUNIT_ASSERT_EQ(test, decode(&s), LORICA_OK);
	/* A rule for a program goes before one for all. */
	KUNIT_EXPECT_TRUE(test, decide(&s, "/a", web).allow);
	KUNIT_EXPECT_EQ(test, decide(&s, "/a", web).reason, LORICA_R_NET_RULE);
	KUNIT_EXPECT_FALSE(test, decide(&s, "/b", web).allow);
	KUNIT_EXPECT_EQ(test, decide(&s, "/b", web).reason, LORICA_R_NET_DENIED);
	KUNIT_EXPECT_EQ(test, decide(&s, "/b", web).rule, 9);
	KUNIT_EXPECT_FALSE(test, decide(&s, "/b", ssh).allow);
	KUNIT_EXPECT_EQ(test, decide(&s, "/b", ssh).reason, LORICA_R_NET_NO_RULE);
	KUNIT_EXPECT_EQ(test, decide(&s, "/b", ssh).rule, LORICA_NO_RULE);
	s.rec.net = LORICA_DEFAULT_ALLOW;
	KUNIT_ASSERT_EQ(test, decode(&s), LORICA_OK);
	KUNIT_EXPECT_TRUE(test, decide(&s, "/b", ssh).allow);
	KUNIT_EXPECT_EQ(test, decide(&s, "/b", ssh).reason, LORICA_R_DEFAULT);
	KUNIT_EXPECT_FALSE(test, decide(&s, "/b", web).allow);
	KUNIT_EXPECT_TRUE(test, lorica_net_sends(&s.policy, "/b", LORICA_NET_UDP));
	KUNIT_EXPECT_FALSE(test, lorica_net_sends(&s.policy, "/a", LORICA_NET_UDP));
	KUNIT_EXPECT_FALSE(test, lorica_net_sends(&s.policy, NULL, LORICA_NET_UDP));
	/* Of two names the longer prefix, and of two alike the one that denies. */
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, LORICA_NO_RULE, 3), 3);
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, 3, LORICA_NO_RULE), 3);
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, 3, 5), 5);
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, 4, 5), 4);
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, 10, 9), 9);
	KUNIT_EXPECT_EQ(test, lorica_net_better(&s.policy, 9, 10), 9);
}

static void test_family(struct kunit *test)
{
	struct lorica_net_query mapped = { .version = 6,
					   .address = { [10] = 0xff, 0xff, 10, 1, 2, 3 } };
	struct lorica_net_query plain = { .version = 6, .address = { [11] = 0xff, 10, 1, 2, 3 } };

	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(10, 1, 6), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 1, 262), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 2, 17), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(10, 2, 136), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(1, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(16, 3, 15), 0);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 3, 6), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 3, 17), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(10, 3, 255), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 2, 1), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 1, 132), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 1, 17), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(2, 5, 0), 2);
	KUNIT_EXPECT_EQ(test, lorica_net_family(17, 3, 3), 17);
	KUNIT_EXPECT_EQ(test, lorica_net_family(99, 1, 0), 99);
	KUNIT_EXPECT_EQ(test, lorica_net_family(256 + 1, 1, 0), 255);
	KUNIT_EXPECT_EQ(test, lorica_net_family(-1, 1, 0), 255);
	KUNIT_EXPECT_STREQ(test, lorica_net_family_name(2), "raw");
	KUNIT_EXPECT_STREQ(test, lorica_net_family_name(40), "vsock");
	KUNIT_EXPECT_PTR_EQ(test, lorica_net_family_name(1), NULL);
	KUNIT_EXPECT_PTR_EQ(test, lorica_net_family_name(255), NULL);
	lorica_net_normal(&mapped);
	KUNIT_EXPECT_EQ(test, mapped.version, 4);
	KUNIT_EXPECT_EQ(test, mapped.address[0], 10);
	KUNIT_EXPECT_EQ(test, mapped.address[3], 3);
	KUNIT_EXPECT_EQ(test, mapped.address[12], 0);
	lorica_net_normal(&plain);
	KUNIT_EXPECT_EQ(test, plain.version, 6);
}

/* Each is a table that no compiler writes. */
static void test_refused(struct kunit *test)
{
	static struct sample s;

#define REFUSED(reason, damage)                                     \
	do {                                                        \
		sample_init(&s);                                    \
		damage;                                             \
		KUNIT_EXPECT_EQ(test, decode(&s), LORICA_##reason); \
	} while (0)
#define R (s.rules)
	REFUSED(OK, );
	REFUSED(OK, s.rec.net = LORICA_DEFAULT_ALLOW);
	REFUSED(R_CONTENT, s.rec.net = LORICA_DEFAULT_UNMANAGED);
	REFUSED(R_CONTENT, s.rec.net = LORICA_DEFAULT_ALLOW + 1);
	REFUSED(R_CONTENT, s.rec.exec_default = LORICA_DEFAULT_ALLOW);
	REFUSED(R_RESERVED, s.rec.reserved[0] = 1);
	REFUSED(R_RESERVED, R[3].reserved[2] = 1);
	REFUSED(R_CONTENT, R[0].verdict = 0);
	REFUSED(R_CONTENT, R[0].verdict = 3);
	REFUSED(R_CONTENT, R[0].program = cpu_to_le32(1));
	REFUSED(R_CONTENT, R[8].program = cpu_to_le32(6));
	REFUSED(R_CONTENT, R[0].act = 0);
	REFUSED(R_CONTENT, R[11].act = 4);
	REFUSED(R_CONTENT, R[0].proto = 0);
	REFUSED(R_CONTENT, R[3].proto = 132);
	REFUSED(R_CONTENT, R[0].first = 0);
	REFUSED(R_CONTENT, R[1].last = cpu_to_le16(79));
	REFUSED(R_CONTENT, R[4].version = 5);
	REFUSED(R_CONTENT, R[4].version = 0);
	REFUSED(R_CONTENT, R[5].bits = 33);
	REFUSED(R_CONTENT, R[6].bits = 129);
	REFUSED(R_CONTENT, R[3].bits = 1);
	REFUSED(R_CONTENT, R[3].address[15] = 1);
	REFUSED(R_CONTENT, R[5].address[1] = 1);
	REFUSED(R_CONTENT, R[5].bits = 7; R[5].address[0] = 11);
	REFUSED(R_CONTENT, R[4].address[15] = 1);
	/* To listen is not denied at some addresses. */
	REFUSED(R_CONTENT, at(&R[9], 4, 8, 10, 0));
	REFUSED(R_CONTENT, R[7].first = cpu_to_le16(1); R[7].last = cpu_to_le16(1));
	REFUSED(R_CONTENT, at(&R[7], 4, 8, 10, 0));
	REFUSED(R_CONTENT, R[7].proto = 0);
	REFUSED(R_CONTENT, R[7].proto = 1);
	REFUSED(R_CONTENT, R[7].proto = 10);
	REFUSED(R_CONTENT, R[7].proto = 16);
	REFUSED(R_ORDER, R[1] = R[0]);
	REFUSED(R_ORDER, R[9].program = cpu_to_le32(A));
	REFUSED(R_ORDER, at(&R[4], 4, 7, 10, 0));
	REFUSED(R_ORDER, R[2].proto = LORICA_NET_TCP; R[2].last = cpu_to_le16(1));
	REFUSED(R_ORDER, R[1].first = cpu_to_le16(22));
	REFUSED(R_CONTENT, R[0].last = cpu_to_le16(80));
	/* One range in two pieces. */
	REFUSED(R_CONTENT, R[1].first = cpu_to_le16(23));
	REFUSED(OK, R[1].first = cpu_to_le16(23); R[1].verdict = LORICA_DEFAULT_DENY);
	/* A string that no rule names. */
	REFUSED(R_CONTENT, R[8].program = cpu_to_le32(A); R[8].act = LORICA_NET_SOCKET;
		R[8].proto = 3; R[8].first = 0; R[8].last = 0);
#undef R
#undef REFUSED
	sample_init(&s);
	s.nr = 0;
	KUNIT_EXPECT_EQ(test, decode(&s), LORICA_R_CONTENT); /* its strings */
}

/* Whatever a table looks like, no search leaves it. */
static void test_many(struct kunit *test)
{
	static struct sample s;
	u32 i, wrong = 0;

	sample_init(&s);
	s.nr = 0;
	for (i = 0; i < 50; i++)
		at(add(&s, A, LORICA_NET_CONNECT, LORICA_NET_TCP, 10 * i + 1, 10 * i + 5,
		       LORICA_DEFAULT_ALLOW),
		   4, 32 - i / 10, 10, 0);
	add(&s, B, LORICA_NET_CONNECT, LORICA_NET_TCP, 1, 65535, LORICA_DEFAULT_ALLOW);
	KUNIT_ASSERT_EQ(test, decode(&s), LORICA_OK);
	for (i = 1; i < 600; i++) {
		u32 in = (i - 1) / 10, want = (i - 1) % 10 < 5 && in < 50 ? in : LORICA_NO_RULE;

		wrong += find(&s, "/a", ask(LORICA_NET_CONNECT, LORICA_NET_TCP, 4, 10, 0, i)) !=
			 want;
		wrong += find(&s, "/b", ask(LORICA_NET_CONNECT, LORICA_NET_TCP, 4, 10, 0, i)) != 50;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/*
 * Names of the letters a and b, from one to five, in their order; of each the
 * second one has rules, at first one, then two, and so on.
 */
enum { LETTERS = 5, NAMES = 2 * ((1 << LETTERS) - 1), ROOM = LETTERS + 2, MOST = 4 };

static char *name_of(u32 n, char *to)
{
	u32 left = (1 << LETTERS) - 1;

	*to++ = '/';
	/* A name stands before those that it begins; each letter has the same number below it. */
	for (;;) {
		*to++ = n < left ? 'a' : 'b';
		n %= left;
		left /= 2;
		if (!n--)
			break;
	}
	*to = '\0';
	return to;
}

static void test_names(struct kunit *test)
{
	static struct lorica_net_rule rules[NAMES * MOST];
	static char strings[NAMES * ROOM];
	struct lorica_policy policy = { .net = rules, .strings.data = (const u8 *)strings };
	char name[ROOM + 1], before[ROOM + 1] = "";
	struct lorica_net_query q = ask(LORICA_NET_CONNECT, LORICA_NET_TCP, 4, 10, 0, 0);
	static u32 first[NAMES], count[NAMES];
	u32 n, i, len = 0, wrong = 0, start;

	for (n = 0; n < NAMES; n++) {
		u32 size = name_of(n, name) - name + 1;

		wrong += strcmp(before, name) >= 0;
		strcpy(before, name);
		first[n] = policy.nr_net;
		count[n] = n % 2 ? 1 + n / 2 % MOST : 0;
		for (i = 0; i < count[n]; i++)
			rules[policy.nr_net++] = (struct lorica_net_rule){
				.program = cpu_to_le32(len),
				.act = LORICA_NET_CONNECT,
				.proto = LORICA_NET_TCP,
				.first = cpu_to_le16(2 * i + 1),
				.last = cpu_to_le16(2 * i + 1),
			};
		if (count[n])
			memcpy(strings + len, name, size);
		len += count[n] ? size : 0;
	}
	policy.strings.len = len;
	/* With rules for every program, and without. */
	for (start = policy.nr_net; policy.nr_net <= start + 1; policy.nr_net++) {
		for (n = 0; n < NAMES; n++) {
			name_of(n, name);
			for (i = 0; i <= MOST; i++) {
				q.port = 2 * i + 1;
				wrong += lorica_net_find(&policy, name, &q) !=
					 (i < count[n] ? first[n] + i : LORICA_NO_RULE);
			}
		}
		rules[policy.nr_net] = (struct lorica_net_rule){
			.program = cpu_to_le32(ANY),
			.act = LORICA_NET_CONNECT,
			.proto = LORICA_NET_TCP,
			.first = cpu_to_le16(1),
			.last = cpu_to_le16(1),
		};
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case net_cases[] = {
	KUNIT_CASE(test_find),
	KUNIT_CASE(test_decide),
	KUNIT_CASE(test_family),
	KUNIT_CASE(test_refused),
	KUNIT_CASE(test_many),
	KUNIT_CASE(test_names),
	{},
};

static struct kunit_suite net_suite = {
	.name = "lorica_net",
	.test_cases = net_cases,
};
kunit_test_suite(net_suite);
