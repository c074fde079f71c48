// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../cmdline.h"

/* Words as NAME, or NAME=VALUE, with a bar behind each; "--" where the kernel stops reading. */
static void write_words(const char *text, char *out)
{
	struct lorica_cmdline line = lorica_cmdline_start(text);
	bool was_for_init = false;
	struct lorica_param p;

	*out = '\0';
	while (lorica_cmdline_next(&line, &p)) {
		if (line.is_for_init && !was_for_init)
			strcat(out, "--|");
		was_for_init = line.is_for_init;
		strncat(out, p.name, p.name_len);
		if (p.value) {
			strcat(out, "=");
			strncat(out, p.value, p.value_len);
		}
		strcat(out, "|");
	}
}

/* What next_arg() of the kernel makes of each. */
static const struct {
	const char *line;
	const char *words;
} lines[] = {
	{ "", "" },
	{ "  \t\n", "" },
	{ "quiet", "quiet|" },
	{ " a  b=1\tc= ", "a|b=1|c=|" },
	{ "a=b=c", "a=b=c|" },
	{ "=x", "=x|" },
	{ "==x", "==x|" },
	{ "init=\"/bin/sh -i\" x", "init=/bin/sh -i|x|" },
	{ "\"init=/bin/sh -i\" x", "init=/bin/sh -i|x|" },
	{ "\"init=\"/bin/sh -i\"\" x", "init=/bin/sh|-i\"\"|x|" },
	{ "in\"it=a b\"c d", "in\"it=a b\"c|d|" },
	{ "x=\"", "x=|" },
	{ "x=\"\"", "x=|" },
	{ "\"", "|" },
	{ "\"\"", "|" },
	{ "\"a b", "a b|" },
	{ "a=\"b c", "a=b c|" },
	{ "a=b\"c d\"", "a=b\"c d\"|" },
	{ "a\xa0"
	  "b",
	  "a|b|" },
	{ "a -- b c=1", "a|--|b|c=1|" },
	{ "-- -- b", "--|--|b|" },
	{ "--=x y", "--=x|y|" },
	{ "\"--\" b", "--|b|" },
};

static void reads_as_the_kernel_does(struct kunit *test)
{
	char words[128];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		write_words(lines[i].line, words);
		KUNIT_EXPECT_STREQ(test, words, lines[i].words);
	}
}

static const struct {
	const char *param;
	const char *word;
	bool is;
} pairs[] = {
	{ "quiet", "quiet", true },
	{ "quiet=1", "quiet", false },
	{ "quiet", "quiet=", false },
	{ "init=/x", "init=", true },
	{ "init=", "init=", true },
	{ "init=/x", "init=/x", true },
	{ "init=/xy", "init=/x", false },
	{ "init=/", "init=/x", false },
	{ "rdinit=/x", "init=", false },
	{ "a-b_c=1", "a_b-c=1", true },
	{ "a_b=x-y", "a-b=x-y", true },
	{ "a_b=x_y", "a-b=x-y", false },
	{ "INIT=/x", "init=/x", false },
	{ "\"init\"=/x", "init=/x", false },
	{ "init=\"/x y\"", "init=/x y", true },
};

static void compares_with_rules(struct kunit *test)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct lorica_cmdline line = lorica_cmdline_start(pairs[i].param);
		struct lorica_param param, word = lorica_cmdline_word(pairs[i].word);

		KUNIT_ASSERT_TRUE(test, lorica_cmdline_next(&line, &param));
		KUNIT_EXPECT_EQ_MSG(test, lorica_cmdline_is(&param, &word), pairs[i].is, "%s %s",
				    pairs[i].param, pairs[i].word);
	}
}

static void knows_words_of_rules(struct kunit *test)
{
	static const char *const good[] = { "a", "a=", "a=b c", "a=\"", "=", "a.b-c=1=2" };
	static const char *const bad[] = { "", " ", "a b", "a b=c", "\"a\"", "a\"", " a=1" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(good); i++)
		KUNIT_EXPECT_TRUE_MSG(test, lorica_cmdline_word_ok(good[i]), "%s", good[i]);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_FALSE_MSG(test, lorica_cmdline_word_ok(bad[i]), "%s", bad[i]);
}

static struct kunit_case cmdline_cases[] = {
	KUNIT_CASE(reads_as_the_kernel_does),
	KUNIT_CASE(compares_with_rules),
	KUNIT_CASE(knows_words_of_rules),
	{},
};

static struct kunit_suite cmdline_suite = {
	.name = "lorica_cmdline",
	.test_cases = cmdline_cases,
};

kunit_test_suite(cmdline_suite);
