// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that says what it is. WORD is EVIL or SIGNED; the padding makes
 * the signed one the larger file, so that a probe can lay the bytes of the
 * other one over it.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef PADDING
#define PADDING 8
#endif

static const char padding[PADDING] __attribute__((used)) = { 1 };

int main(int argc, char **argv)
{
	/* A marker first: who is started by the kernel has nowhere to write to. */
	if (!strcmp(WORD, "EVIL"))
		close(creat("/tmp/evil-ran", 0600));
	if (!strcmp(WORD, "HELPER"))
		close(creat("/tmp/helper-ran", 0600));
	if (write(1, WORD "\n", sizeof(WORD)) < 0)
		return 1;
	if (argc > 1)
		sleep(atoi(argv[1]));
	return 0;
}
