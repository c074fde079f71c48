// SPDX-License-Identifier: GPL-2.0-only
/* Ways around the rules for the network: other families, other programs, other namespaces, io_uring. */
#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ring.h"

enum { NOBODY = 65534 };

static enum result expect_family(int family, int type, int protocol)
{
	/* A family that the policy allows comes to the kernel, which may not have it. */
	int fd = socket(AF_CAN, SOCK_RAW, 1);

	if (fd < 0 && errno == EACCES)
		return say(WRONG, "control: a socket of an allowed family: %s", strerror(errno));
	return expect_errno("socket", socket(family, type, protocol), EACCES);
}

static enum result raw(void)
{
	return expect_family(AF_INET, SOCK_RAW, IPPROTO_TCP);
}

static enum result raw6(void)
{
	return expect_family(AF_INET6, SOCK_RAW, IPPROTO_RAW);
}

static enum result ping(void)
{
	return expect_family(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
}

static enum result sctp(void)
{
	return expect_family(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
}

static enum result packet(void)
{
	return expect_family(AF_PACKET, SOCK_RAW, htons(3));
}

/* The kernel makes a packet socket of it. */
static enum result old_packet(void)
{
	return expect_family(AF_INET, SOCK_PACKET, htons(3));
}

static enum result vsock(void)
{
	return expect_family(AF_VSOCK, SOCK_STREAM, 0);
}

static enum result unknown_family(void)
{
	return expect_family(AF_APPLETALK, SOCK_DGRAM, 0);
}

/* The policy gives the port to this program. */
static enum result reuse_port(void)
{
	int fd = net_listener();

	if (fd < 0)
		return say(WRONG, "control: listen: %s", strerror(errno));
	return net_other("a second program on the port", "listen", OPEN);
}

static enum result passed_listener(void)
{
	int fd = net_listener();

	if (fd < 0)
		return say(WRONG, "control: listen: %s", strerror(errno));
	return net_other("accept on a socket that was passed on", "accept", fd);
}

/* Without a rule for any datagram there is no port for one to come to. */
static enum result datagram(void)
{
	struct sockaddr_in any = net_at("127.0.0.1", 0);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (!net_loopback_up() || bind(fd, (struct sockaddr *)&any, sizeof(any)))
		return say(WRONG, "control: bind of who may send: %s", strerror(errno));
	return net_other("bind of a datagram socket to port 0", "datagram", 0);
}

/* A path is a name: under that of another program this one is still itself. */
static enum result bind_mount(void)
{
	struct ran ran;

	if (own_mounts() || mount(SIGNED "net", "/usr/sbin/lorica-attack", NULL, MS_BIND, NULL))
		return say(WRONG, "mount: %s", strerror(errno));
	ran = run("/usr/sbin/lorica-attack", "listen", "7001", NULL);
	if (ran.err || !WIFEXITED(ran.status))
		return say(WRONG, "the program did not run: %s", strerror(ran.err));
	errno = WEXITSTATUS(ran.status);
	return expect_errno("listen under another path", errno ? -1 : 0, EACCES);
}

/* A copy with a byte more is in no manifest, so it is no program at all. */
static enum result copy(void)
{
	int fd;

	if (copy_file("/usr/sbin/lorica-attack", "copy"))
		return say(WRONG, "copy: %s", strerror(errno));
	fd = open("copy", O_WRONLY | O_APPEND);
	if (fd < 0 || write(fd, "x", 1) != 1 || close(fd))
		return say(WRONG, "write: %s", strerror(errno));
	return judge("a copy of the allowed program", run("./copy", "-l", NULL), EACCES);
}

static enum result two_ports(uint16_t bad_port)
{
	struct sockaddr_in good = net_at("127.0.0.1", OPEN), bad = net_at("127.0.0.1", bad_port);
	int fd = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);

