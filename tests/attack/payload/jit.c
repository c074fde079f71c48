// SPDX-License-Identifier: GPL-2.0-only
/* Makes code while it runs, as a JIT does; says WORD when it could. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__x86_64__)
static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 };
#else
static const unsigned char code[] = { 0x40, 0x05, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6 };
#endif

int main(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int (*function)(void);

	if (p == MAP_FAILED)
		return 2;
	memcpy(p, code, sizeof(code));
	if (mprotect(p, 4096, PROT_READ | PROT_EXEC)) {
		puts("REFUSED");
		return 3;
	}
	__builtin___clear_cache(p, (char *)p + sizeof(code));
	memcpy(&function, &p, sizeof(p));
	puts(function() == 42 ? WORD : "?");
	return 0;
}
