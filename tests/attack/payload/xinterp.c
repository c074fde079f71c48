// SPDX-License-Identifier: GPL-2.0-only
/*
 * As xbss.c, but to be an ELF file's program interpreter: without libc, which would take the
 * program's headers for its own. Behind the page of .xhigh attack.mk lays two more; that page
 * is full, because the kernel clears the rest of the last one.
 */
#include <linux/ioctl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>

enum { PAGE = 4096, HIGH = 0x70000000, CLOEXEC = 02000000 };

__asm__(".section .xhigh,\"ax\"\n.fill 4096, 1, 0\n.previous");

#if defined(__x86_64__)
enum { SYS_write = 1, SYS_ioctl = 16, SYS_exit = 60, SYS_userfaultfd = 323 };
/* mov $42, %eax; ret */
#define CODE 0xc30000002ab8ull
#define START __attribute__((force_align_arg_pointer))

static long call(long nr, long a, long b, long c)
{
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(nr), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return ret;
}
#else
enum { SYS_write = 64, SYS_ioctl = 29, SYS_exit = 93, SYS_userfaultfd = 282 };
/* mov w0, #42; ret */
#define CODE 0xd65f03c052800540ull
#define START

static long call(long nr, long a, long b, long c)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
}
#endif

START void _start(void)
{
	uintptr_t page = HIGH + 2 * PAGE;
	uint64_t code[PAGE / 8];
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register r = { .range = { page, PAGE },
				     .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_copy copy = { .dst = page, .src = (uintptr_t)code, .len = PAGE };
	long fd = call(SYS_userfaultfd, CLOEXEC, 0, 0);
	int (*volatile function)(void) = (int (*)(void))page;
	char word[] = "EVIL\n";

	code[0] = CODE;
	if (!call(SYS_ioctl, fd, UFFDIO_API, (long)&api) &&
	    !call(SYS_ioctl, fd, UFFDIO_REGISTER, (long)&r) &&
	    !call(SYS_ioctl, fd, UFFDIO_COPY, (long)&copy) && function() == 42)
		call(SYS_write, 1, (long)word, 5);
	call(SYS_exit, 0, 0, 0);
	__builtin_unreachable();
}