	if (net_bind(fd, &good, sizeof(good)))
		return say(WRONG, "control: bind: %s", strerror(errno));
	return expect_errno("bind", net_bind(other, &bad, sizeof(bad)), EACCES);
}

static enum result without_privileges(void)
{
	net_loopback_up();
	if (setgid(NOBODY) || setuid(NOBODY))
		return say(WRONG, "setuid: %s", strerror(errno));
	return two_ports(CLOSED);
}

static enum result unprivileged_ports(void)
{
	if (unshare(CLONE_NEWNET) || !net_loopback_up() ||
	    write_text("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"))
		return say(WRONG, "a namespace of its own: %s", strerror(errno));
	if (setgid(NOBODY) || setuid(NOBODY))
		return say(WRONG, "setuid: %s", strerror(errno));
	return two_ports(80);
}

static enum result new_namespace(void)
{
	if (unshare(CLONE_NEWNET) || !net_loopback_up())
		return say(WRONG, "unshare: %s", strerror(errno));
	return two_ports(CLOSED);
}

static enum result user_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return say(SKIPPED, "unshare: %s", strerror(errno));
	net_loopback_up();
	return two_ports(CLOSED);
}

/* Into the namespace of another process. */
static enum result joined_namespace(void)
{
	int ready[2], fd;
	char path[64], byte;
	pid_t pid;

