// SPDX-License-Identifier: GPL-2.0-only
#include "utf8.h"

/* Table 3-7 of the Unicode standard: no overlong forms, no surrogates. */
/* clang-format off */
static const struct {
	unsigned char first, last;	/* of the lead byte */
	unsigned char low, high;	/* of the byte behind it */
	unsigned char len;
} forms[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};
/* clang-format on */

size_t utf8_char(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i, k;

	if (p[0] < 0x80)
		return 1;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (p[0] < forms[i].first || p[0] > forms[i].last)
			continue;
		if (len < forms[i].len || p[1] < forms[i].low || p[1] > forms[i].high)
			return 0;
		for (k = 2; k < forms[i].len; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].len;
	}
	return 0;
}

/* clang-format off */
static const struct {
	unsigned int first, last;
} hidden[] = {
	{ 0x00, 0x1f },
	{ 0x7f, 0x9f },		/* DEL and the C1 controls */
	{ 0xad, 0xad },		/* soft hyphen */
	{ 0x61c, 0x61c },
	{ 0x200b, 0x200f },	/* zero width, and marks of direction */
	{ 0x2028, 0x202e },	/* line separators, embeddings, overrides */
	{ 0x2060, 0x206f },
	{ 0xfeff, 0xfeff },
	{ 0xe0000, 0xe0fff },	/* tags */
};
/* clang-format on */

bool utf8_hidden(const char *text, size_t len)
{
	static const unsigned char lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned int value = (unsigned char)text[0] & lead_bits[len];
	size_t i;

	for (i = 1; i < len; i++)
		value = value << 6 | (text[i] & 0x3f);
	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (value >= hidden[i].first && value <= hidden[i].last)
			return true;
	return false;
}
