/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of nft(8) as tells what a chain does with what no rule takes. */
#ifndef LORICA_AUDIT_CONF_NFT_H
#define LORICA_AUDIT_CONF_NFT_H

#include "str.h"

/**
 * struct nft - a file of rules
 * @input_drops: a chain of the hook input has the policy drop
 * @line: where that is, or what is wrong
 * @wrong: why it cannot be read, NULL: it can
 */
struct nft {
	bool input_drops;
	u32 line;
	const char *wrong;
};

/**
 * nft_read - read a file of rules
 * @text: its text
 * @nft: filled
 *
 * Return: false when braces or quotes do not match.
 */
bool nft_read(struct str text, struct nft *nft);

#endif
