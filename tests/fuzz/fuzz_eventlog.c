// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event log and a table of final events, see fuzz_section(). What is read
 * lies inside and in order, a log that is cut between two events is a shorter
 * log, and whatever it is, it can be shown.
 */
#include "fuzz.h"

#include "userspace/lib/eventlog_view.h"

static void check_event(const struct lorica_eventlog *log, const struct lorica_measurement *m,
			size_t before)
{
	u32 i;

	fuzz_assert(m->offset == before && log->at > before && log->at <= log->len);
	fuzz_assert(m->data.data + m->data.len == log->data + log->at);
	fuzz_assert(m->pcr < LORICA_MAX_PCRS || m->type == LORICA_EV_NO_ACTION);
	fuzz_assert(m->nr_digests <= LORICA_MAX_EVENTLOG_ALGS);
	for (i = 0; i < m->nr_digests; i++) {
		const struct lorica_eventlog_digest *d = &m->digests[i];

		fuzz_assert(d->data > log->data + before && d->data + d->size <= m->data.data);
		fuzz_touch(d->data, d->size);
		if (m->type != LORICA_EV_NO_ACTION)
			fuzz_assert(lorica_eventlog_digest(m, d->alg) == d->data);
	}
	fuzz_touch(m->data.data, m->data.len);
}

/* Reads to the end; @half gets the end of an event in the middle. */
static enum lorica_eventlog_error walk(struct lorica_eventlog *log, u32 *half_nr, size_t *half)
{
	enum lorica_eventlog_error error, again;
	struct lorica_measurement m;
	size_t before = log->at;

	while (!(error = lorica_eventlog_next(log, &m))) {
		check_event(log, &m, before);
		before = log->at;
		if (log->nr % 2) {
			*half_nr = log->nr;
			*half = log->at;
		}
	}
	fuzz_assert(error == LORICA_EVENTLOG_END ||
		    (log->error_at >= before && log->error_at <= log->len));
	again = lorica_eventlog_next(log, &m);
	fuzz_assert(again == error && log->at == before);
	fuzz_assert(lorica_eventlog_error_text(error)[0]);
	return error;
}

static void check_shorter(const u8 *data, u32 nr, size_t len)
{
	u8 *copy = fuzz_copy(data, len);
	struct lorica_eventlog log;
	u32 half_nr = 0;
	size_t half;

	fuzz_assert(!lorica_eventlog_open(&log, copy, len));
	fuzz_assert(walk(&log, &half_nr, &half) == LORICA_EVENTLOG_END);
	fuzz_assert(log.nr == nr && log.at == len);
	free(copy);
}

static void show(const u8 *data, size_t len, enum lorica_eventlog_error error)
{
	static struct eventlog_view view;
	static FILE *to;

	to = to ?: fopen("/dev/null", "w");
	memset(&view, 0, sizeof(view));
	view.path = "-";
	view.pcrs = BIT(LORICA_MAX_PCRS) - 1;
	eventlog_view_open(&view, data, len);
	/* A locality that cannot be may stand in front of another mistake. */
	if (view.error != LORICA_EVENTLOG_LOCALITY)
		fuzz_assert(error == LORICA_EVENTLOG_END ? !view.error : view.error == error);
	fuzz_assert(view.error_at <= len);
	eventlog_view_text(&view, to);
	eventlog_view_json(&view, to);
	eventlog_view_yaml(&view, to);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_bytes first = fuzz_section(&data, &len), table = fuzz_section(&data, &len);
	struct lorica_eventlog log, final;
	enum lorica_eventlog_error error;
	u32 half_nr = 0;
	size_t half = 0;

	error = lorica_eventlog_open(&log, first.data, first.len);
	if (!error) {
		fuzz_touch(log.vendor.data, log.vendor.len);
		error = walk(&log, &half_nr, &half);
		if (half_nr)
			check_shorter(first.data, half_nr, half);
		if (!lorica_eventlog_open_final(&final, &log, table.data, table.len))
			walk(&final, &half_nr, &half);
	}
	show(first.data, first.len, error);
	free((u8 *)first.data);
	free((u8 *)table.data);
	return 0;
}
