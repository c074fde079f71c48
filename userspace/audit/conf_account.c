// SPDX-License-Identifier: GPL-2.0-only
#include "conf_account.h"

enum { PASSWD_FIELDS = 7, SHADOW_FIELDS = 9 };

static const char *take_fields(struct str line, struct str *fields, unsigned int want)
{
	unsigned int n = 0;
	struct str field;

	while (str_field(&line, ':', &field)) {
		if (n == want)
			return "too many fields";
		fields[n++] = field;
	}
	if (n < want)
		return "too few fields";
	return fields[0].n ? NULL : "no name";
}

const char *account_parse(struct str line, struct account *account)
{
	struct str f[PASSWD_FIELDS];
	const char *wrong = take_fields(line, f, PASSWD_FIELDS);

	if (wrong)
		return wrong;
	*account = (struct account){ .name = f[0], .password = f[1], .shell = f[6] };
	if (!str_number(f[2], &account->uid) || account->uid > UINT32_MAX)
		return "no user number";
	if (!str_number(f[3], &account->gid) || account->gid > UINT32_MAX)
		return "no group number";
	return NULL;
}

const char *shadow_parse(struct str line, struct shadow *shadow)
{
	struct str f[SHADOW_FIELDS];
	const char *wrong = take_fields(line, f, SHADOW_FIELDS);

	if (wrong)
		return wrong;
	*shadow = (struct shadow){ .name = f[0], .hash = f[1] };
	shadow->has_changed = f[2].n;
	if (f[2].n && !str_number(f[2], &shadow->changed))
		return "no day of the last change";
	/* -1 is an old way to say that there is none. */
	shadow->has_max = f[4].n && !str_is(f[4], "-1");
	if (shadow->has_max && !str_number(f[4], &shadow->max))
		return "no number of days";
	return NULL;
}

static bool is_des(struct str hash)
{
	size_t i;

	for (i = 0; i < hash.n; i++)
		if (!memchr("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
			    hash.p[i], 64))
			return false;
	return hash.n == 13;
}

enum hash_kind hash_judge(struct str hash, const char **method)
{
	static const struct {
		const char *start;
		const char *method;
		enum hash_kind kind;
		size_t least; /* bytes with salt and hash: less is cut off */
	} methods[] = {
		{ "$y$", "yescrypt", HASH_STRONG, 55 },
		{ "$gy$", "gost-yescrypt", HASH_STRONG, 55 },
		{ "$7$", "scrypt", HASH_STRONG, 50 },
		{ "$2b$", "bcrypt", HASH_STRONG, 60 },
		{ "$2y$", "bcrypt", HASH_STRONG, 60 },
		{ "$argon2id$", "argon2id", HASH_STRONG, 50 },
		{ "$6$", "SHA-512", HASH_STRONG, 90 },
		{ "$5$", "SHA-256", HASH_WEAK, 0 },
		{ "$2a$", "bcrypt with the old flaw", HASH_WEAK, 0 },
		{ "$2x$", "bcrypt with the old flaw", HASH_WEAK, 0 },
		{ "$1$", "MD5", HASH_WEAK, 0 },
		{ "$md5", "MD5", HASH_WEAK, 0 },
		{ "$sha1", "SHA-1", HASH_WEAK, 0 },
		{ "$3$", "NT", HASH_WEAK, 0 },
		{ "_", "extended DES", HASH_WEAK, 0 },
	};
	size_t i;

	*method = "none";
	if (!hash.n)
		return HASH_EMPTY;
	*method = "locked";
	if (hash.p[0] == '!' || hash.p[0] == '*')
		return HASH_NO_LOGIN;
	for (i = 0; i < ARRAY_SIZE(methods); i++) {
		if (!str_starts(hash, methods[i].start))
			continue;
		*method = methods[i].method;
		if (hash.n >= methods[i].least)
			return methods[i].kind;
		*method = "a hash that is cut off";
		return HASH_UNKNOWN;
	}
	*method = is_des(hash) ? "DES" : "no hash that is known";
	return is_des(hash) ? HASH_WEAK : HASH_UNKNOWN;
}
