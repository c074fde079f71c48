// SPDX-License-Identifier: GPL-2.0-only
/* keyctl(2) against the keyrings that hold the anchor and the policy's keys. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_RINGS = 32 };

static int rings[MAX_RINGS], nr_rings;

static void find_rings(void)
{
	FILE *keys = fopen("/proc/keys", "r");
	char line[512];

	nr_rings = 0;
	while (keys && fgets(line, sizeof(line), keys) && nr_rings < MAX_RINGS)
		if (strstr(line, "keyring") && strstr(line, " .lorica"))
			rings[nr_rings++] = strtoul(line, NULL, 16);
	if (keys)
		fclose(keys);
}

static long keyctl(int op, long a, long b, long c, long d)
{
	return syscall(SYS_keyctl, op, a, b, c, d);
}

/* Does the anchor still verify? The active policy again is EALREADY, not ENOKEY. */
static enum result anchor_works(const char *when)
{
	size_t len;
	void *data = slurp(STATEMENTS "policy.stmt", &len);
	int fd = open(NODE "load", O_WRONLY);
	long ret;

	if (!data || fd < 0)
		return say(WRONG, "policy.stmt: %s", strerror(errno));
	ret = write(fd, data, len);
	if (ret < 0 && errno == EALREADY)
		return REFUSED;
	return say(WRONG, "%s: the active policy again: %s", when, strerror(errno));
}

static enum result attack_ring(int ring)
{
	int mine = syscall(SYS_add_key, "user", "attack", "x", 1, KEY_SPEC_PROCESS_KEYRING);
	int other = syscall(SYS_add_key, "keyring", "attack", NULL, 0, KEY_SPEC_PROCESS_KEYRING);
	int children[16] = {};
	const struct {
		const char *what;
		int op;
		long a, b, c;
	} acts[] = {
		{ "link into it", KEYCTL_LINK, mine, ring, 0 },
		{ "link it into ours", KEYCTL_LINK, ring, other, 0 },
		{ "unlink from it", KEYCTL_UNLINK, mine, ring, 0 },
		{ "clear", KEYCTL_CLEAR, ring, 0, 0 },
		{ "set permissions", KEYCTL_SETPERM, ring, 0x3f3f3f3f, 0 },
		{ "change its owner", KEYCTL_CHOWN, ring, 0, 0 },
		{ "set a timeout", KEYCTL_SET_TIMEOUT, ring, 1, 0 },
		{ "restrict", KEYCTL_RESTRICT_KEYRING, ring, 0, 0 },
		{ "update", KEYCTL_UPDATE, ring, (long)"x", 1 },
		{ "move into it", KEYCTL_MOVE, mine, KEY_SPEC_PROCESS_KEYRING, ring },
		{ "join it as session", KEYCTL_JOIN_SESSION_KEYRING, (long)".lorica", 0, 0 },
		{ "revoke", KEYCTL_REVOKE, ring, 0, 0 },
		{ "invalidate", KEYCTL_INVALIDATE, ring, 0, 0 },
	};
	long n;
	size_t i;

	if (mine < 0 || other < 0)
		return say(WRONG, "control: add_key: %s", strerror(errno));
	if (syscall(SYS_add_key, "user", "attack", "x", 1, ring) >= 0)
		return say(WORKED, "add_key into %#x", ring);
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (keyctl(acts[i].op, acts[i].a, acts[i].b, acts[i].c, 0) >= 0)
			return say(WORKED, "%s: %#x", acts[i].what, ring);
	/* The keys in it, if their ids can be had at all. */
	n = keyctl(KEYCTL_READ, ring, (long)children, sizeof(children), 0);
	for (i = 0; n > 0 && i < n / sizeof(children[0]) && i < 16; i++)
		if (!keyctl(KEYCTL_REVOKE, children[i], 0, 0, 0) ||
		    !keyctl(KEYCTL_INVALIDATE, children[i], 0, 0, 0) ||
		    !keyctl(KEYCTL_UNLINK, children[i], ring, 0, 0) ||
		    !keyctl(KEYCTL_SETPERM, children[i], 0x3f3f3f3f, 0, 0))
			return say(WORKED, "key %#x in %#x", children[i], ring);
	return REFUSED;
}

static enum result attack_rings(void)
{
	int i;

	find_rings();
	if (!nr_rings)
		return say(exists("/proc/keys") ? WRONG : SKIPPED,
			   "no .lorica keyring in /proc/keys");
	if (anchor_works("before") != REFUSED)
		return said();
	for (i = 0; i < nr_rings; i++)
		if (attack_ring(rings[i]) != REFUSED)
			return said();
	if (anchor_works("after") != REFUSED)
		return said();
	return say(REFUSED, "%d keyrings", nr_rings);
}

/* All keys of the kernel that look like one of ours, by whatever name. */
static enum result attack_keys(void)
{
	FILE *keys = fopen("/proc/keys", "r");
	char line[512];
	int id, n = 0;

	if (!keys)
		return say(SKIPPED, "no /proc/keys");
	while (fgets(line, sizeof(line), keys)) {
		if (!strstr(line, "asymmetri"))
			continue;
		id = strtoul(line, NULL, 16);
		n++;
		if (!keyctl(KEYCTL_REVOKE, id, 0, 0, 0) ||
		    !keyctl(KEYCTL_INVALIDATE, id, 0, 0, 0) ||
		    !keyctl(KEYCTL_SETPERM, id, 0x3f3f3f3f, 0, 0) ||
		    !keyctl(KEYCTL_SET_TIMEOUT, id, 1, 0, 0)) {
			fclose(keys);
			return say(WORKED, "key %s", line);
		}
	}
	fclose(keys);
	if (anchor_works("after") != REFUSED)
		return said();
	return say(REFUSED, "%d keys", n);
}

/* A keyring of the same name that we own must not be taken for the anchor. */
static enum result same_name(void)
{
	int ring = syscall(SYS_add_key, "keyring", ".lorica", NULL, 0, KEY_SPEC_SESSION_KEYRING);

	if (ring >= 0)
		return say(WORKED, "a keyring of that name");
	if (expect_errno("add_key of .lorica", ring, EPERM) != REFUSED)
		return said();
	return anchor_works("after");
}

const struct probe keyring_probes[] = {
	{ "keyring.rings", attack_rings, false },
	{ "keyring.keys", attack_keys, false },
	{ "keyring.same-name", same_name, false },
	{ NULL, NULL, false },
};
