// SPDX-License-Identifier: GPL-2.0-only
/* What lies below the address that was asked for: what the kernel or a BPF program makes of it. */
#include "net.h"

#include <errno.h>
#include <linux/bpf.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ring.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static enum result wrong(const char *what)
{
	return say(WRONG, "control: %s: %s", what, strerror(errno));
}

/* A program that runs behind the verdict, and could write another address into it. */
static enum result bpf_addresses(void)
{
	static const struct {
		const char *name;
		unsigned int type, attach;
	} types[] = {
		{ "connect4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_CONNECT },
		{ "connect6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET6_CONNECT },
		{ "bind4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_BIND },
		{ "sendmsg4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_SENDMSG },
		{ "sk_lookup", BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP },
	};
	/* r0 = 1; exit */
	static const struct bpf_insn pass[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_CGROUP_SKB,
		.insns = (unsigned long)pass,
		.insn_cnt = 2,
		.license = (unsigned long)"GPL",
	};
	size_t i;

	if (syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)) < 0)
		return wrong("a program that filters");
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		attr.prog_type = types[i].type;
		attr.expected_attach_type = types[i].attach;
		if (expect_errno(types[i].name,
				 syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)),
				 EPERM) != REFUSED)
			return said();
	}
	return REFUSED;
}

/* The address 0 is this machine, to whose loopback DENIED is denied. */
static enum result connect_nobody(void)
{
	struct sockaddr_in good = net_at("0.0.0.0", OPEN), bad = net_at("0.0.0.0", DENIED);
	struct sockaddr_in own = net_at("127.0.0.2", 0);
	struct sockaddr_in6 bad6 = net_at6("::", DENIED),
			    mapped = net_at6("::ffff:0.0.0.0", DENIED);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (net_listener() < 0 || connect(fd, (struct sockaddr *)&good, sizeof(good)))
		return wrong("connect to what is this machine");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (expect_errno("0.0.0.0", connect(fd, (struct sockaddr *)&bad, sizeof(bad)), EACCES) !=
	    REFUSED)
		return said();
	if (net_bind(fd, &own, sizeof(own)))
		return wrong("bind of a client");
	if (expect_errno("0.0.0.0 from 127.0.0.2",
			 connect(fd, (struct sockaddr *)&bad, sizeof(bad)), EACCES) != REFUSED)
		return said();
	fd = socket(AF_INET6, SOCK_STREAM, 0);
	if (expect_errno("::", connect(fd, (struct sockaddr *)&bad6, sizeof(bad6)), EACCES) !=
	    REFUSED)
		return said();
	return expect_errno("::ffff:0.0.0.0",
			    connect(fd, (struct sockaddr *)&mapped, sizeof(mapped)), EACCES);
}

static enum result send_nobody(void)
{
	struct sockaddr_in good = net_at("0.0.0.0", OPEN), bad = net_at("0.0.0.0", DENIED);
	struct sockaddr_in6 bad6 = net_at6("::", DENIED);
	struct in_pktinfo info = {};
	char control[CMSG_SPACE(sizeof(info))] = "";
	struct iovec data = { "x", 1 };
	struct msghdr msg = {
		.msg_name = &good,
		.msg_namelen = sizeof(good),
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (!net_loopback_up() ||
	    sendto(fd, "x", 1, 0, (struct sockaddr *)&good, sizeof(good)) != 1)
		return wrong("sendto to what is this machine");
	if (expect_errno("0.0.0.0", sendto(fd, "x", 1, 0, (struct sockaddr *)&bad, sizeof(bad)),
			 EACCES) != REFUSED)
		return said();
	/* From which address, and so to which, the message itself tells. */
	*head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(info)), .cmsg_type = IP_PKTINFO };
	inet_pton(AF_INET, "127.0.0.2", &info.ipi_spec_dst);
	memcpy(CMSG_DATA(head), &info, sizeof(info));
	close(fd);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (expect_errno("0.0.0.0 with an own address", sendmsg(fd, &msg, 0), EACCES) != REFUSED)
		return said();
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	return expect_errno("::", sendto(fd, "x", 1, 0, (struct sockaddr *)&bad6, sizeof(bad6)),
			    EACCES);
}

