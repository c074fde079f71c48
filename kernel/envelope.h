/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_ENVELOPE_H
#define LORICA_ENVELOPE_H

#include "limits.h"
#include "statement.h"

/**
 * struct lorica_envelope - the parts of an envelope, pointing into its bytes
 * @content: the attached content; not aligned
 * @issuer: DER Name of the signer's certificate, tag included
 * @serial: DER INTEGER of the signer's certificate, tag included
 * @signature: the RSA signature
 * @algorithms: DER SET of the digest algorithm, tag included
 * @signers: DER SET of the one signer, tag included
 */
struct lorica_envelope {
	struct lorica_bytes content;
	struct lorica_bytes issuer;
	struct lorica_bytes serial;
	struct lorica_bytes signature;
	struct lorica_bytes algorithms;
	struct lorica_bytes signers;
};

/* Room for what lorica_envelope_detach() writes: all but the content. */
enum { LORICA_DETACHED_SIZE = LORICA_MAX_ENVELOPE };

/**
 * lorica_envelope_check - is this one DER SEQUENCE from the first byte to the last?
 * @data: what was written or read
 * @len: its bytes
 *
 * The kernel's parser does not look past the end of the outer SEQUENCE, so
 * this is where trailing bytes are refused.
 *
 * Return: LORICA_OK, LORICA_R_TRUNCATED, LORICA_R_OVERSIZED,
 * LORICA_R_TRAILING or LORICA_R_ENVELOPE.
 */
enum lorica_reason lorica_envelope_check(const u8 *data, size_t len);

/**
 * lorica_envelope_open - take an envelope apart
 * @data: a CMS SignedData in DER
 * @len: its bytes
 * @parts: filled on success
 *
 * Knows the one form that a Lorica envelope has (RFC 5652, both versions 1):
 * content type data, attached; SHA-256; one signer, named by issuer and
 * serial number, with rsaEncryption and no attributes; no certificates and no
 * CRLs. Every byte of such an envelope is either looked at here, part of one
 * of the @parts, or a length, so none can change unnoticed. No recursion.
 *
 * The kernel's PKCS#7 code is more generous: it would follow certificates in
 * the message to a signer that no policy names, and takes other digests.
 *
 * Return: LORICA_OK, what lorica_envelope_check() has against it,
 * LORICA_R_ENVELOPE, or LORICA_R_TRUNCATED when there is no content.
 */
enum lorica_reason lorica_envelope_open(const u8 *data, size_t len, struct lorica_envelope *parts);

/**
 * lorica_envelope_detach - the same signature without the content
 * @envelope: from lorica_envelope_open()
 * @out: LORICA_DETACHED_SIZE bytes
 *
 * The kernel's ASN.1 decoder takes no message of more than 65,535 bytes
 * (lib/asn1_decoder.c), so a large manifest is handed to it beside its
 * signature instead of inside.
 *
 * Return: bytes written, 0 when they do not fit.
 */
size_t lorica_envelope_detach(const struct lorica_envelope *envelope, u8 *out);

#endif
