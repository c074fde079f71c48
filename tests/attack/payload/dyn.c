// SPDX-License-Identifier: GPL-2.0-only
/* A dynamic program that no manifest lists. */
#include <stdio.h>

int main(void)
{
	puts("EVIL");
	return 0;
}
