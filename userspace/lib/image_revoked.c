// SPDX-License-Identifier: GPL-2.0-only
/* What a policy revokes, and the manifests that still list it. */
#include <stdlib.h>
#include <string.h>

#include "cert.h"
#include "cms.h"
#include "compile.h"
#include "few.h"
#include "image.h"
#include "image_lint.h"

static int digest_is(const void *digest, const void *element)
{
	const struct sema_revoked *revoked = element;

	if (revoked->ast->kind != LORICA_REVOKED_DIGEST)
		return -1; /* those come first */
	return memcmp(digest, revoked->ast->id, sizeof(revoked->ast->id));
}

static const struct sema_revoked *find(const struct sema *sema, const u8 *digest)
{
	return bsearch(digest, sema->revoked, sema->nr_revoked, sizeof(sema->revoked[0]),
		       digest_is);
}

static bool is_signed_by(const struct image_manifest *m, const struct sema_key *key)
{
	X509 *cert = cert_parse(key->cert.der, key->cert.len);
	u8 *content = NULL;
	size_t which, len;
	bool good = cert && !cms_verify(m->raw, m->raw_len, &cert, 1, &which, &content, &len);

	free(content);
	X509_free(cert);
	return good;
}

void image_lint_serial(struct image_manifest *m, struct compile *c)
{
	const struct lorica_stmt_view *view = &m->stmt.view;
	const struct sema *sema = &c->sema;
	unsigned int i;

	for (i = 0; i < sema->nr_revoked && !m->refused; i++) {
		const struct ast_revoked *revoked = sema->revoked[i].ast;
		const struct sema_key *key = &sema->keys[sema->revoked[i].ref];

		if (!revoked->manifest || view->serial >= revoked->manifest->below ||
		    memcmp(revoked->id, view->head->name, sizeof(revoked->id)) ||
		    (m->is_signed && !is_signed_by(m, key)))
			continue;
		m->refused = m->is_signed;
		diag_report(&c->diags, DIAG_MANIFEST_REFUSED, revoked->span,
			    "manifest '%s' is refused%s%s%s: its serial %llu is revoked", m->path,
			    m->is_signed ? "" : " when '", m->is_signed ? "" : key->ast->name.text,
			    m->is_signed ? "" : "' signs it", (unsigned long long)view->serial);
	}
}

void image_lint_revoked(const struct image_manifest *m, struct compile *c)
{
	const struct lorica_manifest *manifest = &m->stmt.manifest;
	const struct sema_revoked *first = NULL, *found;
	struct few few = { .arena = &c->arena };
	u32 i;

	for (i = 0; c->sema.nr_revoked && i < manifest->nr; i++) {
		found = find(&c->sema, manifest->digests[i].digest);
		if (!found)
			continue;
		if (!first)
			first = found;
		few_add(&few, lorica_manifest_path(manifest, &manifest->digests[i]), NULL);
	}
	if (first)
		diag_report(&c->diags, DIAG_REVOKED_LISTED, first->ast->span,
			    "manifest '%s' lists %zu %s that the policy revokes: %s", m->path,
			    few.nr, few.nr == 1 ? "file" : "files", few_text(&few));
}
