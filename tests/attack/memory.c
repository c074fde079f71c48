// SPDX-License-Identifier: GPL-2.0-only
/* Ways into the kernel's memory, its ports and its registers. */
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <sys/io.h>
#endif

/* A node of our own: the one in /dev may be missing, the driver is not. */
static int open_mem(int minor, int flags)
{
	if (mknod("node", S_IFCHR | 0600, makedev(1, minor)))
		return -1;
	return open("node", flags);
}

static enum result dev_mem_write(void)
{
	return expect_errno_or_absent("/dev/mem", open_mem(1, O_RDWR), EPERM);
}

static enum result dev_mem_map(void)
{
	int fd = open_mem(1, O_RDONLY);
	void *p = MAP_FAILED;

	if (fd >= 0)
		p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	return expect_errno_or_absent("mmap of /dev/mem", p == MAP_FAILED ? -1 : 0, EPERM);
}

static enum result dev_kmem(void)
{
	return expect_errno_or_absent("/dev/kmem", open_mem(2, O_RDWR), EPERM);
}

static enum result dev_port(void)
{
	return expect_errno_or_absent("/dev/port", open_mem(4, O_RDWR), EPERM);
}

static enum result kcore(void)
{
	char buf[64];
	int fd = open("/proc/kcore", O_RDONLY);

	return expect_errno_or_absent("/proc/kcore", fd < 0 ? -1 : read(fd, buf, sizeof(buf)),
				      EPERM);
}

static enum result write_node(const char *path, const char *text, int want)
{
	int ret = write_text(path, text);

	return expect_errno_or_absent(path, ret, want);
}

static void mount_debug(void)
{
	own_mounts();
	mkdir("d", 0755);
	mkdir("t", 0755);
	mount("d", "d", "debugfs", 0, NULL);
	mount("t", "t", "tracefs", 0, NULL);
}

static enum result debugfs(void)
{
	mount_debug();
	if (exists("d/sched/base_slice_ns"))
		return write_node("d/sched/base_slice_ns", "3000000", EPERM);
	if (exists("d/sched/latency_ns"))
		return write_node("d/sched/latency_ns", "6000000", EPERM);
	return write_node("d/sleep_time", "0", EPERM);
}

static enum result kprobe_events(void)
{
	enum result result;

	mount_debug();
	result = write_node("t/kprobe_events", "p:attack/attack do_sys_openat2", EPERM);
	if (result == WORKED)
		write_text("t/kprobe_events", "-:attack/attack");
	return result;
}

static enum result perf_kprobe(void)
{
	static const char function[] = "do_sys_openat2";
	struct perf_event_attr attr = { .size = sizeof(attr) };
	char type[16];
	int fd;

	if (read_text("/sys/bus/event_source/devices/kprobe/type", type, sizeof(type)) < 0)
		return say(SKIPPED, "no kprobe events of perf");
	attr.type = atoi(type);
	attr.kprobe_func = (unsigned long)function;
	fd = syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0);
	return expect_errno_or_absent("a kprobe by perf_event_open", fd, EPERM);
}

/* The first device that lets itself be written to. */
static enum result pci(const char *name, bool map)
{
	DIR *dir = opendir("/sys/bus/pci/devices");
	struct dirent *entry;
	char path[600];
	long ret = -1;
	bool seen = false;
	int fd, err = ENODEV;
	void *p;

	while (dir && (entry = readdir(dir)) && ret < 0) {
		snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", entry->d_name, name);
		fd = entry->d_name[0] == '.' ? -1 : open(path, O_RDWR);
		if (fd < 0)
			continue;
		seen = true;
		errno = 0;
		if (map) {
			p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
			ret = p == MAP_FAILED ? -1 : 0;
		} else {
			/* The cache line size: a byte that nobody misses. */
			ret = pwrite(fd, "", 1, 12);
		}
		/* A BAR without memory behind it is refused for a reason of its own. */
		if (err != EPERM)
			err = errno;
		close(fd);
	}
	if (!seen)
		return say(SKIPPED, "no PCI %s", name);
	errno = err;
	return expect_errno(name, ret, EPERM);
}

static enum result pci_config(void)
{
	return pci("config", false);
}

static enum result pci_resource(void)
{
	/* I/O port BARs cannot be mapped at all: look for one with memory. */
	static const char *const bars[] = { "resource0", "resource1", "resource4" };
	enum result result = SKIPPED;
	size_t i;

	for (i = 0; i < 3 && result != REFUSED && result != WORKED; i++)
		result = pci(bars[i], true);
	return result;
}

#if defined(__x86_64__)
static enum result msr(void)
{
	unsigned long long value = 0;
	int fd, ret;

	if (mknod("msr", S_IFCHR | 0600, makedev(202, 0)))
		return say(WRONG, "mknod: %s", strerror(errno));
	fd = open("msr", O_RDWR);
	/* IA32_TSC_ADJUST or not: the refusal comes before the register. */
	ret = fd < 0 ? -1 : pwrite(fd, &value, sizeof(value), 0x10);
	return expect_errno_or_absent("MSR write", ret, EPERM);
}

static enum result io_level(void)
{
	int ret = iopl(3);

	return expect_errno_or_absent("iopl", ret, EPERM);
}

static enum result io_permission(void)
{
	int ret = ioperm(0x80, 1, 1);

	return expect_errno_or_absent("ioperm", ret, EPERM);
}
#endif

const struct probe memory_probes[] = {
	{ "memory.dev-mem-write", dev_mem_write, false },
	{ "memory.dev-mem-map", dev_mem_map, false },
	{ "memory.dev-kmem", dev_kmem, false },
	{ "memory.dev-port", dev_port, false },
	{ "memory.kcore", kcore, false },
	{ "memory.debugfs", debugfs, false },
	{ "memory.kprobe-events", kprobe_events, false },
	{ "memory.perf-kprobe", perf_kprobe, false },
	{ "memory.pci-config", pci_config, false },
	{ "memory.pci-resource", pci_resource, false },
#if defined(__x86_64__)
	{ "memory.msr", msr, false },
	{ "memory.iopl", io_level, false },
	{ "memory.ioperm", io_permission, false },
#endif
	{ NULL, NULL, false },
};
