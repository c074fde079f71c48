// SPDX-License-Identifier: GPL-2.0-only
/* Sockets and ports that the policy leaves nobody, asked for in every form that there is. */
#include "net.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

struct sockaddr_in net_at(const char *address, uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };

	inet_pton(AF_INET, address, &a.sin_addr);
	return a;
}

struct sockaddr_in6 net_at6(const char *address, uint16_t port)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	inet_pton(AF_INET6, address, &a.sin6_addr);
	return a;
}

bool net_loopback_up(void)
{
	struct ifreq req = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), ret = ioctl(fd, SIOCSIFFLAGS, &req);

	close(fd);
	return !ret;
}

int net_bind(int fd, const void *address, socklen_t len)
{
	int one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	return bind(fd, address, len);
}

int net_listener(void)
{
	struct sockaddr_in at = net_at("127.0.0.1", OPEN);
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (!net_loopback_up() || net_bind(fd, &at, sizeof(at)) || listen(fd, 8)) {
		int err = errno;

		close(fd);
		errno = err;
		return -1;
	}
	return fd;
}

enum result net_other(const char *what, const char *act, int number)
{
	char text[16];
	struct ran ran;

	snprintf(text, sizeof(text), "%d", number);
	ran = run(SIGNED "net", act, text, NULL);
	if (ran.err || !WIFEXITED(ran.status))
		return say(WRONG, "%s: the program did not run: %s", what, strerror(ran.err));
	errno = WEXITSTATUS(ran.status);
	return expect_errno(what, errno ? -1 : 0, EACCES);
}

static enum result wrong(const char *what)
{
	return say(WRONG, "control: %s: %s", what, strerror(errno));
}

/* One address has to be refused, and another one that is allowed works. */
static enum result two_binds(int family, int type, int protocol, const void *good, const void *bad,
			     socklen_t len)
{
	int fd = socket(family, type, protocol), other = socket(family, type, protocol);

	if (fd < 0 || other < 0)
		return say(SKIPPED, "socket: %s", strerror(errno));
	if (!net_loopback_up() || net_bind(fd, good, len))
		return wrong("bind");
	return expect_errno("bind", net_bind(other, bad, len), EACCES);
}

static enum result bind_port(void)
{
	struct sockaddr_in good = net_at("0.0.0.0", OPEN), bad = net_at("0.0.0.0", CLOSED);

	return two_binds(AF_INET, SOCK_STREAM, 0, &good, &bad, sizeof(good));
}

static enum result bind_everywhere(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("0.0.0.0", OPEN);

	return two_binds(AF_INET, SOCK_DGRAM, 0, &good, &bad, sizeof(good));
}

static enum result bind_mapped(void)
{
	struct sockaddr_in6 good = net_at6("::ffff:127.0.0.1", OPEN);
	struct sockaddr_in6 bad = net_at6("::ffff:127.0.0.2", OPEN);

	return two_binds(AF_INET6, SOCK_DGRAM, 0, &good, &bad, sizeof(good));
}

static enum result bind_both(void)
{
	struct sockaddr_in6 good = net_at6("::ffff:127.0.0.1", OPEN), bad = net_at6("::", OPEN);

	return two_binds(AF_INET6, SOCK_DGRAM, 0, &good, &bad, sizeof(good));
}

/* The kernel takes it for IPv4 on a socket for IPv4. */
static enum result bind_unspec(void)
{
	struct sockaddr_in good = net_at("0.0.0.0", OPEN), bad = net_at("0.0.0.0", CLOSED);

	good.sin_family = bad.sin_family = AF_UNSPEC;
	return two_binds(AF_INET, SOCK_STREAM, 0, &good, &bad, sizeof(good));
}

static enum result bind_mptcp(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	return two_binds(AF_INET, SOCK_STREAM, IPPROTO_MPTCP, &good, &bad, sizeof(good));
}

static enum result bind_udplite(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	return two_binds(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE, &good, &bad, sizeof(good));
}

/* What the kernel would not read to its end: it takes a port for such a datagram socket all the same. */
static enum result short_address(void)
{
	struct sockaddr_in to = net_at("127.0.0.1", OPEN);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (!net_loopback_up() || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return wrong("connect");
	close(fd);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	return expect_errno("connect", connect(fd, (struct sockaddr *)&to, 8), EACCES);
}

static enum result listen_control(void)
{
	int fd = net_listener();

	if (fd < 0)
		return wrong("listen");
	close(fd);
	return REFUSED;
}

static enum result listen_port_zero(void)
{
	struct sockaddr_in any = net_at("127.0.0.1", 0);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (listen_control() != REFUSED)
		return said();
	if (net_bind(fd, &any, sizeof(any)))
		return wrong("bind to port 0, as a client may");
	return expect_errno("listen", listen(fd, 1), EACCES);
}

static enum result listen_unbound(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (listen_control() != REFUSED)
		return said();
	return expect_errno("listen", listen(fd, 1), EACCES);
}

static enum result listen_mptcp(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);

	if (fd < 0)
		return say(SKIPPED, "socket: %s", strerror(errno));
	return expect_errno("listen", listen(fd, 1), EACCES);
}

static enum result two_connects(int family, int type, const void *good, const void *bad,
				socklen_t len)
{
	int server = net_listener(), fd = socket(family, type, 0), other = socket(family, type, 0);

	if (server < 0)
		return wrong("listen");
	if (connect(fd, good, len))
		return wrong("connect");
	return expect_errno("connect", connect(other, bad, len), EACCES);
}

