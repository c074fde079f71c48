// SPDX-License-Identifier: GPL-2.0-only
#include "pkcs11_uri.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/shim.h"
#include "number.h"

static const char scheme[] = "pkcs11:";

bool pkcs11_uri_is(const char *text)
{
	return !strncmp(text, scheme, strlen(scheme));
}

/* A file name or a PIN of @len characters, which %XX may stand for. */
static int decode(const char *text, size_t len, char **to)
{
	char *out;
	size_t i, n = 0;
	u8 byte;

	if (*to)
		return -EEXIST;
	out = malloc(len + 1);
	if (!out)
		return -ENOMEM;
	for (i = 0; i < len; i++) {
		byte = text[i];
		if (byte == '%') {
			char digits[3] = "";

			if (len - i > 2)
				memcpy(digits, text + i + 1, 2);
			if (number_parse_hex(digits, &byte, 1) || !byte)
				goto err_free;
			i += 2;
		}
		out[n++] = byte;
	}
	if (!n)
		goto err_free;
	out[n] = '\0';
	*to = out;
	return 0;

err_free:
	OPENSSL_cleanse(out, n);
	free(out);
	return -EINVAL;
}

static int take_value(const char *text, size_t len, struct pkcs11_uri *uri)
{
	return uri->pin_source ? -EEXIST : decode(text, len, &uri->pin_value);
}

/* A path, or a URI of the scheme "file" with no host in it. */
static int take_source(const char *text, size_t len, struct pkcs11_uri *uri)
{
	static const char *const prefixes[] = { "file://", "file:" };
	size_t i, n;

	if (uri->pin_value)
		return -EEXIST;
	if (len && *text == '|')
		return -EOPNOTSUPP;
	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		n = strlen(prefixes[i]);
		if (len < n || strncmp(text, prefixes[i], n))
			continue;
		if (!i && text[n] != '/')
			return -EOPNOTSUPP;
		return decode(text + n, len - n, &uri->pin_source);
	}
	return decode(text, len, &uri->pin_source);
}

static const struct {
	const char *name;
	int (*take)(const char *text, size_t len, struct pkcs11_uri *uri);
} pins[] = {
	{ "pin-value=", take_value },
	{ "pin-source=", take_source },
};

/* Returns 1 for an attribute that is no PIN. */
static int take_pin(const char *attr, size_t len, struct pkcs11_uri *uri)
{
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(pins); i++) {
		n = strlen(pins[i].name);
		if (len >= n && !strncmp(attr, pins[i].name, n))
			return pins[i].take(attr + n, len - n, uri);
	}
	return 1;
}

/* Copies all attributes but the PIN: a;b;c?d&e. */
static int split(const char *p, struct pkcs11_uri *uri)
{
	char *to = stpcpy(uri->bare, scheme);
	const char *path = to;
	bool query = false, some = false;
	size_t len;
	int err;

	for (;;) {
		len = strcspn(p, query ? "&" : ";?&");
		err = take_pin(p, len, uri);
		if (err < 0)
			return err;
		if (err && len) {
			if (query || to != path)
				*to++ = !query ? ';' : some ? '&' : '?';
			some = query;
			to = mempcpy(to, p, len);
		}
		p += len;
		if (!*p)
			break;
		query |= *p++ == '?';
	}
	*to = '\0';
	return 0;
}

int pkcs11_uri_split(const char *text, struct pkcs11_uri *uri)
{
	int err = -ENOMEM;

	memset(uri, 0, sizeof(*uri));
	uri->bare = malloc(strlen(text) + 1);
	if (uri->bare)
		err = split(text + strlen(scheme), uri);
	if (err)
		pkcs11_uri_free(uri);
	return err;
}

void pkcs11_uri_free(struct pkcs11_uri *uri)
{
	if (uri->pin_value)
		OPENSSL_cleanse(uri->pin_value, strlen(uri->pin_value));
	free(uri->pin_value);
	free(uri->pin_source);
	free(uri->bare);
	memset(uri, 0, sizeof(*uri));
}
