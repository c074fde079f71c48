// SPDX-License-Identifier: GPL-2.0-only
/* A listed program that needs the library victim.so and says where to look for it: beside itself. */
#include <stdio.h>

const char *lorica_victim(void);

int main(void)
{
	puts(lorica_victim());
	return 0;
}