static enum result connect_port(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	return two_connects(AF_INET, SOCK_STREAM, &good, &bad, sizeof(good));
}

static enum result connect_address(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.2", OPEN);

	return two_connects(AF_INET, SOCK_STREAM, &good, &bad, sizeof(good));
}

static enum result connect_mapped(void)
{
	struct sockaddr_in6 good = net_at6("::ffff:127.0.0.1", OPEN);
	struct sockaddr_in6 bad = net_at6("::ffff:127.0.0.2", OPEN);

	return two_connects(AF_INET6, SOCK_STREAM, &good, &bad, sizeof(good));
}

/* A datagram socket for IPv6 takes an address of IPv4 as it is. */
static enum result connect_other_family(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	return two_connects(AF_INET6, SOCK_DGRAM, &good, &bad, sizeof(good));
}

static enum result connect_again(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (!net_loopback_up() || connect(fd, (struct sockaddr *)&good, sizeof(good)) ||
	    connect(fd, &none, sizeof(none)))
		return wrong("connect, and end it");
	return expect_errno("connect", connect(fd, (struct sockaddr *)&bad, sizeof(bad)), EACCES);
}

/* Opens a connection without connect(). */
static enum result fast_open(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);
	int server = net_listener(), fd = socket(AF_INET, SOCK_STREAM, 0);

	if (server < 0)
		return wrong("listen");
	if (sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&good, sizeof(good)) != 1)
		return wrong("sendto with MSG_FASTOPEN");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	return expect_errno("sendto with MSG_FASTOPEN",
			    sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&bad, sizeof(bad)),
			    EACCES);
}

static enum result two_sends(int family, const void *good, const void *bad, socklen_t len)
{
	int fd = socket(family, SOCK_DGRAM, 0);

	if (!net_loopback_up() || sendto(fd, "x", 1, 0, good, len) != 1)
		return wrong("sendto");
	/* What nobody took may come back as an error of the next one. */
	close(fd);
	fd = socket(family, SOCK_DGRAM, 0);
	return expect_errno("sendto", sendto(fd, "x", 1, 0, bad, len), EACCES);
}

static enum result send_to(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	return two_sends(AF_INET, &good, &bad, sizeof(good));
}

static enum result send_unspec(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);

	good.sin_family = bad.sin_family = AF_UNSPEC;
	return two_sends(AF_INET, &good, &bad, sizeof(good));
}

static enum result send_mapped(void)
{
	struct sockaddr_in6 good = net_at6("::ffff:127.0.0.1", OPEN);
	struct sockaddr_in6 bad = net_at6("::ffff:127.0.0.1", CLOSED);

	return two_sends(AF_INET6, &good, &bad, sizeof(good));
}

/* Connected to one, a datagram may still go to another. */
static enum result send_connected(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (!net_loopback_up() || connect(fd, (struct sockaddr *)&good, sizeof(good)))
		return wrong("connect");
	return expect_errno("sendto", sendto(fd, "x", 1, 0, (struct sockaddr *)&bad, sizeof(bad)),
			    EACCES);
}

/* The first of two datagrams is allowed, and the kernel asks for each address that is new. */
static enum result send_many(void)
{
	struct sockaddr_in to[] = { net_at("127.0.0.1", OPEN), net_at("127.0.0.1", CLOSED) };
	struct iovec data = { "x", 1 };
	struct mmsghdr messages[2] = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), i;

	for (i = 0; i < 2; i++)
		messages[i].msg_hdr = (struct msghdr){
			.msg_name = &to[i],
			.msg_namelen = sizeof(to[i]),
			.msg_iov = &data,
			.msg_iovlen = 1,
		};
	if (!net_loopback_up() || sendmmsg(fd, messages, 2, 0) != 1)
		return say(WORKED, "sendmmsg did not stop behind the first");
	return expect_errno("sendmmsg", sendmmsg(fd, messages + 1, 1, 0), EACCES);
}

/* clang-format off */
const struct probe net_probes[] = {
	{ "net.bind", bind_port, true },
	{ "net.bind-everywhere", bind_everywhere, true },
	{ "net.bind-mapped", bind_mapped, true },
	{ "net.bind-both", bind_both, true },
	{ "net.bind-unspec", bind_unspec, true },
	{ "net.bind-mptcp", bind_mptcp, true },
	{ "net.bind-udplite", bind_udplite, true },
	{ "net.short-address", short_address, true },
	{ "net.listen-port-zero", listen_port_zero, true },
	{ "net.listen-unbound", listen_unbound, true },
	{ "net.listen-mptcp", listen_mptcp, true },
	{ "net.connect", connect_port, true },
	{ "net.connect-address", connect_address, true },
	{ "net.connect-mapped", connect_mapped, true },
	{ "net.connect-other-family", connect_other_family, true },
	{ "net.connect-again", connect_again, true },
	{ "net.fast-open", fast_open, true },
	{ "net.sendto", send_to, true },
	{ "net.send-unspec", send_unspec, true },
	{ "net.send-mapped", send_mapped, true },
	{ "net.send-connected", send_connected, true },
	{ "net.sendmmsg", send_many, true },
	{ NULL, NULL, false },
};
/* clang-format on */
