// SPDX-License-Identifier: GPL-2.0-only
/* A library that no manifest lists, and that tells when it was loaded. */
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void loaded(void)
{
	close(creat("/tmp/evil-lib-ran", 0600));
}
