// SPDX-License-Identifier: GPL-2.0-only
/* Statements that must not come into force. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char node[] = NODE "load";

static int open_node(void)
{
	return open(node, O_WRONLY | O_CLOEXEC);
}

/* One write; what is in force must be the same afterwards. */
static long submit(const void *data, size_t len)
{
	int fd = open_node(), err;
	long ret = write(fd, data, len);

	err = errno;
	close(fd);
	errno = err;
	return ret;
}

static enum result unchanged(enum result result, const char *before)
{
	char now[256] = "";

	status_value("policy", now, sizeof(now));
	return strcmp(before, now) ? say(WORKED, "the policy is now '%s'", now) : result;
}

static enum result try_file(const char *name, int want)
{
	char path[128], before[256] = "";
	enum result result;
	size_t len;
	void *data;
	long ret;

	snprintf(path, sizeof(path), STATEMENTS "%s", name);
	data = slurp(path, &len);
	if (!data)
		return say(WRONG, "%s: %s", path, strerror(errno));
	if (!status_value("policy", before, sizeof(before)))
		return say(WRONG, "no policy in status");
	ret = submit(data, len);
	result = expect_errno(name, ret, want ? want : errno);
	free(data);
	return unchanged(result, before);
}

static enum result wrong_key(void)
{
	return try_file("wrongkey.stmt", ENOKEY);
}

static enum result flipped(void)
{
	return try_file("flipped.stmt", 0);
}

static enum result truncated(void)
{
	return try_file("truncated.stmt", ENODATA);
}

static enum result trailing(void)
{
	return try_file("trailing.stmt", E2BIG);
}

static enum result older(void)
{
	return try_file("older.stmt", ESTALE);
}

static enum result not_signed(void)
{
	return try_file("unsigned.bin", 0);
}

static enum result same(void)
{
	return try_file("policy.stmt", EALREADY);
}

/*
 * Every byte, one bit at a time in turn. EALREADY means that the envelope was
 * taken although a byte of it was another: harmless, but worth to be counted.
 */
static enum result every_byte(void)
{
	unsigned int unnoticed = 0;
	char before[256] = "";
	unsigned char *data;
	size_t len, i;

	data = slurp(STATEMENTS "policy.stmt", &len);
	if (!data)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	status_value("policy", before, sizeof(before));
	for (i = 0; i < len; i++) {
		data[i] ^= 1 << (i % 8);
		if (submit(data, len) >= 0)
			return say(WORKED, "byte %zu changed, and it was taken", i);
		if (errno == EALREADY)
			unnoticed++;
		data[i] ^= 1 << (i % 8);
	}
	say(REFUSED, "%zu bytes, in %u of them the change was not noticed", len, unnoticed);
	return unchanged(REFUSED, before);
}

/* Every length below the full one. */
static enum result every_length(void)
{
	char before[256] = "";
	size_t len, i;
	void *data = slurp(STATEMENTS "policy.stmt", &len);

	if (!data)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	status_value("policy", before, sizeof(before));
	for (i = 0; i < len; i++)
		if (submit(data, i) > 0)
			return say(WORKED, "the first %zu bytes were taken", i);
	return unchanged(REFUSED, before);
}

static enum result tiny(void)
{
	/* The system call itself ends an empty write at some nodes: 0 is no success. */
	if (submit("", 0) > 0)
		return say(WORKED, "an empty write");
	return expect_errno("one byte", submit("\x30", 1), ENODATA);
}

static enum result huge(void)
{
	size_t len = 200UL << 20;
	void *data = mmap(NULL, len, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (data == MAP_FAILED)
		return say(WRONG, "mmap: %s", strerror(errno));
	return expect_errno("200 MiB", submit(data, len), EFBIG);
}

/* The bytes of a good statement in two writes, and in one writev of two parts. */
static enum result split(void)
{
	int fd = open_node();
	struct iovec parts[2];
	size_t len;
	char *data = slurp(STATEMENTS "policy.stmt", &len);

	if (!data || fd < 0)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	if (write(fd, data, len / 2) >= 0 || write(fd, data + len / 2, len - len / 2) >= 0)
		return say(WORKED, "half a statement");
	parts[0] = (struct iovec){ data, len / 2 };
	parts[1] = (struct iovec){ data + len / 2, len - len / 2 };
	if (writev(fd, parts, 2) >= 0)
		return say(WORKED, "half a statement by writev");
	return REFUSED;
}

static enum result at_offset(void)
{
	int fd = open_node();
	size_t len;
	void *data = slurp(STATEMENTS "policy.stmt", &len);

	if (!data || fd < 0)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	return expect_errno("pwrite", pwrite(fd, data, len, 1), ESPIPE);
}

static enum result bad_pointer(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(page + 4096, 4096);
	if (expect_errno("a buffer that ends too early", submit(page, 8192), EFAULT) != REFUSED)
		return said();
	return expect_errno("a kernel address", submit((void *)~0xfffffUL, 4096), EFAULT);
}

/* Root opens the node, somebody else writes to it. */
static enum result without_privilege(void)
{
	int fd = open_node();
	size_t len;
	void *data = slurp(STATEMENTS "policy.stmt", &len);

	if (!data || fd < 0)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	if (setgid(65534) || setuid(65534))
		return say(WRONG, "setuid: %s", strerror(errno));
	if (open_node() >= 0)
		return say(WORKED, "an ordinary user opened the node");
	return expect_errno("write by an ordinary user", write(fd, data, len), EPERM);
}

const struct probe statement_probes[] = {
	{ "statement.wrong-key", wrong_key, false },
	{ "statement.flipped", flipped, false },
	{ "statement.truncated", truncated, false },
	{ "statement.trailing", trailing, false },
	{ "statement.older", older, false },
	{ "statement.unsigned", not_signed, false },
	{ "statement.same-again", same, false },
	{ "statement.every-byte", every_byte, false },
	{ "statement.every-length", every_length, false },
	{ "statement.tiny", tiny, false },
	{ "statement.huge", huge, false },
	{ "statement.split", split, false },
	{ "statement.offset", at_offset, false },
	{ "statement.bad-pointer", bad_pointer, false },
	{ "statement.unprivileged", without_privilege, false },
	{ NULL, NULL, false },
};
