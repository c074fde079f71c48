// SPDX-License-Identifier: GPL-2.0-only
/* What a boot that did not take place yet is going to measure. */
#include "measure.h"

#include <errno.h>
#include <stdlib.h>

#include <openssl/evp.h>

#include "authenticode.h"
#include "file.h"
#include "userspace/cmd.h"

enum { PCR_KERNEL = 4, PCR_STUB = 9 };

static struct measure_event *add(struct measure *m, u8 pcr, const char *what)
{
	struct measure_event *event = &m->events[m->nr_events++];

	event->pcr = pcr;
	event->what = what;
	return event;
}

static int unreadable(const char *path, int err)
{
	fprintf(stderr, "lorica measure: cannot read '%s': %s\n", path, strerror(-err));
	return EXIT_FAILED;
}

/* What firmware extends PCR 4 with besides programs. */
static void add_remarks(struct measure *m)
{
	static const struct {
		const char *what;
		const char *data;
		size_t len;
	} remarks[] = {
#define TEXT(text) { "\"" text "\"", text, sizeof(text) - 1 }
		TEXT("Calling EFI Application from Boot Option"),
		TEXT("Returning from EFI Application from Boot Option"),
#undef TEXT
		{ "the separator", "\0\0\0", 4 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(remarks); i++)
		EVP_Digest(remarks[i].data, remarks[i].len,
			   add(m, PCR_KERNEL, remarks[i].what)->digest, NULL, EVP_sha256(), NULL);
}

int measure_kernel(struct measure *m, const char *path)
{
	struct measure_event *event;
	size_t len;
	char *data;
	int err = file_read(path, MEASURE_MAX_FILE, &data, &len);

	if (err)
		return unreadable(path, err);
	if (!m->nr_events)
		add_remarks(m);
	event = add(m, PCR_KERNEL, path);
	err = !authenticode_sha256((const u8 *)data, len, event->digest);
	free(data);
	if (!err)
		return EXIT_OK;
	fprintf(stderr,
		"lorica measure: '%s' is no EFI program: a kernel needs CONFIG_EFI_STUB to be one\n",
		path);
	return EXIT_REJECTED;
}

/* The stub hashes the options of the image as they are: UTF-16, with the NUL. */
static int hash_cmdline(const char *cmdline, u8 *digest)
{
	size_t i, len = strlen(cmdline);
	u8 *wide = calloc(len + 1, 2);
	int ret = EXIT_OK;

	if (!wide)
		return EXIT_FAILED;
	for (i = 0; i < len; i++) {
		/* What firmware and boot loaders make of other characters differs. */
		if ((u8)cmdline[i] < ' ' || (u8)cmdline[i] > '~') {
			fprintf(stderr,
				"lorica measure: byte %zu of the command line is not printable ASCII\n",
				i);
			ret = EXIT_USAGE;
			break;
		}
		wide[2 * i] = cmdline[i];
	}
	if (ret == EXIT_OK &&
	    EVP_Digest(wide, 2 * (len + 1), digest, NULL, EVP_sha256(), NULL) != 1)
		ret = EXIT_FAILED;
	free(wide);
	return ret;
}

/* The boot loader hands them over as one. */
static int hash_initrds(const char *const *paths, size_t nr, u8 *digest)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	int ret = EXIT_OK;
	size_t i;

	for (i = 0; good && i < nr && ret == EXIT_OK; i++) {
		size_t len;
		char *data;
		int err = file_read(paths[i], MEASURE_MAX_FILE, &data, &len);

		if (err) {
			ret = unreadable(paths[i], err);
			break;
		}
		good = EVP_DigestUpdate(ctx, data, len);
		free(data);
	}
	good = good && EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
	return ret == EXIT_OK && !good ? EXIT_FAILED : ret;
}

static void extend(u8 *pcr, const u8 *digest)
{
	u8 both[64];

	memcpy(both, pcr, 32);
	memcpy(both + 32, digest, 32);
	EVP_Digest(both, sizeof(both), pcr, NULL, EVP_sha256(), NULL);
}

int measure_stub(struct measure *m, const char *cmdline, const char *const *initrds, size_t nr)
{
	struct measure_event *event = add(m, PCR_STUB, "the command line");
	int ret = hash_cmdline(cmdline, event->digest);

	if (ret)
		return ret;
	m->cmdline = cmdline;
	m->pcrs |= BIT(PCR_STUB);
	extend(m->pcr[PCR_STUB], event->digest);
	if (!nr)
		return EXIT_OK;
	event = add(m, PCR_STUB, "the initramfs");
	ret = hash_initrds(initrds, nr, event->digest);
	if (!ret)
		extend(m->pcr[PCR_STUB], event->digest);
	return ret;
}
