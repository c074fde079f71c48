// SPDX-License-Identifier: GPL-2.0-only
/* Side doors of memory: calls that put pages under executable addresses. */
#include "probe.h"

#include <arpa/inet.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <linux/udmabuf.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#define LD_SO "/lib64/ld-linux-x86-64.so.2"
#else
#define LD_SO "/lib/ld-linux-aarch64.so.1"
#endif

enum { PAGE = 4096 };

/* What headers of the build host may be too old for. */
#define MOVE _IOWR(0xAA, 0x05, struct move)
struct move {
	uint64_t dst, src, len, mode;
	int64_t moved;
};
enum { FEATURE_MOVE = 1 << 16, FEATURE_WP_ASYNC = 1 << 15 };

static int source(void)
{
	return open(SIGNED "victim.so", O_RDONLY | O_CLOEXEC);
}

/* A page of a listed library, as the loader maps it. */
static unsigned char *code_page(void)
{
	int fd = source();
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	close(fd);
	return p == MAP_FAILED ? NULL : p;
}

static unsigned char *memory(void)
{
	return mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Is the page still the file's? */
static enum result unchanged(const char *what, const unsigned char *p)
{
	unsigned char file[PAGE];

	if (pread(source(), file, PAGE, 0) <= 0)
		return say(WRONG, "read: %s", strerror(errno));
	return memcmp(p, file, 64) ? say(WORKED, "%s changed executable memory", what) : REFUSED;
}

/* A userfaultfd with what it can do, -1. */
static int faults(uint64_t features)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && ioctl(fd, UFFDIO_API, &api)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int watch(int fd, void *p, uint64_t mode)
{
	struct uffdio_register r = { .range = { (uintptr_t)p, PAGE }, .mode = mode };

	return ioctl(fd, UFFDIO_REGISTER, &r);
}

static int fill(int fd, void *to, const void *from)
{
	struct uffdio_copy copy = { .dst = (uintptr_t)to, .src = (uintptr_t)from, .len = PAGE };

	return ioctl(fd, UFFDIO_COPY, &copy);
}

/* Content for a page that faults, in the place of the file's. */
static enum result fault_copy(void)
{
	static const uint64_t modes[] = { UFFDIO_REGISTER_MODE_MISSING, UFFDIO_REGISTER_MODE_WP,
					  UFFDIO_REGISTER_MODE_MINOR };
	static const uint64_t features[] = { 0, UFFD_FEATURE_MISSING_SHMEM, FEATURE_WP_ASYNC };
	unsigned char evil[PAGE] = "evil", *p = code_page(), *q = memory();
	int fd = faults(0);
	size_t i, k;

	if (fd < 0)
		return say(SKIPPED, "userfaultfd: %s", strerror(errno));
	if (!p || watch(fd, q, UFFDIO_REGISTER_MODE_MISSING) || fill(fd, q, evil) || q[0] != 'e')
		return say(WRONG, "control: UFFDIO_COPY to memory: %s", strerror(errno));
	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		fd = faults(features[i]);
		for (k = 0; fd >= 0 && k < sizeof(modes) / sizeof(modes[0]); k++) {
			watch(fd, p, modes[k]);
			madvise(p, PAGE, MADV_DONTNEED);
			fill(fd, p, evil);
		}
	}
	return unchanged("UFFDIO_COPY", p);
}

/* A page of memory, moved to where code is. */
static enum result fault_move(void)
{
	unsigned char *p = code_page(), *q = memory(), *r = memory();
	struct move move = { .src = (uintptr_t)q, .len = PAGE };
	int fd = faults(FEATURE_MOVE);

	if (fd < 0)
		return say(SKIPPED, "no UFFDIO_MOVE");
	memcpy(q, "evil", 4);
	if (watch(fd, r, UFFDIO_REGISTER_MODE_MISSING))
		return say(WRONG, "control: register: %s", strerror(errno));
	watch(fd, p, UFFDIO_REGISTER_MODE_MISSING);
	madvise(p, PAGE, MADV_DONTNEED);
	move.dst = (uintptr_t)p;
	ioctl(fd, MOVE, &move);
	if (unchanged("UFFDIO_MOVE", p) != REFUSED)
		return said();
	move.dst = (uintptr_t)r;
	if (ioctl(fd, MOVE, &move) || r[0] != 'e')
		return say(WRONG, "control: UFFDIO_MOVE to memory: %s", strerror(errno));
	return REFUSED;
}

