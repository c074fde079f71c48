// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"
void report_html(const struct report *report, FILE *to)
{
	(void)report;
	(void)to;
}
