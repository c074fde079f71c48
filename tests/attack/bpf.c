// SPDX-License-Identifier: GPL-2.0-only
/* bpf(2): the links, programs and map that enforce, and programs of our own. */
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOOKS = 13 };

static int bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

/* r0 = 0; exit */
static const struct bpf_insn nothing[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
	{ .code = BPF_JMP | BPF_EXIT },
};

static int load(unsigned int type, unsigned int attach)
{
	union bpf_attr attr = {
		.prog_type = type,
		.expected_attach_type = attach,
		.insns = (unsigned long)nothing,
		.insn_cnt = 2,
		.license = (unsigned long)"GPL",
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

static const struct {
	const char *name;
	unsigned int type, attach;
} forbidden[] = {
	{ "unspecified", BPF_PROG_TYPE_UNSPEC, 0 },
	{ "lsm", BPF_PROG_TYPE_LSM, BPF_LSM_MAC },
	{ "lsm_cgroup", BPF_PROG_TYPE_LSM, 43 },
	{ "fentry", BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY },
	{ "fexit", BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT },
	{ "fmod_ret", BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN },
	{ "iter", BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER },
	{ "tp_btf", BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP },
	{ "freplace", BPF_PROG_TYPE_EXT, 0 },
	{ "kprobe", BPF_PROG_TYPE_KPROBE, 0 },
	{ "tracepoint", BPF_PROG_TYPE_TRACEPOINT, 0 },
	{ "raw_tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 0 },
	{ "raw_tracepoint_writable", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 0 },
	{ "perf_event", BPF_PROG_TYPE_PERF_EVENT, 0 },
	{ "struct_ops", BPF_PROG_TYPE_STRUCT_OPS, 0 },
	{ "syscall", BPF_PROG_TYPE_SYSCALL, 0 },
	{ "of a type to come", 100, 0 },
};

static enum result prog_types(void)
{
	char what[64];
	size_t i;

	if (load(BPF_PROG_TYPE_SOCKET_FILTER, 0) < 0)
		return say(WRONG, "control: a socket filter: %s", strerror(errno));
	for (i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
		int fd = load(forbidden[i].type, forbidden[i].attach);

		snprintf(what, sizeof(what), "program %s", forbidden[i].name);
		if (expect_errno(what, fd, EPERM) != REFUSED)
			return said();
	}
	return REFUSED;
}

/* Only who is excepted by `bpf deny` may load one, be it as harmless as can be. */
static enum result loaders(void)
{
	struct ran ran = run(SIGNED "bpf", NULL);

	if (control("an excepted loader", ran) != REFUSED)
		return said();
	ran = run(SIGNED "nobpf", NULL);
	if (ran.err || !WIFEXITED(ran.status))
		return say(WRONG, "the loader did not run");
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "a program that is not excepted loaded a socket filter");
	return strstr(ran.out, strerror(EPERM)) ? REFUSED : say(WRONG, "it said '%s'", ran.out);
}

/* The attribute grows with the kernel: a short or long one is still looked at. */
static enum result attr_sizes(void)
{
	char page[4096] = {};
	union bpf_attr *attr = (void *)page;
	static const int sizes[] = { 4, 8, 24, 48, sizeof(page) };
	size_t i;

	attr->prog_type = BPF_PROG_TYPE_LSM;
	attr->insn_cnt = 2;
	attr->insns = (unsigned long)nothing;
	attr->license = (unsigned long)"GPL";
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int fd = syscall(SYS_bpf, BPF_PROG_LOAD, attr, sizes[i]);

		if (expect_errno("an LSM program", fd, EPERM) != REFUSED)
			return said();
	}
	return REFUSED;
}

/* Does the descriptor belong to something that only Lorica has here? */
static bool is_enforcing(int fd)
{
	struct bpf_prog_info prog = {};
	struct bpf_map_info map = {};
	struct bpf_link_info link = {};
	char name[64] = "", path[64];
	union bpf_attr attr = { .info.bpf_fd = fd };

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (readlink(path, name, sizeof(name) - 1) < 0)
		return false;
	if (strstr(name, "bpf-prog")) {
		attr.info.info = (unsigned long)&prog;
		attr.info.info_len = sizeof(prog);
		return !bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) && prog.type == BPF_PROG_TYPE_LSM;
	}
	if (strstr(name, "bpf-map")) {
		attr.info.info = (unsigned long)&map;
		attr.info.info_len = sizeof(map);
		return !bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) &&
		       (map.type == BPF_MAP_TYPE_INODE_STORAGE || !strncmp(map.name, "lorica", 6));
	}
	if (strstr(name, "bpf_link") || strstr(name, "bpf-link")) {
		attr.info.info = (unsigned long)&link;
		attr.info.info_len = sizeof(link);
		return !bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) && link.type == BPF_LINK_TYPE_TRACING &&
		       link.tracing.attach_type == BPF_LSM_MAC;
	}
	return false;
}

/* With a descriptor in hand: what would end the enforcement. For the report only. */
static enum result got(const char *what, unsigned int id, int fd)
{
	union bpf_attr detach = { .link_detach.link_fd = fd };

	return say(WORKED, "a descriptor of %s %u (LINK_DETACH: %s)", what, id,
		   bpf(BPF_LINK_DETACH, &detach) ? strerror(errno) : "done");
}

