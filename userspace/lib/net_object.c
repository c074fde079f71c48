// SPDX-License-Identifier: GPL-2.0-only
#include "net_object.h"

#include <arpa/inet.h>

#include "arena.h"
#include "kernel/policy_net.h"
#include "value.h"
#include "value_net.h"
#include "words.h"

/* No event of the kernel has it, and no query asks for it. */
enum { UNREADABLE = 255 };

static bool number(const char *text, uint64_t most, uint64_t *result)
{
	return value_number(text, result, NULL) && *result <= most;
}

static bool has_own_word(unsigned int family)
{
	return family == LORICA_NET_FAMILY_IP || family == LORICA_NET_FAMILY_PACKET;
}

static bool read_family(const char *text, struct lorica_net_query *query)
{
	static const char prefix[] = "family ";
	bool is_named = !strncmp(text, prefix, strlen(prefix));
	const char *name = is_named ? text + strlen(prefix) : text, *own;
	uint64_t value;
	int i;

	query->act = LORICA_NET_SOCKET;
	for (i = 1; i < 256; i++) {
		own = lorica_net_family_name(i);
		if (!own || strcmp(own, name))
			continue;
		query->proto = i;
		return is_named == !has_own_word(i);
	}
	if (!is_named || !number(name, 255, &value) || !value)
		return false;
	query->proto = value;
	return true;
}

/* ADDRESS:PORT, with an address of IPv6 in brackets; PORT, or "any" */
static bool read_address(const char *text, struct lorica_net_query *query)
{
	const char *colon = strrchr(text, ':');
	const char *port_text = colon ? colon + 1 : text;
	char address[INET6_ADDRSTRLEN] = "";
	bool wide = *text == '[';
	uint64_t port = 0;
	size_t len;

	if (strcmp(port_text, "any") && !number(port_text, UINT16_MAX, &port))
		return false;
	query->port = port;
	if (!colon)
		return true;
	len = colon - text;
	if (wide && (len < 2 || text[len - 1] != ']'))
		return false;
	text += wide;
	len -= 2 * wide;
	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	query->version = wide ? 6 : 4;
	if (inet_pton(wide ? AF_INET6 : AF_INET, address, query->address) != 1)
		return false;
	lorica_net_normal(query);
	return true;
}

bool net_object_read(enum lorica_event_type type, const char *text, struct lorica_net_query *query)
{
	size_t i, len;

	*query = (struct lorica_net_query){ .act = type == LORICA_EVENT_NET_CONNECT ?
							   LORICA_NET_CONNECT :
							   LORICA_NET_LISTEN };
	if (type == LORICA_EVENT_NET_SOCKET)
		return read_family(text, query);
	for (i = 0; i < words_net_proto.n; i++) {
		len = strlen(words_net_proto.list[i].name);
		if (strncmp(text, words_net_proto.list[i].name, len))
			continue;
		query->proto = words_net_proto.list[i].value;
		if (!text[len]) {
			query->version = UNREADABLE;
			return true;
		}
		return text[len] == ' ' && read_address(text + len + 1, query);
	}
	return false;
}

bool net_object_is_unreadable(const struct lorica_net_query *query)
{
	return query->version == UNREADABLE;
}

const char *net_object_text(struct arena *arena, enum lorica_net_proto proto, unsigned int port,
			    const struct value_net *address)
{
	const char *name = words_name(&words_net_proto, proto);
	char text[VALUE_NET], number[12] = "any";

	if (port)
		snprintf(number, sizeof(number), "%u", port);
	if (!address)
		return arena_printf(arena, "%s %s", name, number);
	value_net_print(address, text);
	return arena_printf(arena, address->version == 6 ? "%s [%s]:%s" : "%s %s:%s", name, text,
			    number);
}

const char *net_object_family(struct arena *arena, unsigned int family)
{
	const char *name = lorica_net_family_name(family);

	if (!name)
		return arena_printf(arena, "family %u", family);
	return arena_printf(arena, has_own_word(family) ? "%s" : "family %s", name);
}
