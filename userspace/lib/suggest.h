/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SUGGEST_H
#define LORICA_LIB_SUGGEST_H

#include <stddef.h>

/**
 * suggest_word - which known word was probably meant?
 * @word: what was written
 * @known: @n words
 * @n: their number
 *
 * Counts wrong, missing, additional and swapped letters, and allows one for
 * each three letters of @word. Case does not count.
 *
 * Return: the nearest of @known, the first of equals, NULL when none is near.
 */
const char *suggest_word(const char *word, const char *const *known, size_t n);

#endif