/* Calls of 32-bit programs, by a program that is none. */
#if defined(__x86_64__)
enum { GETPID = 20, USELIB = 86, MPROTECT = 125, MMAP2 = 192 };

static long call32(long number, long a, long b, long c, long d, long e)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}
#endif

/* The old way to load a library: at the address that it has in its header. */
#if defined(__x86_64__)
static enum result uselib(void)
{
	struct {
		Elf64_Ehdr head;
		Elf64_Phdr load;
		char rest[PAGE - sizeof(Elf64_Ehdr) - sizeof(Elf64_Phdr)];
	} lib = {
		.head = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			  .e_type = ET_EXEC,
			  .e_machine = EM_X86_64,
			  .e_version = EV_CURRENT,
			  .e_phoff = sizeof(Elf64_Ehdr),
			  .e_ehsize = sizeof(Elf64_Ehdr),
			  .e_phentsize = sizeof(Elf64_Phdr),
			  .e_phnum = 1 },
		.load = { .p_type = PT_LOAD,
			  .p_flags = PF_R | PF_X,
			  .p_vaddr = 0x70000000,
			  .p_filesz = PAGE,
			  .p_memsz = PAGE,
			  .p_align = PAGE },
	};
	/* The arguments of int 0x80 have 32 bits: the name has to lie low. */
	char *name = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	int fd = creat("lib", 0755);

	if (write(fd, &lib, sizeof(lib)) != sizeof(lib) || close(fd) || name == MAP_FAILED)
		return say(WRONG, "write: %s", strerror(errno));
	close(creat("text", 0755));
	strcpy(name, "text");
	if (call32(GETPID, 0, 0, 0, 0, 0) != getpid() ||
	    call32(USELIB, (long)name, 0, 0, 0, 0) == -ENOSYS)
		return say(SKIPPED, "no uselib");
	/* What is no library is no door, but shows that the call is there. */
	errno = -call32(USELIB, (long)name, 0, 0, 0, 0);
	if (errno != ENOEXEC)
		return say(WRONG, "control: an empty file: %s", strerror(errno));
	strcpy(name, "lib");
	errno = -call32(USELIB, (long)name, 0, 0, 0, 0);
	return expect_errno("uselib", errno ? -1 : 0, EACCES);
}
#else
static enum result uselib(void)
{
	return say(SKIPPED, "no uselib");
}
#endif

/* A window that moves away and leaves executable addresses without pages. */
static enum result moved_away(void)
{
	unsigned char *p = code_page(), *q;

	if (!p)
		return say(WRONG, "control: mmap: %s", strerror(errno));
	q = mremap(p, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
	if (q == MAP_FAILED)
		return say(errno == EINVAL ? SKIPPED : WRONG, "mremap: %s", strerror(errno));
	if (unchanged("MREMAP_DONTUNMAP", p) != REFUSED ||
	    unchanged("MREMAP_DONTUNMAP", q) != REFUSED)
		return said();
	/* Written where it is not executable, and moved to where it was. */
	if (mprotect(q, PAGE, PROT_READ | PROT_WRITE))
		return REFUSED;
	memcpy(q, "evil", 4);
	q = mremap(q, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p);
	if (q == MAP_FAILED)
		return say(WRONG, "mremap: %s", strerror(errno));
	return expect_errno("mprotect", mprotect(p, PAGE, PROT_READ | PROT_EXEC), EACCES);
}

static int ring(void)
{
	struct io_uring_params params = {};

	return syscall(SYS_io_uring_setup, 4, &params);
}

/* The kernel writes for us, into pages that we may not write. */
static enum result kernel_writes(void)
{
	unsigned char evil[PAGE] = "evil", *p = code_page();
	struct iovec from = { evil, 64 }, to = { p, 64 };
	int pipes[2], zero = open("/dev/zero", O_RDONLY), uring = ring();

	if (!p || pipe(pipes) || write(pipes[1], evil, 64) != 64)
		return say(WRONG, "control: %s", strerror(errno));
	if (read(pipes[0], p, 64) >= 0 || errno != EFAULT)
		return say(WORKED, "read(2) into executable memory");
	if (vmsplice(pipes[0], &to, 1, 0) > 0 || read(zero, p, 64) > 0 || getcwd((char *)p, 64))
		return say(WORKED, "the kernel wrote into executable memory");
	/* The kernel's buffer for as long as the ring lives. */
	if (uring >= 0 && !syscall(SYS_io_uring_register, uring, IORING_REGISTER_BUFFERS, &to, 1))
		return say(WORKED, "executable memory became a registered buffer");
	process_vm_writev(getpid(), &from, 1, &to, 1, 0);
	madvise(p, PAGE, 23); /* MADV_POPULATE_WRITE */
	return unchanged("a system call", p);
}

/* Pages of a file in a pipe are its page cache: what follows must not merge into them. */
static enum result spliced(void)
{
	unsigned char *p = code_page();
	loff_t at = 0;
	int pipes[2];