static enum result ids(const char *what, int next, int get, unsigned int flags, int least)
{
	union bpf_attr attr = {};
	int refused = 0, fd;
	unsigned int id;

	for (id = 0;; id = attr.next_id) {
		attr = (union bpf_attr){ .start_id = id };
		if (bpf(next, &attr))
			break;
		fd = bpf(get, &(union bpf_attr){ .prog_id = attr.next_id, .open_flags = flags });
		if (fd < 0 && errno == EPERM)
			refused++;
		if (fd >= 0 && is_enforcing(fd))
			return got(what, attr.next_id, fd);
		if (fd >= 0)
			close(fd);
	}
	if (errno != ENOENT)
		return say(WRONG, "%s ids: %s", what, strerror(errno));
	if (refused < least)
		return say(WRONG, "%d %ss refused, at least %d expected", refused, what, least);
	return say(REFUSED, "%d refused", refused);
}

static enum result prog_ids(void)
{
	return ids("program", BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID, 0, HOOKS);
}

static enum result map_ids(void)
{
	static const unsigned int flags[] = { 0, BPF_F_RDONLY, BPF_F_WRONLY };
	enum result result = REFUSED;
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]) && result == REFUSED; i++)
		result = ids("map", BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, flags[i], 1);
	return result;
}

static enum result link_ids(void)
{
	return ids("link", BPF_LINK_GET_NEXT_ID, BPF_LINK_GET_FD_BY_ID, 0, HOOKS);
}

/* A descriptor that some process forgot to close would do as well. */
static enum result stolen(void)
{
	struct dirent *proc, *entry;
	char path[600], name[64];
	DIR *procs = opendir("/proc"), *fds;
	int pidfd, fd;

	while (procs && (proc = readdir(procs))) {
		snprintf(path, sizeof(path), "/proc/%s/fd", proc->d_name);
		fds = atoi(proc->d_name) > 0 ? opendir(path) : NULL;
		while (fds && (entry = readdir(fds))) {
			snprintf(path, sizeof(path), "/proc/%s/fd/%s", proc->d_name, entry->d_name);
			memset(name, 0, sizeof(name));
			if (readlink(path, name, sizeof(name) - 1) < 0 || !strstr(name, "bpf"))
				continue;
			pidfd = syscall(SYS_pidfd_open, atoi(proc->d_name), 0);
			fd = syscall(SYS_pidfd_getfd, pidfd, atoi(entry->d_name), 0);
			close(pidfd);
			if (fd >= 0 && is_enforcing(fd))
				return got("the process", atoi(proc->d_name), fd);
			if (fd >= 0)
				close(fd);
		}
		if (fds)
			closedir(fds);
	}
	return procs ? REFUSED : say(WRONG, "/proc: %s", strerror(errno));
}

/* Pinning itself stays possible; nothing that enforces is to be found there. */
static enum result pinned(void)
{
	union bpf_attr attr = { .bpf_fd = load(BPF_PROG_TYPE_SOCKET_FILTER, 0) };
	char path[600];
	struct dirent *entry;
	DIR *dir;
	int fd;

	mount("bpf", "/sys/fs/bpf", "bpf", 0, NULL);
	attr.pathname = (unsigned long)"/sys/fs/bpf/attack";
	unlink("/sys/fs/bpf/attack");
	if (bpf(BPF_OBJ_PIN, &attr))
		return say(WRONG, "control: OBJ_PIN: %s", strerror(errno));
	dir = opendir("/sys/fs/bpf");
	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/sys/fs/bpf/%s", entry->d_name);
		fd = bpf(BPF_OBJ_GET, &(union bpf_attr){ .pathname = (unsigned long)path });
		if (fd >= 0 && is_enforcing(fd))
			return got("a pin", 0, fd);
	}
	unlink("/sys/fs/bpf/attack");
	return REFUSED;
}

/* A harmless program must not get at a hook by another attach type. */
static enum result attach(void)
{
	int prog = load(BPF_PROG_TYPE_SOCKET_FILTER, 0);
	union bpf_attr link = { .link_create = { .prog_fd = prog, .attach_type = BPF_LSM_MAC } };
	union bpf_attr raw = { .raw_tracepoint = { .name = (unsigned long)"sys_enter",
						   .prog_fd = prog } };

	if (prog < 0)
		return say(WRONG, "control: a socket filter: %s", strerror(errno));
	if (bpf(BPF_LINK_CREATE, &link) >= 0)
		return say(WORKED, "LINK_CREATE put a socket filter on an LSM hook");
	if (bpf(BPF_RAW_TRACEPOINT_OPEN, &raw) >= 0)
		return say(WORKED, "RAW_TRACEPOINT_OPEN took a socket filter");
	return REFUSED;
}

const struct probe bpf_probes[] = {
	{ "bpf.prog-types", prog_types, false },
	{ "bpf.loaders", loaders, false },
	{ "bpf.attr-sizes", attr_sizes, false },
	{ "bpf.prog-ids", prog_ids, false },
	{ "bpf.map-ids", map_ids, false },
	{ "bpf.link-ids", link_ids, false },
	{ "bpf.stolen-descriptor", stolen, false },
	{ "bpf.pinned", pinned, false },
	{ "bpf.attach", attach, false },
	{ NULL, NULL, false },
};
