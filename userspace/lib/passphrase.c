// SPDX-License-Identifier: GPL-2.0-only
#include "passphrase.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

/* Two lines, or a NUL: it is another file than the one that was meant. */
static const char *wrong_with(const char *text, size_t len)
{
	if (!len)
		return "is empty";
	if (len > PASSPHRASE_MAX)
		return "is too long";
	if (memchr(text, '\n', len))
		return "has more than one line";
	return memchr(text, '\0', len) ? "has a NUL in it" : NULL;
}

static bool take(struct passphrase *p, const char *text, size_t len, const char *whence)
{
	const char *wrong = wrong_with(text, len);

	if (wrong) {
		fprintf(stderr, "lorica: the passphrase in %s %s\n", whence, wrong);
		return false;
	}
	memcpy(p->text, text, len);
	p->len = len;
	p->known = true;
	return true;
}

bool passphrase_from_text(struct passphrase *p, const char *text, const char *whence)
{
	return take(p, text, strlen(text), whence);
}

bool passphrase_from_env(struct passphrase *p, const char *name)
{
	const char *text = getenv(name);
	char whence[128];

	if (!text) {
		fprintf(stderr, "lorica: the variable '%s' is not set\n", name);
		return false;
	}
	snprintf(whence, sizeof(whence), "the variable '%s'", name);
	return passphrase_from_text(p, text, whence);
}

bool passphrase_from_file(struct passphrase *p, const char *path)
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	char *text, whence[128];
	size_t len, room;
	bool ok;
	int err = file_read(path, 2 * PASSPHRASE_MAX, &text, &room);

	if (err) {
		fprintf(stderr, "lorica: cannot read '%s': %s\n", name, strerror(-err));
		return false;
	}
	len = room;
	if (len && text[len - 1] == '\n')
		len--;
	if (len && len < room && text[len - 1] == '\r')
		len--;
	snprintf(whence, sizeof(whence), "'%s'", name);
	ok = take(p, text, len, whence);
	OPENSSL_cleanse(text, room);
	free(text);
	return ok;
}

/* libcrypto would take a standard input that is no terminal for one. */
static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static bool ask(struct passphrase *p)
{
	char prompt[256];

	if (!has_terminal()) {
		p->why = "a passphrase is needed, and there is no terminal to ask for it";
		return false;
	}
	snprintf(prompt, sizeof(prompt), "Passphrase or PIN of '%s': ", p->what);
	if (EVP_read_pw_string_min(p->text, 1, sizeof(p->text) - 1, prompt, 0)) {
		p->why = "no passphrase was typed";
		return false;
	}
	p->len = strlen(p->text);
	p->known = true;
	return true;
}

int passphrase_give(char *to, int size, int rwflag, void *context)
{
	struct passphrase *p = context;

	(void)rwflag;
	p->asked = true;
	if (!p->known && !ask(p))
		return -1;
	if (p->len > (size_t)size) {
		p->why = "the passphrase is longer than the key can take";
		return -1;
	}
	memcpy(to, p->text, p->len);
	return p->len;
}

void passphrase_forget(struct passphrase *p)
{
	OPENSSL_cleanse(p->text, sizeof(p->text));
	p->len = 0;
	p->known = false;
}
