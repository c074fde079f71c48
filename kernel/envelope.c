// SPDX-License-Identifier: GPL-2.0-only
#include "envelope.h"

enum der_tag {
	DER_INTEGER = 0x02,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT_0 = 0xa0,
};

/* 1.2.840.113549.1.7.1 and .2, 2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.1.1 */
static const u8 oid_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01 };
static const u8 oid_signed_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02 };
static const u8 oid_sha256[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01 };
static const u8 oid_rsa[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };

struct der {
	const u8 *p;
	size_t len;
};

static bool take_length(struct der *in, size_t *len)
{
	size_t digits;

	if (!in->len)
		return false;
	*len = *in->p++;
	in->len--;
	if (*len < 0x80)
		return true;
	digits = *len & 0x7f;
	/* X.690 10.1: definite, and in as few octets as possible. */
	if (digits < 1 || digits > 4 || digits > in->len || !*in->p)
		return false;
	for (*len = 0; digits; digits--, in->len--)
		*len = *len << 8 | *in->p++;
	return *len >= 0x80;
}

/* Takes one element off the front; @whole, if wanted, has its tag as well. */
static bool take(struct der *in, u8 tag, struct der *body, struct lorica_bytes *whole)
{
	struct der rest = *in;
	size_t len;

	if (!rest.len || *rest.p != tag)
		return false;
	rest.p++;
	rest.len--;
	if (!take_length(&rest, &len) || len > rest.len)
		return false;
	body->p = rest.p;
	body->len = len;
	if (whole) {
		whole->data = in->p;
		whole->len = rest.p + len - in->p;
	}
	in->p = rest.p + len;
	in->len = rest.len - len;
	return true;
}

static bool take_exactly(struct der *in, u8 tag, const u8 *want, size_t len)
{
	struct der body;

	return take(in, tag, &body, NULL) && body.len == len &&
	       (!len || !memcmp(body.p, want, len));
}

static bool take_version_1(struct der *in)
{
	static const u8 one = 1;

	return take_exactly(in, DER_INTEGER, &one, 1);
}

/* RFC 5754 has both: parameters absent, and parameters NULL. */
static bool take_algorithm(struct der *in, const u8 *oid, size_t len)
{
	struct der body;

	if (!take(in, DER_SEQUENCE, &body, NULL) || !take_exactly(&body, DER_OID, oid, len))
		return false;
	return !body.len || (take_exactly(&body, DER_NULL, NULL, 0) && !body.len);
}

static bool take_content(struct der *in, struct lorica_bytes *content)
{
	struct der info, wrap, octets;

	if (!take(in, DER_SEQUENCE, &info, NULL) ||
	    !take_exactly(&info, DER_OID, oid_data, sizeof(oid_data)) ||
	    !take(&info, DER_CONTEXT_0, &wrap, NULL) || info.len ||
	    !take(&wrap, DER_OCTET_STRING, &octets, NULL) || wrap.len)
		return false;
	content->data = octets.p;
	content->len = octets.len;
	return true;
}

static bool take_signer(struct der *in, struct lorica_envelope *parts)
{
	struct der set, info, sid, body;

	if (!take(in, DER_SET, &set, &parts->signers) || !take(&set, DER_SEQUENCE, &info, NULL) ||
	    set.len || !take_version_1(&info) || !take(&info, DER_SEQUENCE, &sid, NULL))
		return false;
	if (!take(&sid, DER_SEQUENCE, &body, &parts->issuer) ||
	    !take(&sid, DER_INTEGER, &body, &parts->serial) || sid.len)
		return false;
	if (!take_algorithm(&info, oid_sha256, sizeof(oid_sha256)) ||
	    !take_algorithm(&info, oid_rsa, sizeof(oid_rsa)) ||
	    !take(&info, DER_OCTET_STRING, &body, NULL) || info.len)
		return false;
	parts->signature.data = body.p;
	parts->signature.len = body.len;
	return true;
}

