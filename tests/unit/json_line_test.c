// SPDX-License-Identifier: GPL-2.0-only
/* Records in JSON: what is read, and what is refused where. */
#include "tap.h"

#include <string.h>

#include "userspace/lib/arena.h"
#include "userspace/lib/json_line.h"

static struct arena arena;

static void reads(const char *text, const char *key, const char *want)
{
	struct json_line line;
	const char *got, *wrong;
	size_t at;

	wrong = json_line_parse(&line, text, strlen(text), &arena, &at);
	got = wrong ? NULL : json_line_string(&line, key);
	ok(!wrong && (want ? got && !strcmp(got, want) : !got), "%s", text);
	if (wrong)
		printf("# %s at %zu\n", wrong, at);
}

static void counts(const char *text, bool good, uint64_t want)
{
	struct json_line line;
	uint64_t got = 77;
	size_t at;
	bool found;

	found = !json_line_parse(&line, text, strlen(text), &arena, &at) &&
		json_line_number(&line, "a", &got);
	ok(found == good && got == (good ? want : 77), "number: %s", text);
}

static void confirms(const char *text, bool want)
{
	struct json_line line;
	size_t at;

	ok(!json_line_parse(&line, text, strlen(text), &arena, &at) &&
		   json_line_true(&line, "a") == want,
	   "true: %s", text);
}

static void refuses(const char *text, size_t len, size_t where, const char *want)
{
	struct json_line line;
	const char *wrong;
	size_t at = ~(size_t)0;

	wrong = json_line_parse(&line, text, len, &arena, &at);
	if (!ok(wrong && !strcmp(wrong, want) && at == where, "%s: %s", want, text))
		printf("# %s at %zu\n", wrong ? wrong : "accepted", at);
}

#define REFUSES(text, where, want) refuses(text, sizeof(text) - 1, where, want)

static void many_members(void)
{
	char text[16 * (JSON_LINE_MAX + 2)] = "{", *end = text + 1;
	struct json_line line;
	size_t at;
	int i;

	for (i = 0; i < JSON_LINE_MAX; i++)
		end += sprintf(end, "%s\"k%d\":1", i ? "," : "", i);
	strcpy(end, "}");
	ok(!json_line_parse(&line, text, strlen(text), &arena, &at),
	   "as many members as there may be");
	strcpy(end, ",\"k\":1}");
	ok(json_line_parse(&line, text, strlen(text), &arena, &at), "one more");
}

int main(void)
{
	static const char value[] = "a string, a number, true, false or null has to stand here";

	reads("{\"a\": \"x\",\"b\": 1}", "a", "x");
	reads(" { \"a\" : \"x\" , \"b\" : -1.5e3 , \"c\" : null } \r", "a", "x");
	reads("{\"a\":1}", "a", NULL);
	reads("{\"a\":null}", "a", NULL);
	reads("{}", "a", NULL);
	reads("{\"b\":\"a\"}", "a", NULL);
	reads("{\"a\":\"\"}", "a", "");
	reads("{\"\\u0061\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a", "\"\\/\b\f\n\r\t");
	reads("{\"a\":\"\\u00e4\\u20AC\\ud83d\\ude00\\u001b\"}", "a", "ä€😀\033");
	reads("{\"a\":\"ä€😀\"}", "a", "ä€😀");

	counts("{\"a\":0}", true, 0);
	counts("{\"b\":1,\"a\": 18446744073709551615 }", true, UINT64_MAX);
	counts("{\"a\":18446744073709551616}", false, 0);
	counts("{\"a\":\"1\"}", false, 0);
	counts("{\"a\":-1}", false, 0);
	counts("{\"a\":1e3}", false, 0);
	counts("{\"a\":01}", false, 0);
	counts("{\"a\":true}", false, 0);
	counts("{\"b\":1}", false, 0);
	confirms("{\"a\":true}", true);
	confirms("{\"a\":false}", false);
	confirms("{\"a\":\"true\"}", false);
	confirms("{\"b\":true}", false);

	REFUSES("", 0, "a line has to be a JSON object");
	REFUSES("[]", 0, "a line has to be a JSON object");
	REFUSES("{", 1, "a string has to stand here");
	REFUSES("{a:1}", 1, "a string has to stand here");
	REFUSES("{\"a\"}", 4, "':' has to stand here");
	REFUSES("{\"a\":}", 5, value);
	REFUSES("{\"a\":x}", 5, value);
	REFUSES("{\"a\":{}}", 5, value);
	REFUSES("{\"a\":[1]}", 5, value);
	REFUSES("{\"a\":1", 6, "',' or '}' has to stand here");
	REFUSES("{\"a\":1,}", 7, "a string has to stand here");
	REFUSES("{\"a\":1 \"b\":2}", 7, "',' or '}' has to stand here");
	REFUSES("{\"a\":1}}", 7, "something follows the object");
	REFUSES("{\"a\":1} x", 8, "something follows the object");
	REFUSES("{\"a\":\"x", 7, "the string has no closing quote");
	REFUSES("{\"a\":\"x\\\"}", 10, "the string has no closing quote");
	REFUSES("{\"a\":\"\\x\"}", 8, "no such escape");
	REFUSES("{\"a\":\"\\", 7, "no such escape");
	REFUSES("{\"a\":\"\\u12g4\"}", 10, "four hex digits have to follow \\u");
	REFUSES("{\"a\":\"\\u12", 10, "four hex digits have to follow \\u");
	REFUSES("{\"a\":\"\\u0000\"}", 12, "a NUL in a string");
	REFUSES("{\"a\":\"\\ud83d\"}", 12, "half a character");
	REFUSES("{\"a\":\"\\ud83dx\"}", 12, "half a character");
	REFUSES("{\"a\":\"\\ud83d\\n\"}", 13, "half a character");
	REFUSES("{\"a\":\"\\ud83d\\u0041\"}", 18, "half a character");
	REFUSES("{\"a\":\"\\ude00\"}", 12, "half a character");
	REFUSES("{\"a\":\"\xff\"}", 6, "a string has to be UTF-8 without control characters");
	REFUSES("{\"a\":\"\x01\"}", 6, "a string has to be UTF-8 without control characters");
	REFUSES("{\"a\":\"\0\"}", 6, "a string has to be UTF-8 without control characters");
	REFUSES("{\"a\":\0}", 5, value);
	REFUSES("{\"a\":1}\0", 7, "something follows the object");
	REFUSES("{\"a\":1,\"a\":2}", 7, "the member is given twice");
	REFUSES("{\"a\":1,\"\\u0061\":2}", 7, "the member is given twice");
	many_members();
	arena_free(&arena);
	return tap_done();
}
