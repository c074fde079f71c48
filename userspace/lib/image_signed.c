// SPDX-License-Identifier: GPL-2.0-only
/* Files of a tree that carry a signature. */
#include <fcntl.h>
#include <unistd.h>

#include "cert.h"
#include "image.h"
#include "kernel/match.h"
#include "sema.h"
#include "signed_file.h"

static bool is_asked_for(const struct sema *sema)
{
	unsigned int i;

	for (i = 0; i < sema->nr_rules; i++)
		if (sema->rules[i].ast->kind == LORICA_EXEC_SIGNED)
			return true;
	return false;
}

static enum lorica_reason ask_key(const struct sema_key *key, const struct signed_file *file,
				  const u8 *sha256)
{
	X509 *cert = cert_parse(key->cert.der, key->cert.len);
	enum lorica_reason reason = LORICA_R_NO_MEMORY;

	if (cert)
		reason = signed_file_verify(file, cert, sha256);
	X509_free(cert);
	return reason;
}

/* As the kernel has it: a key without a rule for signed files is for something else. */
static enum lorica_reason ask(const struct sema *sema, unsigned int key,
			      const struct manifest_entry *entry, const struct signed_file *file)
{
	enum lorica_reason reason = ask_key(&sema->keys[key], file, entry->sha256);
	bool rule = false, in_place = false;
	unsigned int i;

	for (i = 0; i < sema->nr_rules; i++) {
		const struct sema_rule *r = &sema->rules[i];

		if (r->ast->kind != LORICA_EXEC_SIGNED || r->ref != key)
			continue;
		rule = true;
		in_place |= !r->under || lorica_match_under(entry->path, r->under->text);
	}
	if (reason == LORICA_R_SIG_KEY)
		return reason;
	if (!rule)
		return LORICA_R_SIG_PURPOSE;
	return reason || in_place ? reason : LORICA_R_SIG_PLACE;
}

enum lorica_reason image_signature(const struct image_tree *tree,
				   const struct manifest_entry *entry, const struct sema *sema)
{
	enum lorica_reason reason, one;
	struct signed_file file;
	unsigned int i;
	int fd;

	/* Signatures of files do not count for what the kernel has in its own memory. */
	if (!is_asked_for(sema) || entry->kind == LORICA_FILE_MODULE ||
	    entry->kind == LORICA_FILE_FIRMWARE)
		return LORICA_R_NOT_LISTED;
	fd = root_open(&tree->files.roots[0], entry->path, O_RDONLY);
	if (fd < 0)
		return LORICA_R_UNREADABLE;
	reason = signed_file_read(fd, &file);
	close(fd);
	if (reason)
		return reason;
	reason = LORICA_R_SIG_KEY;
	for (i = 0; i < sema->nr_keys; i++) {
		one = ask(sema, i, entry, &file);
		if (!one)
			return LORICA_OK;
		if (one != LORICA_R_SIG_KEY)
			reason = one;
	}
	return reason;
}
