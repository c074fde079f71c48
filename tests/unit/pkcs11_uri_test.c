// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a URI without its PIN, and where the PIN is. */
#include "tap.h"

#include <errno.h>
#include <string.h>

#include "userspace/lib/pkcs11_uri.h"

/* clang-format off */
static const struct {
	const char *text;
	int err;
	const char *bare;
	const char *value;
	const char *source;
} cases[] = {
	{ "pkcs11:", 0, "pkcs11:", NULL, NULL },
	{ "pkcs11:token=a;object=b", 0, "pkcs11:token=a;object=b", NULL, NULL },
	{ "pkcs11:token=a;object=b?pin-value=12", 0, "pkcs11:token=a;object=b", "12", NULL },
	{ "pkcs11:token=a;pin-value=12;object=b", 0, "pkcs11:token=a;object=b", "12", NULL },
	{ "pkcs11:pin-value=12;token=a", 0, "pkcs11:token=a", "12", NULL },
	{ "pkcs11:pin-value=12", 0, "pkcs11:", "12", NULL },
	{ "pkcs11:token=a?pin-value=12&module-name=m&x=y", 0, "pkcs11:token=a?module-name=m&x=y", "12", NULL },
	{ "pkcs11:token=a?module-name=m&pin-value=12&x=y", 0, "pkcs11:token=a?module-name=m&x=y", "12", NULL },
	{ "pkcs11:?module-name=m&pin-value=12", 0, "pkcs11:?module-name=m", "12", NULL },
	{ "pkcs11:token=a?", 0, "pkcs11:token=a", NULL, NULL },
	{ "pkcs11:token=a?pin-value=1;2?3", 0, "pkcs11:token=a", "1;2?3", NULL },
	{ "pkcs11:id=%01%02;object=pin-value=x", 0, "pkcs11:id=%01%02;object=pin-value=x", NULL, NULL },
	{ "pkcs11:x-pin-value=12", 0, "pkcs11:x-pin-value=12", NULL, NULL },
	{ "pkcs11:pin-value=a%20%26%C3%a4%25", 0, "pkcs11:", "a &\xc3\xa4%", NULL },
	{ "pkcs11:pin-source=pin", 0, "pkcs11:", NULL, "pin" },
	{ "pkcs11:pin-source=/etc/a%20b", 0, "pkcs11:", NULL, "/etc/a b" },
	{ "pkcs11:pin-source=file:pin", 0, "pkcs11:", NULL, "pin" },
	{ "pkcs11:pin-source=file:/etc/pin", 0, "pkcs11:", NULL, "/etc/pin" },
	{ "pkcs11:pin-source=file:///etc/pin", 0, "pkcs11:", NULL, "/etc/pin" },
	{ "pkcs11:pin-source=file://host/etc/pin", -EOPNOTSUPP, NULL, NULL, NULL },
	{ "pkcs11:pin-source=|cat", -EOPNOTSUPP, NULL, NULL, NULL },
	{ "pkcs11:pin-source=", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-source=file:", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=;token=a", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=%", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1%4", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1%4;1=2", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1%4g", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1%00", -EINVAL, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1;pin-value=1", -EEXIST, NULL, NULL, NULL },
	{ "pkcs11:pin-value=1?pin-source=a", -EEXIST, NULL, NULL, NULL },
	{ "pkcs11:pin-source=a?pin-value=1", -EEXIST, NULL, NULL, NULL },
	{ "pkcs11:pin-source=a;pin-source=a", -EEXIST, NULL, NULL, NULL },
};
/* clang-format on */

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

int main(void)
{
	struct pkcs11_uri uri;
	size_t i;
	int err;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err = pkcs11_uri_split(cases[i].text, &uri);
		ok(err == cases[i].err && same(uri.bare, cases[i].bare) &&
			   same(uri.pin_value, cases[i].value) &&
			   same(uri.pin_source, cases[i].source),
		   "%s", cases[i].text);
		pkcs11_uri_free(&uri);
	}
	ok(pkcs11_uri_is("pkcs11:a") && !pkcs11_uri_is("pkcs11") && !pkcs11_uri_is("./pkcs11:a"),
	   "what is a URI");
	return tap_done();
}
