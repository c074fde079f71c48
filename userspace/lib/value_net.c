// SPDX-License-Identifier: GPL-2.0-only
#include "value_net.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

static bool address(const char *text, size_t len, struct value_net *net, struct value_wrong *wrong)
{
	char alone[INET6_ADDRSTRLEN] = "";
	int family;

	memset(net, 0, sizeof(*net));
	net->version = memchr(text, ':', len) ? 6 : 4;
	family = net->version == 6 ? AF_INET6 : AF_INET;
	if (len < sizeof(alone))
		memcpy(alone, text, len);
	if (inet_pton(family, alone, net->address) != 1)
		return value_refuse(wrong, 0, len, "'%.*s' is no IPv%u address", (int)len, text,
				    net->version);
	if (net->version == 6 && !memcmp(net->address, mapped, sizeof(mapped)))
		return value_refuse(wrong, 0, len,
				    "an IPv4 address stands for itself: write '%u.%u.%u.%u'",
				    net->address[12], net->address[13], net->address[14],
				    net->address[15]);
	return true;
}

/* Clears what is behind the prefix; false when nothing was set there. */
static bool clear_host(struct value_net *net)
{
	bool was_set = false;
	unsigned int i, keep;

	for (i = 0; i < sizeof(net->address); i++) {
		keep = net->bits <= 8 * i ? 0 : net->bits - 8 * i;
		keep = keep < 8 ? 0xff00 >> keep & 0xff : 0xff;
		was_set |= net->address[i] & ~keep;
		net->address[i] &= keep;
	}
	return was_set;
}

bool value_net(const char *text, struct value_net *net, struct value_wrong *wrong)
{
	size_t len = strcspn(text, "/"), end = strlen(text);
	char meant[VALUE_NET];
	unsigned int most;
	uint64_t bits;

	if (!address(text, len, net, wrong))
		return false;
	most = net->version == 6 ? 128 : 32;
	net->bits = most;
	if (!text[len])
		return true;
	if (!value_number(text + len + 1, &bits, NULL) || bits > most)
		return value_refuse(wrong, len + 1, end,
				    "the prefix of an IPv%u address is a number from 0 to %u",
				    net->version, most);
	net->bits = bits;
	if (!clear_host(net))
		return true;
	value_net_print(net, meant);
	return value_refuse(wrong, 0, end, "bits behind the prefix are set; did you mean '%s'?",
			    meant);
}

void value_net_print(const struct value_net *net, char *text)
{
	char alone[INET6_ADDRSTRLEN];

	inet_ntop(net->version == 6 ? AF_INET6 : AF_INET, net->address, alone, sizeof(alone));
	if (net->bits == (net->version == 6 ? 128 : 32))
		snprintf(text, VALUE_NET, "%s", alone);
	else
		snprintf(text, VALUE_NET, "%s/%u", alone, net->bits);
}
