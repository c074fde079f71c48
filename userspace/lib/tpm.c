// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers are those of the TPM 2.0 Library, parts 2 and 3. Authorisation is by
 * password, since the bus that an observer would listen to carries the values
 * as well.
 */
#include "tpm.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	ST_NO_SESSIONS = 0x8001,
	ST_SESSIONS = 0x8002,
	RSP_OF_1_2 = 0xc4,
	CC_NV_DEFINE_SPACE = 0x12a,
	CC_NV_INCREMENT = 0x134,
	CC_NV_READ = 0x14e,
	CC_NV_READ_PUBLIC = 0x169,
	RH_OWNER = 0x40000001,
	RS_PASSWORD = 0x40000009,
	ALG_SHA256 = 0x0b,

	NV_AUTHWRITE = 1 << 2,
	NV_COUNTER = 1 << 4,
	NV_OWNERREAD = 1 << 17,
	NV_AUTHREAD = 1 << 18,
	NV_NO_DA = 1 << 25, /* a wrong password locks nothing */
	NV_WRITTEN = 1 << 29,
	NV_OURS = NV_AUTHWRITE | NV_COUNTER | NV_OWNERREAD | NV_AUTHREAD | NV_NO_DA,

	HEAD = 10,
	COUNTER_SIZE = 8,
};

static void put(struct tpm_message *m, u64 value, int size)
{
	if (m->len + size > sizeof(m->data)) {
		m->broken = true;
		return;
	}
	while (size--)
		m->data[m->len++] = value >> 8 * size;
}

static u64 get(struct tpm_message *m, int size)
{
	u64 value = 0;

	if (m->len - m->at < (size_t)size) {
		m->broken = true;
		return 0;
	}
	while (size--)
		value = value << 8 | m->data[m->at++];
	return value;
}

static void start(struct tpm_message *m, u16 tag, u32 command)
{
	memset(m, 0, sizeof(*m));
	put(m, tag, 2);
	put(m, 0, 4);
	put(m, command, 4);
}

static void put_password(struct tpm_message *m, const u8 *password, size_t len)
{
	size_t i;

	put(m, 9 + len, 4);
	put(m, RS_PASSWORD, 4);
	put(m, 0, 2);
	put(m, 0, 1);
	put(m, len, 2);
	for (i = 0; i < len; i++)
		put(m, password[i], 1);
}

/* Both by the index itself, whose password is empty. */
static void start_counter(struct tpm_message *m, u32 command, u32 index)
{
	start(m, ST_SESSIONS, command);
	put(m, index, 4);
	put(m, index, 4);
	put_password(m, NULL, 0);
}

int tpm_answer_read(struct tpm_message *m)
{
	u32 tag, size, code;

	m->at = 0;
	m->broken = false;
	tag = get(m, 2);
	size = get(m, 4);
	code = get(m, 4);
	if (m->broken || size != m->len || code > 0xffff)
		return -EBADMSG;
	/* So answers one of version 1.2, which knows none of our commands. */
	return tag == RSP_OF_1_2 ? -EPROTONOSUPPORT : (int)code;
}

int tpm_public_read(struct tpm_message *m, struct tpm_index *public)
{
	u16 policy, size = get(m, 2);
	size_t from = m->at;

	get(m, 4);
	get(m, 2);
	public->attributes = get(m, 4);
	policy = get(m, 2);
	if (policy > m->len - m->at)
		return -EBADMSG;
	m->at += policy;
	public->size = get(m, 2);
	return m->broken || m->at - from != size ? -EBADMSG : 0;
}

int tpm_value_read(struct tpm_message *m, u64 *value)
{
	/* The size of what follows, without the sessions behind it; then that of the data. */
	if (get(m, 4) != 2 + COUNTER_SIZE || get(m, 2) != COUNTER_SIZE)
		return -EBADMSG;
	*value = get(m, COUNTER_SIZE);
	return m->broken ? -EBADMSG : 0;
}

int tpm_open(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct stat st;
	int fd;

	if (!path) {
		/* With the resource manager others can use the TPM at the same time. */
		fd = open(TPM_DEVICE, O_RDWR | O_CLOEXEC);
		if (fd < 0 && errno == ENOENT)
			fd = open("/dev/tpm0", O_RDWR | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	if (stat(path, &st))
		return -errno;
	if (!S_ISSOCK(st.st_mode)) {
		fd = open(path, O_RDWR | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	if (strlen(path) >= sizeof(at.sun_path))
		return -ENAMETOOLONG;
	strcpy(at.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&at, sizeof(at))) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

/* The answer takes the place of the question. */
static int ask(int fd, struct tpm_message *m)
{
	ssize_t n;

	if (m->broken)
		return -EMSGSIZE;
	m->data[2] = m->len >> 24;
	m->data[3] = m->len >> 16;
	m->data[4] = m->len >> 8;
	m->data[5] = m->len;
	n = write(fd, m->data, m->len);
	if (n != (ssize_t)m->len)
		return n < 0 ? -errno : -EIO;
	/* One answer is one read, of the driver and of a socket that is asked in turn. */
	n = read(fd, m->data, sizeof(m->data));
	if (n < 0)
		return -errno;
	m->len = n;
	return tpm_answer_read(m);
}

int tpm_index_public(int fd, u32 index, struct tpm_index *public)
{
	struct tpm_message m;
	int ret;

	start(&m, ST_NO_SESSIONS, CC_NV_READ_PUBLIC);
	put(&m, index, 4);
	ret = ask(fd, &m);
	return ret ?: tpm_public_read(&m, public);
}

int tpm_counter_define(int fd, u32 index, const u8 *password, size_t len)
{
	struct tpm_message m;

	start(&m, ST_SESSIONS, CC_NV_DEFINE_SPACE);
	put(&m, RH_OWNER, 4);
	put_password(&m, password, len);
	put(&m, 0, 2); /* no password */
	put(&m, 14, 2);
	put(&m, index, 4);
	put(&m, ALG_SHA256, 2);
	put(&m, NV_OURS, 4);
	put(&m, 0, 2); /* no policy */
	put(&m, COUNTER_SIZE, 2);
	return ask(fd, &m);
}

bool tpm_counter_is(const struct tpm_index *public)
{
	return (public->attributes & ~(u32)NV_WRITTEN) == NV_OURS && public->size == COUNTER_SIZE;
}

int tpm_counter_raise(int fd, u32 index)
{
	struct tpm_message m;

	start_counter(&m, CC_NV_INCREMENT, index);
	return ask(fd, &m);
}

int tpm_counter_read(int fd, u32 index, u64 *value)
{
	struct tpm_message m;
	int ret;

	start_counter(&m, CC_NV_READ, index);
	put(&m, COUNTER_SIZE, 2);
	put(&m, 0, 2);
	ret = ask(fd, &m);
	return ret ?: tpm_value_read(&m, value);
}
