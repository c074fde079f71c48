// SPDX-License-Identifier: GPL-2.0-only
#include "trust.h"

#include <stdlib.h>

#include "cert.h"
#include "cms.h"
#include "kernel/revoked.h"

/* The certificate now belongs to @trust, which also ends it on failure. */
static enum lorica_reason add(struct trust *trust, X509 *cert, u32 purposes, const void *name)
{
	size_t i = trust->nr++;

	trust->certs[i] = cert;
	trust->purposes[i] = purposes;
	memset(trust->names[i], 0, LORICA_MAX_NAME);
	memcpy(trust->names[i], name, strnlen(name, LORICA_MAX_NAME - 1));
	return cert_usable(cert) ? LORICA_OK : LORICA_R_KEY;
}

enum lorica_reason trust_start(struct trust *trust, X509 *anchor)
{
	memset(trust, 0, sizeof(*trust));
	return add(trust, anchor, LORICA_PURPOSE_POLICY, "anchor");
}

static enum lorica_reason add_keys(struct trust *trust, const struct lorica_policy *policy)
{
	enum lorica_reason reason = LORICA_OK;
	u32 i;

	for (i = 0; i < policy->nr_keys && !reason; i++) {
		struct lorica_bytes der = lorica_policy_cert(policy, i);
		X509 *cert = cert_parse(der.data, der.len);

		if (!cert)
			return LORICA_R_KEY;
		reason = add(trust, cert, le32_to_cpu(policy->keys[i].purposes),
			     policy->keys[i].name);
	}
	return reason;
}

enum lorica_reason trust_add_policy(struct trust *trust, const struct trust_stmt *active)
{
	/* What the policy before trusted is not trusted on its word. */
	while (trust->nr > 1 && trust->first_key)
		X509_free(trust->certs[--trust->nr]);
	trust->serial = active->view.serial;
	trust->epoch = active->view.epoch;
	trust->policy = active->policy;
	trust->first_key = trust->nr;
	return add_keys(trust, &active->policy);
}

void trust_end(struct trust *trust)
{
	while (trust->nr)
		X509_free(trust->certs[--trust->nr]);
}

static enum lorica_reason check_certs(const struct lorica_policy *policy)
{
	struct trust trust = { .nr = 0 };
	enum lorica_reason reason = add_keys(&trust, policy);

	trust_end(&trust);
	return reason;
}

static enum lorica_reason decode_sections(struct trust_stmt *stmt)
{
	enum lorica_reason reason;

	switch (stmt->view.type) {
	case LORICA_TYPE_POLICY:
		reason = lorica_policy_decode(&stmt->view, &stmt->policy);
		return reason ? reason : check_certs(&stmt->policy);
	case LORICA_TYPE_MANIFEST:
		return lorica_manifest_decode(&stmt->view, &stmt->manifest);
	default:
		return LORICA_R_TYPE;
	}
}

enum lorica_reason trust_decode(struct trust_stmt *stmt)
{
	enum lorica_reason reason = lorica_stmt_decode(stmt->content, stmt->len, &stmt->view);

	return reason ? reason : decode_sections(stmt);
}

static bool is_revoked(const struct trust *trust, const struct trust_stmt *stmt)
{
	return stmt->view.type == LORICA_TYPE_MANIFEST && stmt->signer >= trust->first_key &&
	       lorica_match_revoked_manifest(&trust->policy, stmt->signer - trust->first_key,
					     &stmt->view);
}

/* In the order of kernel/active.c, so that the first reason is the same one. */
static enum lorica_reason check_content(const struct trust *trust, struct trust_stmt *stmt)
{
	enum lorica_reason reason = lorica_stmt_decode(stmt->content, stmt->len, &stmt->view);
	bool is_policy = stmt->view.type == LORICA_TYPE_POLICY;

	if (reason)
		return reason;
	if (!(trust->purposes[stmt->signer] & lorica_stmt_purpose(stmt->view.type)))
		return LORICA_R_WRONG_PURPOSE;
	reason = lorica_stmt_newer(&stmt->view, is_policy ? trust->serial : 0, trust->epoch);
	if (!reason)
		reason = decode_sections(stmt);
	if (!reason && is_revoked(trust, stmt))
		reason = LORICA_R_MANIFEST_REVOKED;
	return reason;
}

enum lorica_reason trust_open(const struct trust *trust, const u8 *env, size_t len,
			      struct trust_stmt *stmt)
{
	enum lorica_reason reason;

	memset(stmt, 0, sizeof(*stmt));
	reason = cms_verify(env, len, trust->certs, trust->nr, &stmt->signer, &stmt->content,
			    &stmt->len);
	if (!reason)
		reason = check_content(trust, stmt);
	if (reason)
		trust_close(stmt);
	return reason;
}

void trust_close(struct trust_stmt *stmt)
{
	free(stmt->content);
	stmt->content = NULL;
}
