// SPDX-License-Identifier: GPL-2.0-only
/*
 * policy/lorica.ebnf and the parser agree: every sentence of the grammar is
 * one for the parser, and with a word in it that is not in the grammar it is
 * none. Run from the top of the tree.
 */
#include "tap.h"

#include "ebnf.h"
#include "fixture.h"

enum { SENTENCES = 1000 };

/* What the grammar says in comments; everything else is a disagreement. */
static const char *const beyond[] = {
	"[duplicate-section]",
	"[duplicate-clause]",
	"[duplicate-purpose]",
	"[missing-policy]",
	"[missing-clause]",
	"[zero-serial]",
	"[zero-device]",
	"[empty-validity]",
	"[bad-date]",
	"[bad-number]",
	"[bad-path]",
	"[bad-port]",
	"[bad-address]",
	"[contradiction]",
	"bytes; the limit is 16384 [limit]",
	"[duplicate-key]",
	"[unknown-key]",
	"[key-purpose]",
	"[duplicate-rule]",
	"[missing-default]",
	"[duplicate-include]",
	"[unknown-constant]",
	"[duplicate-constant]",
	"[recursive-constant]",
	"[constant-type]",
	"[nothing-runs]",
	"[cert-pin]",
	"[nothing-expected]",
	": note: ",
	": warning: ",
	"20 errors, stopped there",
};

static bool is_beyond(const char *line, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++)
		if (memmem(line, n, beyond[i], strlen(beyond[i])))
			return true;
	return strncmp(line, "t:", 2);
}

/* Gives back the first line that says the sentence is none; for free(). */
static char *disagreement(const char *text, size_t len)
{
	struct compile c;
	const char *line;
	char *said, *found = NULL;
	size_t n;

	fixture_compile(&c, text, len);
	said = fixture_diags(&c);
	compile_free(&c);
	for (line = said; *line && !found; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		if (!is_beyond(line, n))
			found = strndup(line, n);
	}
	free(said);
	return found;
}

static bool check(const char *text, size_t len)
{
	char *wrong = disagreement(text, len);

	if (wrong)
		printf("# %s\n# %.*s\n", wrong, (int)len, text);
	free(wrong);
	return !wrong;
}

/* Puts a word into a sentence, at a blank outside of a string. */
static bool spoiled_passes(const char *text, size_t len, unsigned int where)
{
	char *spoiled = malloc(len + 8), *wrong;
	bool in_string = false;
	size_t i, at = 0;

	for (i = 0; i < len; i++) {
		if (text[i] == '"' && (!i || text[i - 1] != '\\'))
			in_string = !in_string;
		if (text[i] == ' ' && !in_string && !where--)
			at = i;
	}
	memcpy(spoiled, text, at);
	memcpy(spoiled + at, " %odd% ", 7);
	memcpy(spoiled + at + 7, text + at, len - at);
	wrong = disagreement(spoiled, len + 7);
	free(spoiled);
	free(wrong);
	return !wrong;
}

int main(void)
{
	struct ebnf g = { .seed = 1 };
	unsigned int i, good = 0, spoiled = 0, longest = 0;

	if (!ok(ebnf_read(&g, "policy/lorica.ebnf"), "the grammar is read"))
		return tap_done();
	for (i = 0; i < SENTENCES; i++) {
		char *text = NULL;
		size_t len;
		FILE *to = open_memstream(&text, &len);
		bool made = ebnf_sentence(&g, "policy-file", to);

		fclose(to);
		if (!made || (good == i && !check(text, len)))
			printf("# sentence %u\n", i);
		else if (good == i)
			good++;
		/* Behind 20 errors of the other kinds nothing is read any more. */
		if (len < 400)
			spoiled += spoiled_passes(text, len, i % 5);
		longest = len > longest ? len : longest;
		free(text);
	}
	ok(good == SENTENCES, "%u of %d sentences of the grammar pass", good, SENTENCES);
	ok(longest > 1000, "the longest has %u bytes", longest);
	ok(!spoiled, "%u sentences pass with a word that is in no grammar", spoiled);
	free(g.text);
	return tap_done();
}
