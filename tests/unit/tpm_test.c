// SPDX-License-Identifier: GPL-2.0-only
/* What a TPM says is not believed to be whole. */
#include <errno.h>
#include <stdlib.h>

#include "tap.h"
#include "userspace/lib/tpm.h"

/* TPM2_NV_ReadPublic of our counter, and TPM2_NV_Read of it, as swtpm answers. */
static const u8 public_answer[] = {
	0x80, 0x01, 0,	  0,	0,    0x3e, 0,	  0, 0, 0, 0,	 0x0e, 0x01, 0x8c, 0x0d,
	0xe1, 0,    0x0b, 0x22, 0x06, 0,    0x14, 0, 0, 0, 0x08, 0,    0x22, 0,	   0x0b,
};
static const u8 value_answer[] = {
	0x80, 0x02, 0, 0, 0, 0x1d, 0, 0, 0, 0, 0, 0, 0, 0x0a, 0,
	0x08, 0x01, 2, 3, 4, 5,	   6, 7, 8, 0, 0, 1, 0, 0,
};

/* The first @len bytes, whose head says that they are all. */
static struct tpm_message *answer(const u8 *data, size_t len, size_t all)
{
	struct tpm_message *m = calloc(1, sizeof(*m));

	m->len = len < all ? len : all;
	memcpy(m->data, data, m->len);
	if (m->len >= 6) {
		m->data[4] = m->len >> 8;
		m->data[5] = m->len;
	}
	return m;
}

static int read_public(const u8 *data, size_t len, struct tpm_index *public)
{
	struct tpm_message *m = answer(data, len, sizeof(public_answer));
	int ret = tpm_answer_read(m);

	if (!ret)
		ret = tpm_public_read(m, public);
	free(m);
	return ret;
}

static int read_value(const u8 *data, size_t len, u64 *value)
{
	struct tpm_message *m = answer(data, len, sizeof(value_answer));
	int ret = tpm_answer_read(m);

	if (!ret)
		ret = tpm_value_read(m, value);
	free(m);
	return ret;
}

static void heads(void)
{
	static const u8 no_index[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x01, 0x8b };
	static const u8 of_1_2[] = { 0, 0xc4, 0, 0, 0, 10, 0, 0, 0, 0x1e };
	struct tpm_message m = { .len = sizeof(no_index) };
	size_t len;
	bool bad = true;

	memcpy(m.data, no_index, sizeof(no_index));
	ok(tpm_answer_read(&m) == TPM_RC_NO_INDEX, "a code of the TPM");
	m.data[5] = 11;
	ok(tpm_answer_read(&m) == -EBADMSG, "a size that is not that of the answer");
	m.data[5] = 10;
	m.data[6] = 0x80;
	ok(tpm_answer_read(&m) == -EBADMSG, "a code that would be negative");
	memcpy(m.data, of_1_2, sizeof(of_1_2));
	ok(tpm_answer_read(&m) == -EPROTONOSUPPORT, "a TPM 1.2");
	for (len = 0; len < sizeof(no_index); len++) {
		memcpy(m.data, no_index, sizeof(no_index));
		m.data[5] = len;
		m.len = len;
		bad &= tpm_answer_read(&m) == -EBADMSG;
	}
	ok(bad, "each head that is cut");
}

static void indexes(void)
{
	struct tpm_index index;
	u8 copy[sizeof(public_answer)];
	size_t len;
	int bit;
	bool bad = true;

	ok(!read_public(public_answer, sizeof(public_answer), &index) && index.size == 8 &&
		   index.attributes == 0x22060014,
	   "what is at the index");
	ok(tpm_counter_is(&index), "is a counter of ours");
	index.attributes &= ~(1U << 29);
	ok(tpm_counter_is(&index), "also when it was never raised");
	for (bit = 0; bit < 32; bit++) {
		if (bit == 29)
			continue;
		index.attributes ^= 1U << bit;
		bad &= !tpm_counter_is(&index);
		index.attributes ^= 1U << bit;
	}
	ok(bad, "any other attribute makes it another");
	index.size = 9;
	ok(!tpm_counter_is(&index), "so does its size");
	/* Behind the public area is the name, which nobody reads. */
	for (len = 0, bad = true; len < 26; len++)
		bad &= read_public(public_answer, len, &index) == -EBADMSG;
	ok(bad && !read_public(public_answer, 26, &index), "each length that is too short");
	memcpy(copy, public_answer, sizeof(copy));
	copy[22] = 0xff;
	ok(read_public(copy, sizeof(copy), &index) == -EBADMSG,
	   "a policy that is longer than the answer");
	copy[22] = 0;
	copy[23] = 1;
	ok(read_public(copy, sizeof(copy), &index) == -EBADMSG, "sizes that contradict each other");
}

static void values(void)
{
	u8 copy[sizeof(value_answer)];
	u64 value;
	size_t len;
	bool bad = true;

	ok(!read_value(value_answer, sizeof(value_answer), &value) && value == 0x0102030405060708,
	   "the value of a counter");
	for (len = 0; len < 24; len++)
		bad &= read_value(value_answer, len, &value) == -EBADMSG;
	ok(bad && !read_value(value_answer, 24, &value), "each length that is too short");
	memcpy(copy, value_answer, sizeof(copy));
	copy[15] = 4;
	ok(read_value(copy, sizeof(copy), &value) == -EBADMSG, "a value of another size");
	copy[15] = 8;
	copy[13] = 0x0b;
	ok(read_value(copy, sizeof(copy), &value) == -EBADMSG, "another size of the answer");
}

int main(void)
{
	heads();
	indexes();
	values();
	return tap_done();
}
