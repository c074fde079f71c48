// SPDX-License-Identifier: GPL-2.0-only
/* What the network costs: sockets over the loopback, and the look-up of a rule. */
#include "net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/net_match.h"

enum { PORT = 7001 };

static const struct sockaddr_in *at(void)
{
	static struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_port = htons(PORT);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return &address;
}

static void must(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

static void reuse(int fd)
{
	int one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
}

void net_listen_close(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	reuse(fd);
	must(!bind(fd, (const struct sockaddr *)at(), sizeof(*at())) && !listen(fd, 1), "listen");
	close(fd);
}

static int server = -1, sender = -1, connected = -1, receiver = -1;

void net_prepare(void)
{
	server = socket(AF_INET, SOCK_STREAM, 0);
	reuse(server);
	must(!bind(server, (const struct sockaddr *)at(), sizeof(*at())) && !listen(server, 8),
	     "listen");
	receiver = socket(AF_INET, SOCK_DGRAM, 0);
	must(!bind(receiver, (const struct sockaddr *)at(), sizeof(*at())), "bind");
	sender = socket(AF_INET, SOCK_DGRAM, 0);
	connected = socket(AF_INET, SOCK_DGRAM, 0);
	must(!connect(connected, (const struct sockaddr *)at(), sizeof(*at())), "connect");
}

/* The client ends with a reset, so that nothing is left waiting. */
void net_connect_close(void)
{
	const struct linger reset = { 1, 0 };
	int fd = socket(AF_INET, SOCK_STREAM, 0), peer;

	must(!connect(fd, (const struct sockaddr *)at(), sizeof(*at())), "connect");
	peer = accept(server, NULL, NULL);
	must(peer >= 0, "accept");
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(fd);
	close(peer);
}

static void take(void)
{
	char data[64];

	must(recv(receiver, data, sizeof(data), 0) == sizeof(data), "recv");
}

void net_sendto(void)
{
	static const char data[64];

	must(sendto(sender, data, sizeof(data), 0, (const struct sockaddr *)at(), sizeof(*at())) ==
		     sizeof(data),
	     "sendto");
	take();
}

void net_send(void)
{
	static const char data[64];

	must(send(connected, data, sizeof(data), 0) == sizeof(data), "send");
	take();
}

/* Every program has ten rules, and addresses of two lengths of prefix. */
uint64_t net_lookup(uint32_t nr, uint64_t (*now)(void))
{
	enum { LOOKUPS = 2000, EACH = 10, NAME = 10 };
	struct lorica_net_rule *rules = calloc(nr, sizeof(*rules));
	char *names = malloc((nr / EACH + 1) * NAME), path[NAME + 1];
	struct lorica_policy policy = { .net = rules, .nr_net = nr };
	struct lorica_policy_rec rec = { .net = LORICA_DEFAULT_DENY };
	uint64_t x = 88172645463325252ULL, start;
	uint32_t i, found = 0;

	must(rules && names, "calloc");
	policy.rec = &rec;
	policy.strings.data = (const u8 *)names;
	policy.strings.len = nr / EACH * NAME;
	for (i = 0; i < nr; i++) {
		uint32_t program = i / EACH, k = i % EACH;

		snprintf(path, sizeof(path), "/p%07u", program % 10000000);
		memcpy(names + (size_t)program * NAME, path, NAME);
		rules[i].program = cpu_to_le32(program * NAME);
		rules[i].act = LORICA_NET_CONNECT;
		rules[i].proto = LORICA_NET_TCP;
		rules[i].version = 4;
		rules[i].bits = k < EACH / 2 ? 24 : 8;
		rules[i].address[0] = 10;
		rules[i].first = rules[i].last = cpu_to_le16(100 + 2 * (k % (EACH / 2)));
		rules[i].verdict = LORICA_DEFAULT_ALLOW;
	}
	start = now();
	for (i = 0; i < LOOKUPS; i++) {
		struct lorica_net_query query = {
			.act = LORICA_NET_CONNECT,
			.proto = LORICA_NET_TCP,
			.version = 4,
			.address = { 10, 1 },
		};
		uint32_t want;

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		want = x % (nr / EACH);
		query.port = 100 + 2 * (x >> 32) % EACH;
		query.port -= query.port % 2;
		found += lorica_net_find(&policy, names + (size_t)want * NAME, &query) / EACH ==
			 want;
	}
	must(found == LOOKUPS, "look-up of a rule for the network");
	start = now() - start;
	free(rules);
	free(names);
	return start / LOOKUPS;
}
