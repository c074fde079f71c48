// SPDX-License-Identifier: GPL-2.0-only
#include "measure.h"

#include <stdlib.h>

#include "json.h"
#include "text.h"

static bool is_first_of_pcr(const struct measure *m, u32 i)
{
	u32 k;

	for (k = 0; k < i; k++)
		if (m->events[k].pcr == m->events[i].pcr)
			return false;
	return true;
}

/* The same program twice, signed and not, is one digest. */
static bool is_told(const struct measure *m, u32 i)
{
	u32 k;

	for (k = 0; k < i; k++)
		if (m->events[k].pcr == m->events[i].pcr &&
		    !memcmp(m->events[k].digest, m->events[i].digest, sizeof(m->events[i].digest)))
			return true;
	return false;
}

/* A path may have any character, and a comment none that nobody can see. */
static void comment(const char *what, FILE *to)
{
	fputs("\t# ", to);
	for (; *what; what++)
		putc(*what >= ' ' && *what <= '~' ? *what : '?', to);
	putc('\n', to);
}

/* All events of the PCR of event @i, which is the first of them, on one line of the language. */
static void event_line(const struct measure *m, u32 i, FILE *to)
{
	u8 pcr = m->events[i].pcr;
	const char *before = "";
	u32 k;

	for (k = i; k < m->nr_events; k++)
		if (m->events[k].pcr == pcr)
			comment(m->events[k].what, to);
	fprintf(to, "\tevent pcr %u sha256 ", pcr);
	for (k = i; k < m->nr_events; k++) {
		if (m->events[k].pcr != pcr || is_told(m, k))
			continue;
		fputs(before, to);
		text_hex(m->events[k].digest, to);
		before = ",\n\t\t";
	}
	putc('\n', to);
}

void measure_text(const struct measure *m, const char *on_fail, FILE *to)
{
	u32 i;

	fprintf(to, "boot on-fail %s {\n", on_fail);
	for (i = 0; i < LORICA_MAX_PCRS; i++) {
		if (!(m->pcrs & BIT(i)))
			continue;
		fprintf(to, "\tpcr %u sha256 ", i);
		text_hex(m->pcr[i], to);
		putc('\n', to);
	}
	for (i = 0; i < m->nr_events; i++)
		if (is_first_of_pcr(m, i))
			event_line(m, i, to);
	if (m->cmdline) {
		fputs("\tcmdline exact ", to);
		text_quoted(m->cmdline, to);
		putc('\n', to);
	}
	if (m->secure_boot)
		fputs("\tsecure-boot on\n", to);
	if (m->pcrs || m->nr_events || m->secure_boot)
		fputs("\ttpm required\n", to);
	fputs("}\n", to);
}

void measure_json(const struct measure *m, const char *on_fail, FILE *to)
{
	char *text = NULL;
	size_t len = 0;
	struct json j;
	FILE *section = open_memstream(&text, &len);
	u32 i;

	json_start(&j, to);
	json_open(&j, NULL, '{');
	json_open(&j, "pcrs", '[');
	for (i = 0; i < LORICA_MAX_PCRS; i++) {
		if (!(m->pcrs & BIT(i)))
			continue;
		json_open(&j, NULL, '{');
		json_number(&j, "pcr", i);
		json_hex(&j, "sha256", m->pcr[i], 32);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "events", '[');
	for (i = 0; i < m->nr_events; i++) {
		json_open(&j, NULL, '{');
		json_number(&j, "pcr", m->events[i].pcr);
		json_hex(&j, "sha256", m->events[i].digest, 32);
		json_text(&j, "what", m->events[i].what);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_text(&j, "cmdline", m->cmdline);
	json_bool(&j, "secure_boot", m->secure_boot);
	if (section) {
		measure_text(m, on_fail, section);
		fclose(section);
	}
	json_text(&j, "text", text);
	json_close(&j, '}');
	putc('\n', to);
	free(text);
}