static bool take_all(struct der in, struct lorica_envelope *parts)
{
	struct der outer, wrap, sd, algorithms;

	if (!take(&in, DER_SEQUENCE, &outer, NULL) || in.len ||
	    !take_exactly(&outer, DER_OID, oid_signed_data, sizeof(oid_signed_data)) ||
	    !take(&outer, DER_CONTEXT_0, &wrap, NULL) || outer.len ||
	    !take(&wrap, DER_SEQUENCE, &sd, NULL) || wrap.len)
		return false;
	if (!take_version_1(&sd) || !take(&sd, DER_SET, &algorithms, &parts->algorithms) ||
	    !take_algorithm(&algorithms, oid_sha256, sizeof(oid_sha256)) || algorithms.len)
		return false;
	return take_content(&sd, &parts->content) && take_signer(&sd, parts) && !sd.len;
}

enum lorica_reason lorica_envelope_check(const u8 *data, size_t len)
{
	size_t i, digits, length = 0;

	if (len > LORICA_MAX_STATEMENT)
		return LORICA_R_OVERSIZED;
	if (len < LORICA_MIN_STATEMENT)
		return LORICA_R_TRUNCATED;
	/* X.690 8.1: SEQUENCE, then a definite length in 2 to 4 octets. */
	if (data[0] != 0x30)
		return LORICA_R_ENVELOPE;
	if (data[1] < 0x80) {
		digits = 0;
		length = data[1];
	} else {
		digits = data[1] & 0x7f;
		if (digits < 1 || digits > 4)
			return LORICA_R_ENVELOPE;
		for (i = 0; i < digits; i++)
			length = length << 8 | data[2 + i];
	}
	if (length > len - 2 - digits)
		return LORICA_R_TRUNCATED;
	if (length < len - 2 - digits)
		return LORICA_R_TRAILING;
	return LORICA_OK;
}

enum lorica_reason lorica_envelope_open(const u8 *data, size_t len, struct lorica_envelope *parts)
{
	enum lorica_reason reason = lorica_envelope_check(data, len);
	struct der in = { data, len };

	memset(parts, 0, sizeof(*parts));
	if (reason)
		return reason;
	if (!take_all(in, parts))
		return LORICA_R_ENVELOPE;
	/* Who copies the content need not think of an allocation of nothing. */
	return parts->content.len ? LORICA_OK : LORICA_R_TRUNCATED;
}

static u8 *put(u8 *out, const void *data, size_t len)
{
	memcpy(out, data, len);
	return out + len;
}

/* One length form for all: the decoder reads BER. */
static u8 *put_head(u8 *out, u8 tag, size_t len)
{
	const u8 head[] = { tag, 0x82, len >> 8, len };

	return put(out, head, sizeof(head));
}

size_t lorica_envelope_detach(const struct lorica_envelope *envelope, u8 *out)
{
	static const u8 version[] = { DER_INTEGER, 1, 1 };
	enum { HEAD = 4, OID_HEAD = 2 };
	const size_t info = OID_HEAD + sizeof(oid_data);
	const size_t data = sizeof(version) + envelope->algorithms.len + HEAD + info +
			    envelope->signers.len;
	const size_t outer = OID_HEAD + sizeof(oid_signed_data) + HEAD + HEAD + data;
	u8 *p = out;

	if (envelope->algorithms.len > LORICA_DETACHED_SIZE ||
	    envelope->signers.len > LORICA_DETACHED_SIZE || HEAD + outer > LORICA_DETACHED_SIZE)
		return 0;
	p = put_head(p, DER_SEQUENCE, outer);
	*p++ = DER_OID;
	*p++ = sizeof(oid_signed_data);
	p = put(p, oid_signed_data, sizeof(oid_signed_data));
	p = put_head(p, DER_CONTEXT_0, HEAD + data);
	p = put_head(p, DER_SEQUENCE, data);
	p = put(p, version, sizeof(version));
	p = put(p, envelope->algorithms.data, envelope->algorithms.len);
	p = put_head(p, DER_SEQUENCE, info);
	*p++ = DER_OID;
	*p++ = sizeof(oid_data);
	p = put(p, oid_data, sizeof(oid_data));
	p = put(p, envelope->signers.data, envelope->signers.len);
	return p - out;
}
