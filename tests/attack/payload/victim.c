// SPDX-License-Identifier: GPL-2.0-only
/* A listed library: the control of every probe that maps code. */
const char *lorica_victim(void);

const char *lorica_victim(void)
{
	return "SIGNED";
}