	if (!p || pipe(pipes) || splice(source(), &at, pipes[1], NULL, 1, 0) != 1)
		return say(WRONG, "control: splice: %s", strerror(errno));
	if (write(pipes[1], "evil", 4) != 4)
		return say(WRONG, "control: write: %s", strerror(errno));
	return unchanged("a pipe", p);
}

/* The kernel's own code in each process. */
static enum result vdso(void)
{
	unsigned long from = 0, to = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[256];

	while (maps && fgets(line, sizeof(line), maps))
		if (strstr(line, "[vdso]"))
			sscanf(line, "%lx-%lx", &from, &to);
	if (!from)
		return say(SKIPPED, "no vdso");
	if (expect_errno("a writable vdso",
			 mprotect((void *)from, to - from, PROT_READ | PROT_WRITE | PROT_EXEC),
			 EACCES) != REFUSED)
		return said();
	if (mprotect((void *)from, to - from, PROT_READ | PROT_WRITE))
		return REFUSED;
	memcpy((void *)from, "evil", 4);
	return expect_errno("a written vdso",
			    mprotect((void *)from, to - from, PROT_READ | PROT_EXEC), EACCES);
}

/* Memory that grows by itself where a stack would. */
static enum result grows(void)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0);

	if (expect_errno("an executable stack", p == MAP_FAILED ? -1 : 0, EACCES) != REFUSED)
		return said();
	p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN,
		 -1, 0);
	memcpy(p, "evil", 4);
	return expect_errno("mprotect that grows down",
			    mprotect(p, PAGE, PROT_READ | PROT_EXEC | PROT_GROWSDOWN), EACCES);
}

/* Memory in large pages has a file, of a file system of its own. */
static enum result huge(void)
{
	static const char number[] = "/proc/sys/vm/nr_hugepages";
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;
	enum result result;
	char old[32] = "0";
	void *p, *q;

	if (read_text(number, old, sizeof(old)) < 0 || write_text(number, "1"))
		return say(SKIPPED, "no large pages: %s", strerror(errno));
	p = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, flags, -1, 0);
	q = mmap(NULL, 2 << 20, PROT_READ | PROT_EXEC, flags | MAP_NORESERVE, -1, 0);
	result = expect_errno("an executable large page", q == MAP_FAILED ? -1 : 0, EACCES);
	if (result == REFUSED && p == MAP_FAILED)
		result = say(SKIPPED, "no memory for a large page");
	else if (result == REFUSED)
		result = expect_errno("mprotect of a large page",
				      mprotect(p, 2 << 20, PROT_READ | PROT_EXEC), EACCES);
	write_text(number, old);
	return result;
}

/* The same calls in their 32-bit form. */
#if defined(__x86_64__)
static enum result compat(void)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	long ret;

	if (call32(GETPID, 0, 0, 0, 0, 0) != getpid())
		return say(SKIPPED, "no 32-bit system calls");
	ret = call32(MMAP2, 0, PAGE, PROT_READ | PROT_WRITE, flags, -1);
	if (ret > -PAGE && ret < 0)
		return say(WRONG, "control: mmap2: %s", strerror(-ret));
	ret = call32(MPROTECT, (unsigned int)ret, PAGE, PROT_READ | PROT_EXEC, 0, 0);
	errno = -ret;
	if (expect_errno("mprotect by int 0x80", ret, EACCES) != REFUSED)
		return said();
	ret = call32(MMAP2, 0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, flags, -1);
	errno = ret > -PAGE && ret < 0 ? -ret : 0;
	return expect_errno("mmap2 by int 0x80", errno ? -1 : 0, EACCES);
}
#else
static enum result compat(void)
{
	return say(SKIPPED, "no int 0x80");
}
#endif

/* Files that are no files, and can be mapped. */
static int perf(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.exclude_kernel = 1,
	};

	return syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
}

