// SPDX-License-Identifier: GPL-2.0-only
#include "authenticode.h"

#include <stdlib.h>

#include <openssl/evp.h>

enum {
	DOS_PE = 0x3c, /* where a DOS header says that the PE one is */
	COFF = 24, /* signature and COFF header, behind which the optional one begins */
	COFF_SECTIONS = 6,
	COFF_OPTIONAL = 20,
	OPT_HEADERS = 60, /* SizeOfHeaders */
	OPT_CHECKSUM = 64,
	OPT_DIRECTORY_32 = 96,
	OPT_DIRECTORY_64 = 112,
	PE32 = 0x10b,
	PE32_PLUS = 0x20b,
	CERTIFICATES = 4, /* index in the directory */
	SECTION = 40,
	SECTION_SIZE = 16, /* and behind it the offset */
	MAX_SECTIONS = 96,
};

struct run {
	u32 at;
	u32 len;
};

static u16 get16(const u8 *p)
{
	return p[0] | p[1] << 8;
}

static u32 get32(const u8 *p)
{
	return get16(p) | (u32)get16(p + 2) << 16;
}

static int by_offset(const void *x, const void *y)
{
	const struct run *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

/* What of the file is hashed, in this order; 0 when it is no whole PE file. */
static size_t find_runs(const u8 *data, size_t len, struct run *runs)
{
	size_t pe, opt, directory, table, nr_sections, headers, end, i, n = 0;
	u32 cert_len;

	if (len < 64 || memcmp(data, "MZ", 2))
		return 0;
	pe = get32(data + DOS_PE);
	if (pe > len || len - pe < COFF + OPT_DIRECTORY_64 + 8 * (CERTIFICATES + 1) ||
	    memcmp(data + pe, "PE\0", 4))
		return 0;
	opt = pe + COFF;
	if (get16(data + opt) != PE32 && get16(data + opt) != PE32_PLUS)
		return 0;
	directory = opt + (get16(data + opt) == PE32 ? OPT_DIRECTORY_32 : OPT_DIRECTORY_64);
	if (get32(data + directory - 4) <= CERTIFICATES)
		return 0;
	directory += 8 * CERTIFICATES;
	headers = get32(data + opt + OPT_HEADERS);
	nr_sections = get16(data + pe + COFF_SECTIONS);
	table = opt + get16(data + pe + COFF_OPTIONAL);
	if (headers > len || headers < directory + 8 || nr_sections > MAX_SECTIONS ||
	    table + nr_sections * SECTION > headers)
		return 0;
	runs[n++] = (struct run){ 0, opt + OPT_CHECKSUM };
	runs[n++] = (struct run){ opt + OPT_CHECKSUM + 4, directory - opt - OPT_CHECKSUM - 4 };
	runs[n++] = (struct run){ directory + 8, headers - directory - 8 };
	end = headers;
	for (i = 0; i < nr_sections; i++) {
		const u8 *section = data + table + i * SECTION + SECTION_SIZE;
		struct run run = { get32(section + 4), get32(section) };

		if (!run.len)
			continue;
		if (run.at > len || run.len > len - run.at)
			return 0;
		runs[n++] = run;
		end += run.len;
	}
	qsort(runs + 3, n - 3, sizeof(*runs), by_offset);
	/* What lies behind the sections, without the certificates at the very end. */
	cert_len = get32(data + directory + 4);
	if (end > len || cert_len > len - end)
		return 0;
	runs[n++] = (struct run){ end, len - end - cert_len };
	return n;
}

bool authenticode_sha256(const u8 *data, size_t len, u8 *digest)
{
	struct run runs[MAX_SECTIONS + 4];
	size_t i, n = find_runs(data, len, runs);
	EVP_MD_CTX *ctx;
	bool good;

	if (!n)
		return false;
	ctx = EVP_MD_CTX_new();
	good = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	for (i = 0; good && i < n; i++)
		good = EVP_DigestUpdate(ctx, data + runs[i].at, runs[i].len);
	good = good && EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
	return good;
}
