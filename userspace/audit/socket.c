// SPDX-License-Identifier: GPL-2.0-only
#include "socket.h"

enum { TCP_LISTEN_STATE = 0x0a };

static const struct {
	const char *path;
	const char *name;
	bool is_udp;
} tables[] = {
	{ "/proc/net/tcp", "TCP", false },
	{ "/proc/net/tcp6", "TCP", false },
	{ "/proc/net/udp", "UDP", true },
	{ "/proc/net/udp6", "UDP", true },
};

static bool hex(struct str s, size_t digits, u64 *value)
{
	size_t i;

	if (s.n != digits || digits > 16)
		return false;
	for (*value = 0, i = 0; i < s.n; i++) {
		const char *at = memchr("0123456789ABCDEF", s.p[i], 16);

		if (!at)
			return false;
		*value = *value << 4 | (at - "0123456789ABCDEF");
	}
	return true;
}

/* Four bytes, or four times four, each in the order of this machine. */
static bool parse_end(struct str text, u16 *port, bool *is_local)
{
	struct str address;
	u8 bytes[4];
	u32 value;
	u64 n;

	if (!str_field(&text, ':', &address) || (address.n != 8 && address.n != 32) ||
	    !hex(text, 4, &n))
		return false;
	*port = n;
	if (address.n == 8) {
		if (!hex(address, 8, &n))
			return false;
		/* 127.0.0.1 is 0100007F where the lowest byte comes first. */
		value = n;
		memcpy(bytes, &value, sizeof(bytes));
		*is_local = bytes[0] == 127;
	} else {
		*is_local = str_is(address, "00000000000000000000000001000000") ||
			    (str_starts(address, "0000000000000000FFFF0000") &&
			     str_ends(address, "7F"));
	}
	return true;
}

bool socket_parse(struct str text, bool is_udp, struct socket_line *s)
{
	struct str word;
	bool local, peer_local;
	u64 state;

	/* sl local_address rem_address st */
	if (!str_word(&text, &word) || !str_word(&text, &word) ||
	    !parse_end(word, &s->port, &local) || !str_word(&text, &word) ||
	    !parse_end(word, &s->peer, &peer_local) || !str_word(&text, &word) ||
	    !hex(word, 2, &state))
		return false;
	s->is_listening = is_udp ? !s->peer : state == TCP_LISTEN_STATE;
	s->is_local = local || (!s->is_listening && peer_local);
	return true;
}

void socket_start(struct socket_table *t)
{
	memset(t, 0, sizeof(*t));
}

bool socket_next(struct probe *p, struct result *r, struct socket_table *t, struct socket_line *s)
{
	for (;;) {
		while (t->file && lines_next(&t->lines, &s->text)) {
			s->line = t->lines.nr;
			if (socket_parse(s->text, tables[t->next - 1].is_udp, s))
				return true;
		}
		if (t->next == ARRAY_SIZE(tables))
			return false;
		probe_text(p, r, tables[t->next].path, &t->file);
		t->seen = t->file ? t->file : t->seen;
		t->name = tables[t->next].name;
		t->lines = (struct lines){ 0 };
		if (t->file)
			t->lines.rest = t->file->text;
		t->next++;
	}
}
