// SPDX-License-Identifier: GPL-2.0-only
/* A file server that hands out listed bytes while the file is hashed and other ones afterwards. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <string.h>
#include <sys/mman.h>

#include "fuse_server.h"

struct image {
	char *data;
	size_t len;
};

static struct image good, evil;
static size_t served; /* bytes of the file handed out so far */

/* Once the whole file has been read, it is another one. */
static void turning(char *buf, size_t offset, size_t len)
{
	bool turned = served >= good.len;

	memcpy(buf, good.data + offset, len);
	if (turned && offset < evil.len)
		memcpy(buf, evil.data + offset, len < evil.len - offset ? len : evil.len - offset);
	served += len;
}

static int start_server(unsigned int open_flags, pid_t *pid)
{
	good.data = slurp(SIGNED "prog", &good.len);
	evil.data = slurp(UNSIGNED "prog", &evil.len);
	if (!good.data || !evil.data)
		return errno;
	return fuse_start(open_flags, good.len, turning, pid);
}

static enum result exec_from(unsigned int open_flags)
{
	struct ran ran;
	pid_t pid;
	int err = start_server(open_flags, &pid);

	if (err)
		return fuse_absent(err);
	ran = run("f/p", NULL);
	if (strstr(ran.out, "EVIL"))
		return fuse_finish(say(WORKED, "hashed one content, ran another"), pid);
	/* The pages that were hashed stayed in the cache: no harm yet. */
	if (!ran.err && strstr(ran.out, "SIGNED"))
		return fuse_finish(REFUSED, pid);
	if (!ran.err) {
		say(WORKED, "a mixture of both contents was executed, status %#x", ran.status);
		return fuse_finish(WORKED, pid);
	}
	return fuse_finish(judge("exec", ran, EACCES), pid);
}

static enum result exec_cached(void)
{
	return exec_from(0);
}

static enum result exec_direct(void)
{
	return exec_from(FOPEN_DIRECT_IO);
}

static enum result map_from(unsigned int open_flags)
{
	enum result result = REFUSED;
	char *map;
	pid_t pid;
	int fd, err = start_server(open_flags, &pid);

	if (err)
		return fuse_absent(err);
	fd = open("f/p", O_RDONLY);
	map = mmap(NULL, good.len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED) {
		result = expect_errno("mmap", -1, EACCES);
	} else {
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		result = say(memcmp(map, evil.data, evil.len) ? WRONG : WORKED,
			     "mapped, and the server decides what the pages hold");
	}
	return fuse_finish(result, pid);
}

static enum result map_cached(void)
{
	return map_from(0);
}

static enum result map_direct(void)
{
	return map_from(FOPEN_DIRECT_IO);
}

const struct probe fuse_probes[] = {
	{ "fuse.exec", exec_cached, false },
	{ "fuse.exec-direct-io", exec_direct, false },
	{ "fuse.map", map_cached, false },
	{ "fuse.map-direct-io", map_direct, false },
	{ NULL, NULL, false },
};
