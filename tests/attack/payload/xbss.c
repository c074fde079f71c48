// SPDX-License-Identifier: GPL-2.0-only
/*
 * Has executable memory that is no part of the file: behind the code in its
 * segment, which attack.mk makes longer. Nobody may write there, but who
 * answers page faults may say what is in it.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096 };

#if defined(__x86_64__)
static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 };
#else
static const unsigned char code[] = { 0x40, 0x05, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6 };
#endif

/* A segment of its own, above all others: see attack.mk. */
__attribute__((section(".xhigh"), used)) static int high(void)
{
	return 1;
}

/* An address in the last page of the first executable anonymous mapping. */
static unsigned char *find(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to, inode;
	char line[256], perms[8];

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s %*x %*s %lu", &from, &to, perms, &inode) == 4 &&
		    perms[2] == 'x' && !inode && !strchr(line, '['))
			return (unsigned char *)to - PAGE;
	return NULL;
}

int main(void)
{
	unsigned char page[PAGE] = {}, *p = find();
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register r = { .range = { (uintptr_t)p, PAGE },
				     .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_copy copy = { .dst = (uintptr_t)p, .src = (uintptr_t)page, .len = PAGE };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC), (*function)(void);

	memcpy(page, code, sizeof(code));
	page[PAGE - 1] = high();
	if (!p || ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &r) ||
	    ioctl(fd, UFFDIO_COPY, &copy)) {
		perror("no code");
		return 1;
	}
	memcpy(&function, &p, sizeof(p));
	puts(function() == 42 ? "EVIL" : "?");
	return 0;
}