/* No address for a socket for IPv6, until IPV6_ADDRFORM in another thread makes it one for IPv4. */
static enum result send_unspec6(void)
{
	struct sockaddr_in6 to = net_at6("::ffff:127.0.0.1", OPEN);
	struct sockaddr_in none = { .sin_family = AF_UNSPEC }, bad = net_at("127.0.0.1", CLOSED);
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	bad.sin_family = AF_UNSPEC;
	if (!net_loopback_up() || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return wrong("connect");
	/* The kernel has no way to an address of IPv4 for it then. */
	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&none, sizeof(none)) != 1 &&
	    errno != ENETUNREACH)
		return wrong("sendto without an address on a connected socket");
	close(fd);
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return wrong("connect");
	return expect_errno("sendto", sendto(fd, "x", 1, 0, (struct sockaddr *)&bad, sizeof(bad)),
			    EACCES);
}

/* sendmsg() of one byte with one control message. */
static ssize_t send_with(int fd, void *to, socklen_t to_len, int level, int type, const void *data,
			 size_t len)
{
	char control[CMSG_SPACE(24)] = "";
	struct iovec byte = { "x", 1 };
	struct msghdr msg = {
		.msg_name = to,
		.msg_namelen = to_len,
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(len),
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);

	*head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(len),
				  .cmsg_level = level,
				  .cmsg_type = type };
	memcpy(CMSG_DATA(head), data, len);
	return sendmsg(fd, &msg, 0);
}

/* By another address first than the one that is judged; any user may ask for it. */
static enum result route(void)
{
	struct sockaddr_in6 to = net_at6("2001:db8::1", DENIED);
	/* Of type 2, with an address left to go to. */
	unsigned char header[24] = { 0, 2, 2, 1, [8] = 0x20, 0x01, 0x0d, 0xb8, [23] = 2 };
	int fd = socket(AF_INET6, SOCK_DGRAM, 0), hops = 1;
	static const int names[] = { IPV6_RTHDR, 5 /* IPV6_2292RTHDR */ };
	size_t i;

	if (!net_loopback_up() ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof(hops)))
		return wrong("IPV6_UNICAST_HOPS");
	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) < 0 && errno == EACCES)
		return wrong("sendto without it");
	if (expect_errno("IPV6_RTHDR",
			 setsockopt(fd, IPPROTO_IPV6, IPV6_RTHDR, header, sizeof(header)),
			 EACCES) != REFUSED)
		return said();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (expect_errno("sendmsg with it",
				 send_with(fd, &to, sizeof(to), IPPROTO_IPV6, names[i], header,
					   sizeof(header)),
				 EACCES) != REFUSED)
			return said();
	return REFUSED;
}

/* A source route of IPv4: on the wire the first hop is where it goes. */
static enum result source_route(void)
{
	struct sockaddr_in to = net_at("127.0.0.1", OPEN);
	unsigned char option[8] = { 131 /* IPOPT_LSRR */, 7, 4, 192, 0, 2, 1 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) < 0 && errno == EACCES)
		return wrong("sendto without it");
	if (expect_errno("IP_OPTIONS",
			 setsockopt(fd, IPPROTO_IP, IP_OPTIONS, option, sizeof(option)),
			 EACCES) != REFUSED)
		return said();
	return expect_errno("sendmsg with it",
			    send_with(fd, &to, sizeof(to), IPPROTO_IP, IP_RETOPTS, option,
				      sizeof(option)),
			    EACCES);
}

/* connect() only notes the address, and the first data opens the connection. */
static enum result deferred_fast_open(void)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", CLOSED), at;
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	socklen_t len = sizeof(at);

	if (net_listener() < 0)
		return wrong("listen");
	if (setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &one, sizeof(one)) ||
	    connect(fd, (struct sockaddr *)&good, sizeof(good)))
		return wrong("connect by fast open");
	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&bad, sizeof(bad)) != 1)
		return errno == EACCES ? REFUSED : wrong("sendto");
	if (getpeername(fd, (struct sockaddr *)&at, &len))
		return wrong("getpeername");
	return at.sin_port == good.sin_port ? REFUSED : say(WORKED, "it is connected elsewhere");
}

static enum result mptcp_fast_open(void)
{
	struct sockaddr_in bad = net_at("127.0.0.1", CLOSED);
	int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);

	if (fd < 0)
		return say(SKIPPED, "socket: %s", strerror(errno));
	return expect_errno("sendto with MSG_FASTOPEN",
			    sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&bad, sizeof(bad)),
			    EACCES);
}

