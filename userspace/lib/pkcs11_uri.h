/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_PKCS11_URI_H
#define LORICA_LIB_PKCS11_URI_H

#include <stdbool.h>

/**
 * struct pkcs11_uri - a URI of RFC 7512 and the PIN that stood in it
 * @bare: the URI without its PIN, which may be shown to anybody
 * @pin_value: the PIN, or NULL
 * @pin_source: the file that the PIN is in, or NULL
 */
struct pkcs11_uri {
	char *bare;
	char *pin_value;
	char *pin_source;
};

/**
 * pkcs11_uri_is - is this a URI of RFC 7512?
 * @text: any text
 *
 * Return: true when it begins as one.
 */
bool pkcs11_uri_is(const char *text);

/**
 * pkcs11_uri_split - take the PIN out of a URI
 * @text: for which pkcs11_uri_is() says yes
 * @uri: filled on success, for pkcs11_uri_free()
 *
 * A PIN that stands among the attributes of the path is taken as well: many
 * write it there. What else the URI says is not looked at.
 *
 * Return: 0, -ENOMEM, -EEXIST when there are two PINs, -EINVAL for one that
 * is empty or not well written, -EOPNOTSUPP for a source that is no file.
 */
int pkcs11_uri_split(const char *text, struct pkcs11_uri *uri);

/**
 * pkcs11_uri_free - forget a URI
 * @uri: filled, or all zero; the PIN is overwritten
 */
void pkcs11_uri_free(struct pkcs11_uri *uri);

#endif
