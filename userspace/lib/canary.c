// SPDX-License-Identifier: GPL-2.0-only
#include "canary.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../../kernel/uapi/lorica.h"
#include "node.h"

/* A file nobody has seen before, so that no remembered verdict answers. */
static int fresh_file(void)
{
	static const char nothing[4096] = "\177ELF";
	int fd = syscall(SYS_memfd_create, "canary", 0);

	if (fd >= 0 && write(fd, nothing, sizeof(nothing)) != sizeof(nothing)) {
		close(fd);
		return -1;
	}
	return fd;
}

static void try_exec(void)
{
	int fd = fresh_file();
	char *args[] = { "canary", NULL }, *none[] = { NULL };

	syscall(SYS_execveat, fd, "", args, none, AT_EMPTY_PATH);
}

static void try_mmap(void)
{
	mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fresh_file(), 0);
}

static void try_mprotect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fresh_file(), 0);

	mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static void try_finit_module(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	syscall(SYS_finit_module, fd, "", 0);
}

static void try_init_module(void)
{
	static const char nothing[4096];

	syscall(SYS_init_module, nothing, sizeof(nothing), "");
}

static long bpf_call(int cmd, unsigned int id)
{
	union bpf_attr attr = {};

	attr.map_id = id;
	return syscall(SYS_bpf, cmd, &attr, sizeof(attr));
}

static void try_bpf(void)
{
	bpf_call(BPF_MAP_GET_NEXT_ID, 0);
}

/* The first map or program of the system will do: the hook refuses any. */
static void try_by_id(int next, int get)
{
	union bpf_attr attr = {};
	int fd;

	if (syscall(SYS_bpf, next, &attr, sizeof(attr)))
		return;
	fd = bpf_call(get, attr.next_id);
	if (fd >= 0)
		close(fd);
}

static void try_bpf_map(void)
{
	try_by_id(BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID);
}

static void try_bpf_prog(void)
{
	try_by_id(BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID);
}

static void try_capable(void)
{
	syscall(SYS_delete_module, "no_such_module", O_NONBLOCK);
}

static void try_locked_down(void)
{
	static const char *const files[] = { "/proc/kcore", "/dev/mem" };
	size_t i;

	syscall(SYS_kexec_load, 0, 0, NULL, 0);
	for (i = 0; i < 2; i++) {
		int fd = open(files[i], O_RDONLY | O_CLOEXEC);

		if (fd >= 0)
			close(fd);
	}
}

static void try_prctl(void)
{
	prctl(PR_SET_MM, 0, 0, 0, 0);
}

/* A byte that nobody needs, from wherever the parent's program begins. */
static void try_attach(void)
{
	char byte;
	struct iovec to = { &byte, 1 }, from = { (void *)try_attach, 1 };

	syscall(SYS_process_vm_readv, getppid(), &to, 1, &from, 1, 0);
}

static void try_traceme(void)
{
	syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
}

/* The loopback alone, and a port that nobody serves: nothing comes of it when it is not refused. */
static struct sockaddr_in nowhere(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

enum { DISCARD = 9 };

static void try_socket_create(void)
{
	socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
}

static int a_socket(int type)
{
	return socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Not for UDP, where a port that the kernel picks is judged, and leaves an event. */
static int loopback_socket(void)
{
	const struct sockaddr_in to = nowhere(0);
	int fd = a_socket(SOCK_STREAM);

	bind(fd, (const struct sockaddr *)&to, sizeof(to));
	return fd;
}

static void try_socket_bind(void)
{
	loopback_socket();
}

static void try_socket_listen(void)
{
	listen(loopback_socket(), 1);
}

static void try_socket_accept(void)
{
	accept(loopback_socket(), NULL, NULL);
}

static void try_socket_connect(void)
{
	const struct sockaddr_in to = nowhere(DISCARD);

	connect(a_socket(SOCK_DGRAM), (const struct sockaddr *)&to, sizeof(to));
}

static void try_socket_sendmsg(void)
{
	const struct sockaddr_in to = nowhere(DISCARD);

	sendto(a_socket(SOCK_DGRAM), "", 0, 0, (const struct sockaddr *)&to, sizeof(to));
}

static void try_open(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
}

static const struct {
	const char *hook;
	void (*attempt)(void);
} canaries[] = {
	{ "bprm_check_security", try_exec },
	{ "mmap_file", try_mmap },
	{ "file_mprotect", try_mprotect },
	{ "kernel_read_file", try_finit_module },
	{ "kernel_load_data", try_init_module },
	{ "bpf", try_bpf },
	{ "bpf_map", try_bpf_map },
	{ "bpf_prog", try_bpf_prog },
	{ "capable", try_capable },
	{ "locked_down", try_locked_down },
	{ "task_prctl", try_prctl },
	{ "kernel_post_read_file", try_finit_module },
	{ "ptrace_access_check", try_attach },
	{ "ptrace_traceme", try_traceme },
	{ "kernel_post_load_data", try_init_module },
	{ "socket_create", try_socket_create },
	{ "socket_bind", try_socket_bind },
	{ "socket_listen", try_socket_listen },
	{ "socket_accept", try_socket_accept },
	{ "socket_connect", try_socket_connect },
	{ "socket_sendmsg", try_socket_sendmsg },
	{ "file_open", try_open },
};

_Static_assert(sizeof(canaries) / sizeof(canaries[0]) == LORICA_NR_HOOKS, "a canary a hook");

static void attempt(const char *hook)
{
	size_t i;

	for (i = 0; i < LORICA_NR_HOOKS; i++)
		if (!strcmp(canaries[i].hook, hook))
			canaries[i].attempt();
}

/* The module knows which canary was refused; errno may be eaten on the way. */
static int is_proved(const char *hook)
{
	char key[64], value[64], *text;
	int ret;

	ret = node_read("status", &text);
	if (ret)
		return ret;
	snprintf(key, sizeof(key), "hook %s", hook);
	ret = node_value(text, key, value, sizeof(value)) && strstr(value, " proved");
	free(text);
	return ret;
}

int canary_prove(const char *hooks, char *failed)
{
	const char *p;
	int n = 0, ret;

	for (p = hooks; *p; p += strspn(p, "\n")) {
		char hook[CANARY_NAME];
		size_t len = strcspn(p, "\n");

		snprintf(hook, sizeof(hook), "%.*s", (int)len, p);
		p += len;
		snprintf(failed, sizeof(hook), "%s", hook);
		ret = node_word("canary", hook);
		if (ret)
			return ret;
		attempt(hook);
		ret = is_proved(hook);
		if (ret < 0)
			return ret;
		if (!ret)
			return -ENOTRECOVERABLE;
		n++;
	}
	return n;
}