/* A socket that may have addresses that are not this machine's has none of the others' ports. */
static enum result transparent(void)
{
	struct sockaddr_in good = net_at("192.0.2.1", OPEN), bad = net_at("192.0.2.1", CLOSED);
	int fd = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	if (setsockopt(fd, IPPROTO_IP, IP_TRANSPARENT, &one, sizeof(one)) ||
	    setsockopt(other, IPPROTO_IP, IP_TRANSPARENT, &one, sizeof(one)))
		return wrong("IP_TRANSPARENT");
	if (net_bind(fd, &good, sizeof(good)))
		return wrong("bind");
	return expect_errno("bind", net_bind(other, &bad, sizeof(bad)), EACCES);
}

static enum result families(void)
{
	static const struct {
		const char *name;
		int family, type, protocol;
	} kinds[] = {
		{ "key", AF_KEY, SOCK_RAW, 2 },
		{ "rds", AF_RDS, SOCK_SEQPACKET, 0 },
		{ "pppox", AF_PPPOX, SOCK_DGRAM, 1 },
		{ "tipc", AF_TIPC, SOCK_STREAM, 0 },
		{ "bluetooth", AF_BLUETOOTH, SOCK_RAW, 1 },
		{ "rxrpc", AF_RXRPC, SOCK_DGRAM, AF_INET },
		{ "alg", AF_ALG, SOCK_SEQPACKET, 0 },
		{ "kcm", AF_KCM, SOCK_DGRAM, 0 },
		{ "qipcrtr", AF_QIPCRTR, SOCK_DGRAM, 0 },
		{ "smc", AF_SMC, SOCK_STREAM, 0 },
		{ "smc by its protocol", AF_INET, SOCK_STREAM, 256 },
		{ "xdp", AF_XDP, SOCK_RAW, 0 },
		{ "l2tp", AF_INET, SOCK_DGRAM, 115 },
		{ "udp of a stream", AF_INET, SOCK_STREAM, IPPROTO_UDP },
		{ "tcp of datagrams", AF_INET6, SOCK_DGRAM, IPPROTO_TCP },
		{ "tcp, raw", AF_INET6, SOCK_RAW, IPPROTO_TCP },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int fd = socket(kinds[i].family, kinds[i].type, kinds[i].protocol);

		if (expect_errno(kinds[i].name, fd, EACCES) != REFUSED)
			return said();
	}
	return REFUSED;
}

/* Without a copy of the data; a second completion tells when that is free, so each has its ring. */
static enum result ring_zerocopy(void)
{
	struct sockaddr_in to[] = { net_at("127.0.0.1", OPEN), net_at("127.0.0.1", CLOSED) };
	struct iovec data = { "x", 1 };
	enum { OP_SEND_ZC = 47, OP_SENDMSG_ZC = 48 };
	int result[2], i, sendmsg;

	if (!net_loopback_up())
		return wrong("loopback");
	for (sendmsg = 0; sendmsg < 2; sendmsg++) {
		for (i = 0; i < 2; i++) {
			struct msghdr msg = {
				.msg_name = &to[i],
				.msg_namelen = sizeof(to[i]),
				.msg_iov = &data,
				.msg_iovlen = 1,
			};
			struct io_uring_sqe sqe = {
				.opcode = sendmsg ? OP_SENDMSG_ZC : OP_SEND_ZC,
				.fd = socket(AF_INET, SOCK_DGRAM, 0),
				.addr = sendmsg ? (unsigned long)&msg : (unsigned long)"x",
				.len = 1,
			};
			struct ring ring = { 0 };

			if (!sendmsg) {
				sqe.addr2 = (unsigned long)&to[i];
				/* The length of the address, 16 bits of it. */
				sqe.file_index = sizeof(to[i]);
			}
			if (!ring_open(&ring))
				return say(SKIPPED, "io_uring: %s", strerror(errno));
			result[i] = ring_do(&ring, sqe);
		}
		if (ring_result(sendmsg ? "IORING_OP_SENDMSG_ZC" : "IORING_OP_SEND_ZC", result[0],
				result[1]) != REFUSED)
			return said();
	}
	return REFUSED;
}

/* clang-format off */
const struct probe net_under_probes[] = {
	{ "net.bpf-addresses", bpf_addresses, true },
	{ "net.connect-nobody", connect_nobody, true },
	{ "net.send-nobody", send_nobody, true },
	{ "net.send-unspec6", send_unspec6, true },
	{ "net.route", route, true },
	{ "net.source-route", source_route, true },
	{ "net.deferred-fast-open", deferred_fast_open, true },
	{ "net.mptcp-fast-open", mptcp_fast_open, true },
	{ "net.transparent", transparent, true },
	{ "net.families", families, true },
	{ "net.ring-zerocopy", ring_zerocopy, true },
	{ NULL, NULL, false },
};
/* clang-format on */
