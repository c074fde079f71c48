// SPDX-License-Identifier: GPL-2.0-only
#include "cmdline.h"

/* The kernel's isspace(): it counts the blank of Latin-1 that does not break. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (u8)c == 0xa0;
}

struct lorica_cmdline lorica_cmdline_start(const char *line)
{
	return (struct lorica_cmdline){ .at = line };
}

/*
 * Quotes go where next_arg() of the kernel takes them off: around a word, and
 * around a value. All others are a part of the word.
 */
static void take_word(struct lorica_cmdline *line, struct lorica_param *param)
{
	bool is_quoted = *line->at == '"', in_quote = is_quoted;
	const char *start = line->at + is_quoted, *end, *equals = NULL;

	for (end = start; *end && (in_quote || !is_space(*end)); end++) {
		if (*end == '=' && !equals && end != start)
			equals = end;
		if (*end == '"')
			in_quote = !in_quote;
	}
	line->at = end;
	*param = (struct lorica_param){ .name = start };
	if (equals && equals[1] == '"') {
		param->value = equals + 2;
		/* Of `x="` the one quote both opens and closes. */
		if (end[-1] == '"' && end > param->value)
			end--;
	} else if (equals) {
		param->value = equals + 1;
	}
	if (is_quoted && end > start && end[-1] == '"' && (!equals || equals[1] != '"'))
		end--;
	if (equals) {
		param->name_len = equals - start;
		param->value_len = end > param->value ? end - param->value : 0;
	} else {
		param->name_len = end - start;
	}
}

bool lorica_cmdline_next(struct lorica_cmdline *line, struct lorica_param *param)
{
	for (;;) {
		while (is_space(*line->at))
			line->at++;
		if (!*line->at)
			return false;
		take_word(line, param);
		if (line->is_for_init || param->value || param->name_len != 2 ||
		    memcmp(param->name, "--", 2))
			return true;
		line->is_for_init = true;
	}
}

struct lorica_param lorica_cmdline_word(const char *word)
{
	const char *equals = *word ? strchr(word + 1, '=') : NULL;
	struct lorica_param param = { .name = word, .name_len = strlen(word) };

	if (equals) {
		param.name_len = equals - word;
		param.value = equals + 1;
		param.value_len = strlen(equals + 1);
	}
	return param;
}

bool lorica_cmdline_word_ok(const char *word)
{
	struct lorica_param param = lorica_cmdline_word(word);
	size_t i;

	for (i = 0; i < param.name_len; i++)
		if (is_space(param.name[i]) || param.name[i] == '"')
			return false;
	return param.name_len;
}

static char plain(char c)
{
	return c == '-' ? '_' : c;
}

bool lorica_cmdline_same_name(const struct lorica_param *a, const struct lorica_param *b)
{
	size_t i;

	if (a->name_len != b->name_len)
		return false;
	for (i = 0; i < a->name_len; i++)
		if (plain(a->name[i]) != plain(b->name[i]))
			return false;
	return true;
}

bool lorica_cmdline_is(const struct lorica_param *param, const struct lorica_param *word)
{
	if (!lorica_cmdline_same_name(param, word) || !param->value != !word->value)
		return false;
	return !word->value || !word->value_len ||
	       (param->value_len == word->value_len &&
		!memcmp(param->value, word->value, word->value_len));
}