static int packet(void)
{
	struct tpacket_req req = {
		.tp_block_size = PAGE, .tp_block_nr = 1, .tp_frame_size = PAGE, .tp_frame_nr = 1
	};
	int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

	if (fd >= 0 && setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req))) {
		close(fd);
		return -1;
	}
	return fd;
}

static int secret(void)
{
	int fd = syscall(447 /* memfd_secret */, 0);

	if (fd >= 0 && ftruncate(fd, PAGE)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int dma_buffer(void)
{
	struct udmabuf_create create = { .size = PAGE };
	int device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC), fd;

	if (device < 0)
		return -1;
	create.memfd = memfd_create("d", MFD_ALLOW_SEALING);
	if (ftruncate(create.memfd, PAGE) || fcntl(create.memfd, F_ADD_SEALS, F_SEAL_SHRINK))
		return -1;
	fd = ioctl(device, UDMABUF_CREATE, &create);
	close(device);
	return fd;
}

static int zero(void)
{
	return open("/dev/zero", O_RDWR | O_CLOEXEC);
}

static int disk(void)
{
	return open("/dev/vda", O_RDONLY | O_CLOEXEC);
}

static const struct {
	const char *name;
	int (*open)(void);
	int flags;
} devices[] = {
	{ "an io_uring", ring, MAP_SHARED },	    { "perf's buffer", perf, MAP_SHARED },
	{ "a packet ring", packet, MAP_SHARED },    { "secret memory", secret, MAP_SHARED },
	{ "a DMA buffer", dma_buffer, MAP_SHARED }, { "/dev/zero", zero, MAP_PRIVATE },
	{ "the disk", disk, MAP_PRIVATE },
};

static enum result mapped_devices(void)
{
	char found[256] = "";
	size_t i;

	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		int fd = devices[i].open(), protect;
		void *p, *q;

		if (fd < 0)
			continue;
		p = mmap(NULL, PAGE, PROT_READ, devices[i].flags, fd, 0);
		if (p == MAP_FAILED)
			continue;
		q = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, devices[i].flags, fd, 0);
		protect = mprotect(p, PAGE, PROT_READ | PROT_EXEC);
		if (q != MAP_FAILED || !protect)
			return say(WORKED, "%s became executable by %s", devices[i].name,
				   protect ? "mmap" : "mprotect");
		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s",
			 *found ? ", " : "", devices[i].name);
	}
	return *found ? say(REFUSED, "%s", found) : say(WRONG, "control: nothing could be mapped");
}

/* A listed program whose code has memory behind it that is in no file. */
static enum result behind_code(void)
{
	return judge("executable memory without a file in a listed program",
		     run(SIGNED "xbss", NULL), EACCES);
}

static unsigned long denied(void)
{
	char value[32] = "0";

	status_value("denied", value, sizeof(value));
	return strtoul(value, NULL, 10);
}

/* The same in the program interpreter, which execve maps as it does the program. */
static enum result behind_interpreter(void)
{
	unsigned long before;
	struct ran ran;

	if (run(SIGNED "dlopener", NULL).status)
		return say(WRONG, "control: a listed program with its own interpreter");
	if (own_mounts() || mount(SIGNED "xinterp", LD_SO, NULL, MS_BIND, NULL))
		return say(WRONG, "control: mount: %s", strerror(errno));
	before = denied();
	ran = run(SIGNED "dlopener", NULL);
	if (strstr(ran.out, "EVIL"))
		return say(WORKED, "executable memory without a file behind an interpreter");
	if (ran.err || !WIFSIGNALED(ran.status) || WTERMSIG(ran.status) != SIGSEGV)
		return say(WRONG, "error %d, status %d", ran.err, ran.status);
	return denied() > before ? REFUSED : say(WRONG, "nothing was denied");
}

const struct probe door_probes[] = {
	{ "door.userfaultfd-copy", fault_copy, false },
	{ "door.userfaultfd-move", fault_move, false },
	{ "door.uselib", uselib, false },
	{ "door.mremap-dontunmap", moved_away, false },
	{ "door.kernel-writes", kernel_writes, false },
	{ "door.splice", spliced, false },
	{ "door.vdso", vdso, false },
	{ "door.grows-down", grows, false },
	{ "door.compat", compat, false },
	{ "door.huge-pages", huge, false },
	{ "door.mapped-devices", mapped_devices, false },
	{ "door.behind-code", behind_code, false },
	{ "door.behind-interpreter", behind_interpreter, false },
	{ NULL, NULL, false },
};