	if (pipe(ready))
		return say(WRONG, "pipe: %s", strerror(errno));
	pid = fork();
	if (!pid) {
		if (!unshare(CLONE_NEWNET) && net_loopback_up())
			byte = write(ready[1], "x", 1);
		pause();
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		return say(WRONG, "control: no other namespace");
	snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	fd = open(path, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		return say(WRONG, "setns: %s", strerror(errno));
	kill(pid, SIGKILL);
	return two_ports(CLOSED);
}

/* IOSQE_ASYNC has the worker do it. */
int ring_do(struct ring *r, struct io_uring_sqe sqe)
{
	unsigned int *tail = (void *)(r->sq + r->params.sq_off.tail);
	unsigned int *head = (void *)(r->cq + r->params.cq_off.head);
	unsigned int *array = (void *)(r->sq + r->params.sq_off.array);
	struct io_uring_cqe *cqes = (void *)(r->cq + r->params.cq_off.cqes);
	int result;

	sqe.flags = IOSQE_ASYNC;
	r->sqes[0] = sqe;
	array[*tail % r->params.sq_entries] = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -errno;
	result = cqes[*head % r->params.cq_entries].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return result;
}

enum result ring_result(const char *what, int good, int bad)
{
	if (good == -EINVAL)
		return say(SKIPPED, "%s: not in this kernel", what);
	if (good < 0)
		return say(WRONG, "control: %s: %s", what, strerror(-good));
	errno = -bad;
	return expect_errno(what, bad < 0 ? -1 : 0, EACCES);
}

static enum result ring_connect(void)
{
	struct sockaddr_in to[] = { net_at("127.0.0.1", OPEN), net_at("127.0.0.1", CLOSED) };
	struct ring ring = { 0 };
	int result[2], i;

	if (net_listener() < 0)
		return say(WRONG, "control: listen: %s", strerror(errno));
	if (!ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	for (i = 0; i < 2; i++)
		result[i] = ring_do(&ring, (struct io_uring_sqe){
						   .opcode = IORING_OP_CONNECT,
						   .fd = socket(AF_INET, SOCK_STREAM, 0),
						   .addr = (unsigned long)&to[i],
						   .off = sizeof(to[i]),
					   });
	return ring_result("IORING_OP_CONNECT", result[0], result[1]);
}

static enum result ring_send(void)
{
	struct sockaddr_in to[] = { net_at("127.0.0.1", OPEN), net_at("127.0.0.1", CLOSED) };
	struct iovec data = { "x", 1 };
	struct ring ring = { 0 };
	int result[2], i;

	if (!net_loopback_up() || !ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	for (i = 0; i < 2; i++) {
		struct msghdr msg = {
			.msg_name = &to[i],
			.msg_namelen = sizeof(to[i]),
			.msg_iov = &data,
			.msg_iovlen = 1,
		};

		result[i] = ring_do(&ring, (struct io_uring_sqe){
						   .opcode = IORING_OP_SENDMSG,
						   .fd = socket(AF_INET, SOCK_DGRAM, 0),
						   .addr = (unsigned long)&msg,
						   .len = 1,
					   });
	}
	return ring_result("IORING_OP_SENDMSG", result[0], result[1]);
}

static enum result ring_socket(void)
{
	enum { OP_SOCKET = 45 };
	struct ring ring = { 0 };
	int good, bad;

	if (!ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	good = ring_do(&ring, (struct io_uring_sqe){
				      .opcode = OP_SOCKET, .fd = AF_INET, .off = SOCK_STREAM });
	bad = ring_do(&ring, (struct io_uring_sqe){ .opcode = OP_SOCKET,
						    .fd = AF_INET,
						    .off = SOCK_RAW,
						    .len = IPPROTO_RAW });
	return ring_result("IORING_OP_SOCKET", good, bad);
}

static enum result ring_bind(void)
{
	enum { OP_BIND = 56 };
	struct sockaddr_in at[] = { net_at("127.0.0.1", OPEN), net_at("127.0.0.1", CLOSED) };
	struct ring ring = { 0 };
	int result[2], i;

	if (!net_loopback_up() || !ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	for (i = 0; i < 2; i++)
		result[i] = ring_do(&ring, (struct io_uring_sqe){
						   .opcode = OP_BIND,
						   .fd = socket(AF_INET, SOCK_DGRAM, 0),
						   .addr = (unsigned long)&at[i],
						   .off = sizeof(at[i]),
					   });
	return ring_result("IORING_OP_BIND", result[0], result[1]);
}

static enum result ring_listen(void)
{
	enum { OP_LISTEN = 57 };
	struct sockaddr_in at = net_at("127.0.0.1", OPEN);
	int fd = socket(AF_INET, SOCK_STREAM, 0), good, bad;
	struct ring ring = { 0 };

	if (!net_loopback_up() || net_bind(fd, &at, sizeof(at)))
		return say(WRONG, "control: bind: %s", strerror(errno));
	if (!ring_open(&ring))
		return say(SKIPPED, "io_uring: %s", strerror(errno));
	good = ring_do(&ring, (struct io_uring_sqe){ .opcode = OP_LISTEN, .fd = fd, .len = 1 });
	bad = ring_do(&ring, (struct io_uring_sqe){ .opcode = OP_LISTEN,
						    .fd = socket(AF_INET, SOCK_STREAM, 0),
						    .len = 1 });
	return ring_result("IORING_OP_LISTEN", good, bad);
}

/* clang-format off */
const struct probe net_around_probes[] = {
	{ "net.raw", raw, true },
	{ "net.raw6", raw6, true },
	{ "net.ping", ping, true },
	{ "net.sctp", sctp, true },
	{ "net.packet", packet, true },
	{ "net.old-packet", old_packet, true },
	{ "net.vsock", vsock, true },
	{ "net.unknown-family", unknown_family, true },
	{ "net.reuse-port", reuse_port, true },
	{ "net.passed-listener", passed_listener, true },
	{ "net.datagram", datagram, true },
	{ "net.bind-mount", bind_mount, true },
	{ "net.copy", copy, true },
	{ "net.without-privileges", without_privileges, true },
	{ "net.unprivileged-ports", unprivileged_ports, true },
	{ "net.new-namespace", new_namespace, true },
	{ "net.user-namespace", user_namespace, true },
	{ "net.joined-namespace", joined_namespace, true },
	{ "net.ring-connect", ring_connect, true },
	{ "net.ring-send", ring_send, true },
	{ "net.ring-socket", ring_socket, true },
	{ "net.ring-bind", ring_bind, true },
	{ "net.ring-listen", ring_listen, true },
	{ NULL, NULL, false },
};
/* clang-format on */
