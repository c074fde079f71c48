// SPDX-License-Identifier: GPL-2.0-only
#include "verity_table.h"

/* The words of a line, in their order; options may follow. */
enum field {
	FIELD_VERSION,
	FIELD_DATA_DEVICE,
	FIELD_HASH_DEVICE,
	FIELD_DATA_BLOCK_SIZE,
	FIELD_HASH_BLOCK_SIZE,
	FIELD_DATA_BLOCKS,
	FIELD_HASH_START,
	FIELD_ALGORITHM,
	FIELD_ROOT,
	FIELD_SALT,
	NR_FIELDS,
};

struct word {
	const char *text;
	size_t len;
};

/*
 * Options that leave "every block is verified whenever it is read" true. Error
 * correction ends with the comparison like everything else. ignore_corruption
 * and check_at_most_once are not here, nor what a later kernel brings.
 */
/* clang-format off */
static const struct {
	const char *name;
	u8 words;
} sound[] = {
	{ "restart_on_corruption", 1 },
	{ "panic_on_corruption", 1 },
	{ "restart_on_error", 1 },
	{ "panic_on_error", 1 },
	{ "ignore_zero_blocks", 1 },
	{ "try_verify_in_tasklet", 1 },
	{ "use_fec_from_device", 2 },
	{ "fec_blocks", 2 },
	{ "fec_start", 2 },
	{ "fec_roots", 2 },
	{ "root_hash_sig_key_desc", 2 },
};
/* clang-format on */

static struct word next_word(const char **at)
{
	struct word w;

	while (**at == ' ')
		(*at)++;
	w.text = *at;
	while (**at && **at != ' ')
		(*at)++;
	w.len = *at - w.text;
	return w;
}

static bool is(struct word w, const char *text)
{
	return w.len == strlen(text) && !memcmp(w.text, text, w.len);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_digest(struct word w, u8 *digest)
{
	size_t i;

	if (w.len != 64)
		return false;
	for (i = 0; i < 32; i++) {
		int high = hex_value(w.text[2 * i]), low = hex_value(w.text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		digest[i] = high << 4 | low;
	}
	return true;
}

static bool read_count(struct word w, size_t *count)
{
	size_t i;

	*count = 0;
	if (!w.len || w.len > 2)
		return false;
	for (i = 0; i < w.len; i++) {
		if (w.text[i] < '0' || w.text[i] > '9')
			return false;
		*count = *count * 10 + w.text[i] - '0';
	}
	return true;
}

/* The count in front tells how many words there are; none may be left over. */
static bool options_are_sound(const char *at)
{
	struct word w = next_word(&at);
	size_t count, i, n;

	if (!w.len)
		return true;
	if (!read_count(w, &count))
		return false;
	while (count) {
		w = next_word(&at);
		for (i = 0; i < ARRAY_SIZE(sound); i++)
			if (is(w, sound[i].name))
				break;
		if (i == ARRAY_SIZE(sound) || sound[i].words > count)
			return false;
		for (n = 1; n < sound[i].words; n++)
			if (!next_word(&at).len)
				return false;
		count -= sound[i].words;
	}
	return !next_word(&at).len;
}

bool lorica_verity_root(const char *line, size_t size, u8 *root)
{
	struct word field[NR_FIELDS];
	size_t len = strnlen(line, size);
	int i;

	if (len + 1 >= size)
		return false;
	for (i = 0; i < NR_FIELDS; i++) {
		field[i] = next_word(&line);
		if (!field[i].len)
			return false;
	}
	/* Version 0 hashes the salt behind the block; nobody has needed it since 2012. */
	if (!is(field[FIELD_VERSION], "1") || !is(field[FIELD_ALGORITHM], "sha256"))
		return false;
	return options_are_sound(line) && read_digest(field[FIELD_ROOT], root);
}
