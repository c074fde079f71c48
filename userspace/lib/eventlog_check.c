// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_view.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "eventlog_words.h"
#include "file.h"
#include "number.h"
#include "userspace/cmd.h"

enum {
	FIRMWARE_PCRS = 8, /* 0 to 7 are the firmware's alone */
	DYNAMIC_FIRST = 17, /* these begin as ones, and are reset by a dynamic launch */
	DYNAMIC_LAST = 22,
	MAX_VALUE = 4096, /* sysfs says so of each of its files */
	MAX_DIR = 4096,
};

/* Was a PCR that the log says nothing of never extended? */
static bool is_untouched(const u8 *value, size_t size, u32 pcr)
{
	size_t i;

	if (lorica_all_zero(value, size))
		return true;
	for (i = 0; i < size; i++)
		if (value[i] != 0xff)
			return false;
	return pcr >= DYNAMIC_FIRST && pcr <= DYNAMIC_LAST;
}

enum eventlog_match eventlog_view_match(const struct eventlog_view *view, u32 bank, u32 pcr)
{
	const struct lorica_pcr_bank *log = &view->banks[bank], *tpm = &view->tpm[bank];

	if (!view->is_checked || !(tpm->extended & BIT(pcr)))
		return EVENTLOG_UNCHECKED;
	if (!memcmp(log->pcr[pcr], tpm->pcr[pcr], log->size))
		return EVENTLOG_MATCH;
	if (log->extended & BIT(pcr))
		return EVENTLOG_DIFFERS;
	if (is_untouched(tpm->pcr[pcr], log->size, pcr))
		return EVENTLOG_MATCH;
	/* A log that lost all events of one of these would otherwise pass. */
	return pcr < FIRMWARE_PCRS ? EVENTLOG_DIFFERS : EVENTLOG_UNLOGGED;
}

const char *eventlog_view_match_name(enum eventlog_match match)
{
	static const char *const names[] = {
		[EVENTLOG_MATCH] = "match",
		[EVENTLOG_DIFFERS] = "differs",
		[EVENTLOG_UNLOGGED] = "unlogged",
	};

	return names[match];
}

static int read_pcr(const char *path, u8 *value, size_t size)
{
	size_t len;
	char *text;
	int err = file_read(path, MAX_VALUE, &text, &len);

	if (err)
		return err;
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	err = number_parse_hex(text, value, size);
	free(text);
	return err;
}

/* One bank of the TPM; -ENOENT when it has none of this algorithm. */
static int read_bank(const char *verb, struct lorica_pcr_bank *tpm, const char *dir, u32 pcrs)
{
	char path[MAX_DIR + 64];
	int n = snprintf(path, MAX_DIR, "%s/pcr-%s", dir, eventlog_alg_name(tpm->alg));
	u32 pcr;

	if (n >= MAX_DIR)
		return -ENAMETOOLONG;
	if (access(path, F_OK))
		return -errno;
	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
		int err;

		if (!(pcrs & BIT(pcr)))
			continue;
		sprintf(path + n, "/%u", pcr);
		err = read_pcr(path, tpm->pcr[pcr], tpm->size);
		if (err) {
			fprintf(stderr, "lorica %s: cannot read '%s': %s\n", verb, path,
				err == -EINVAL ? "no value of this bank" : strerror(-err));
			return -EIO;
		}
		tpm->extended |= BIT(pcr);
	}
	return 0;
}

static void say_hex(const char *what, const u8 *data, size_t len)
{
	fputs(what, stderr);
	while (len--)
		fprintf(stderr, "%02x", *data++);
}

static int compare(const struct eventlog_view *view, u32 bank)
{
	const struct lorica_pcr_bank *log = &view->banks[bank];
	int ret = EXIT_OK;
	u32 pcr;

	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
		if (eventlog_view_match(view, bank, pcr) != EVENTLOG_DIFFERS)
			continue;
		fprintf(stderr, "lorica %s: PCR %u of %s differs", view->verb, pcr,
			eventlog_alg_name(log->alg));
		say_hex(": log ", log->pcr[pcr], log->size);
		say_hex(", TPM ", view->tpm[bank].pcr[pcr], log->size);
		fputc('\n', stderr);
		ret = EXIT_CHECK_NO;
	}
	return ret;
}

/* Whatever is extended in a bank that the firmware does not use, the log cannot tell. */
static void warn_of_other_banks(const struct eventlog_view *view, const char *dir)
{
	static const u16 algs[] = { LORICA_ALG_SHA1, LORICA_ALG_SHA256, LORICA_ALG_SHA384,
				    LORICA_ALG_SHA512 };
	char path[MAX_DIR + 64];
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(algs); i++) {
		snprintf(path, sizeof(path), "%s/pcr-%s", dir, eventlog_alg_name(algs[i]));
		for (k = 0; k < view->log.nr_algs && view->log.algs[k].id != algs[i]; k++)
			;
		if (k == view->log.nr_algs && eventlog_view_wants_alg(view, algs[i]) &&
		    !access(path, F_OK))
			fprintf(stderr,
				"lorica %s: the TPM has a bank of %s, and the log has none\n",
				view->verb, eventlog_alg_name(algs[i]));
	}
}

int eventlog_view_check(struct eventlog_view *view, const char *dir)
{
	int ret = EXIT_OK;
	u32 i, compared = 0;

	view->is_checked = true;
	for (i = 0; i < view->nr_banks; i++) {
		int err;

		view->tpm[i].alg = view->banks[i].alg;
		view->tpm[i].size = view->banks[i].size;
		err = read_bank(view->verb, &view->tpm[i], dir, view->pcrs);
		if (err == -ENOENT) {
			fprintf(stderr, "lorica %s: no bank of %s in '%s'\n", view->verb,
				eventlog_alg_name(view->banks[i].alg), dir);
			continue;
		}
		if (err)
			return EXIT_FAILED;
		compared++;
		if (compare(view, i))
			ret = EXIT_CHECK_NO;
	}
	warn_of_other_banks(view, dir);
	if (compared)
		return ret;
	fprintf(stderr, "lorica %s: no bank could be compared with '%s'\n", view->verb, dir);
	return EXIT_FAILED;
}
