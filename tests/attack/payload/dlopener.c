// SPDX-License-Identifier: GPL-2.0-only
/* Opens the library that it is given; a listed program with a wish. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc > 1 && !dlopen(argv[1], RTLD_NOW)) {
		printf("REFUSED %s\n", dlerror());
		return 1;
	}
	puts("LOADED");
	return 0;
}
