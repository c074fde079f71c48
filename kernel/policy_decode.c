// SPDX-License-Identifier: GPL-2.0-only
#include "policy_decode.h"

#include "limits.h"
#include "policy_boot.h"
#include "policy_exec.h"
#include "policy_integrity.h"
#include "policy_interpreter.h"
#include "policy_net.h"
#include "policy_usb.h"
#include "revoked.h"

static enum lorica_reason decode_rec(const struct lorica_bytes *section,
				     struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_POLICY];
	const struct lorica_policy_rec *rec = (const void *)s->data;

	if (s->len != sizeof(*rec))
		return LORICA_R_TABLE;
	if (!lorica_all_zero(rec->reserved, sizeof(rec->reserved)) ||
	    rec->may_degrade & ~LORICA_MAY_DEGRADE_ALL)
		return LORICA_R_RESERVED;
	if (rec->mode != LORICA_MODE_AUDIT && rec->mode != LORICA_MODE_ENFORCE)
		return LORICA_R_CONTENT;
	if (rec->on_fail > LORICA_ON_FAIL_SHELL || rec->exec_default > LORICA_DEFAULT_ALLOW ||
	    rec->writable_code > LORICA_DEFAULT_DENY || rec->bpf > LORICA_DEFAULT_DENY ||
	    rec->helpers > LORICA_DEFAULT_DENY ||
	    (rec->firmware && rec->firmware != LORICA_DEFAULT_ALLOW) ||
	    rec->on_revoked > LORICA_ON_REVOKED_KILL || rec->usb > LORICA_DEFAULT_ALLOW)
		return LORICA_R_CONTENT;
	policy->rec = rec;
	return LORICA_OK;
}

/* With one certificate under two names, which purposes would a signature have? */
static bool has_twins(const struct lorica_policy *policy)
{
	u32 i, j;

	for (i = 1; i < policy->nr_keys; i++) {
		const struct lorica_bytes a = lorica_policy_cert(policy, i);

		for (j = 0; j < i; j++) {
			const struct lorica_bytes b = lorica_policy_cert(policy, j);

			if (a.len == b.len && !memcmp(a.data, b.data, a.len))
				return true;
		}
	}
	return false;
}

static enum lorica_reason decode_keys(const struct lorica_bytes *section,
				      struct lorica_policy *policy)
{
	const struct lorica_bytes *certs = &section[LORICA_SECTION_CERTS];
	const struct lorica_bytes *s = &section[LORICA_SECTION_KEYS];
	const struct lorica_key_rec *keys = (const void *)s->data;
	u32 i, n = s->len / sizeof(*keys), end = 0;

	if (!s->data != !certs->data)
		return LORICA_R_SECTION_MISSING;
	if (s->len % sizeof(*keys))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_KEYS)
		return LORICA_R_LIMIT;
	for (i = 0; i < n; i++) {
		u32 purposes = le32_to_cpu(keys[i].purposes);
		u32 offset = le32_to_cpu(keys[i].cert_offset);
		u32 length = le32_to_cpu(keys[i].cert_length);

		if (keys[i].reserved || purposes & ~LORICA_PURPOSE_ALL)
			return LORICA_R_RESERVED;
		if (!lorica_name_ok(keys[i].name) || !purposes)
			return LORICA_R_CONTENT;
		if (i && memcmp(keys[i - 1].name, keys[i].name, sizeof(keys[i].name)) >= 0)
			return LORICA_R_ORDER;
		if (length > LORICA_MAX_CERT)
			return LORICA_R_LIMIT;
		if (offset != end || !length || length > certs->len - end)
			return LORICA_R_CONTENT;
		end += length;
	}
	if (end != certs->len)
		return LORICA_R_CONTENT;
	policy->keys = keys;
	policy->nr_keys = n;
	policy->certs = *certs;
	return has_twins(policy) ? LORICA_R_CONTENT : LORICA_OK;
}

static enum lorica_reason decode_strings(const struct lorica_bytes *section,
					 struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_STRINGS];
	const char *p = (const char *)s->data, *last = NULL;
	size_t room, len;

	for (room = s->len; room; room -= len + 1) {
		len = strnlen(p, room < LORICA_MAX_PATH ? room : LORICA_MAX_PATH);
		if (len == LORICA_MAX_PATH)
			return LORICA_R_LIMIT;
		if (len == room || *p != '/')
			return LORICA_R_CONTENT;
		if (last && strcmp(last, p) >= 0)
			return LORICA_R_ORDER;
		last = p;
		p += len + 1;
	}
	policy->strings = *s;
	return LORICA_OK;
}

bool lorica_policy_is_string(const struct lorica_policy *policy, __le32 offset)
{
	u32 at = le32_to_cpu(offset);

	return at < policy->strings.len && (!at || !policy->strings.data[at - 1]);
}

const char *lorica_policy_string(const struct lorica_policy *policy, __le32 offset)
{
	if (offset == cpu_to_le32(LORICA_NO_STRING))
		return NULL;
	return (const char *)policy->strings.data + le32_to_cpu(offset);
}

static enum lorica_reason decode_text(const struct lorica_bytes *section,
				      struct lorica_policy *policy)
{
	if (section[LORICA_SECTION_TEXT].len > LORICA_MAX_TEXT)
		return LORICA_R_LIMIT;
	policy->text = section[LORICA_SECTION_TEXT];
	return LORICA_OK;
}

/* What may name a string, a section a line. */
static bool (*const names[])(const struct lorica_policy *policy, u32 offset) = {
	lorica_policy_exec_names,
	lorica_policy_net_names,
	lorica_interpreter_names,
};

/* A string that no record names would be bytes that nobody looks at. */
static enum lorica_reason check_names(const struct lorica_policy *policy)
{
	const char *strings = (const char *)policy->strings.data;
	size_t at, i;

	for (at = 0; at < policy->strings.len; at += strlen(strings + at) + 1) {
		for (i = 0; i < ARRAY_SIZE(names) && !names[i](policy, at); i++)
			;
		if (i == ARRAY_SIZE(names))
			return LORICA_R_CONTENT;
	}
	return LORICA_OK;
}

/* In this order: keys and strings come before what names them. */
static enum lorica_reason (*const sections[])(const struct lorica_bytes *section,
					      struct lorica_policy *policy) = {
	decode_rec,
	decode_keys,
	decode_strings,
	lorica_policy_exec_decode,
	lorica_interpreter_decode,
	lorica_revoked_decode,
	lorica_policy_net_decode,
	lorica_policy_usb_decode,
	lorica_policy_boot_decode,
	lorica_policy_integrity_decode,
	decode_text,
};

enum lorica_reason lorica_policy_decode(const struct lorica_stmt_view *view,
					struct lorica_policy *policy)
{
	enum lorica_reason reason;
	size_t i;

	memset(policy, 0, sizeof(*policy));
	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		reason = sections[i](view->section, policy);
		if (reason)
			return reason;
	}
	return check_names(policy);
}

struct lorica_bytes lorica_policy_cert(const struct lorica_policy *policy, u32 key)
{
	return (struct lorica_bytes){
		.data = policy->certs.data + le32_to_cpu(policy->keys[key].cert_offset),
		.len = le32_to_cpu(policy->keys[key].cert_length),
	};
}
