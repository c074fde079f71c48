// SPDX-License-Identifier: GPL-2.0-only
/*
 * One page with everything in it. It asks no network for anything, and without
 * scripts it shows all controls; the script only hides what is not asked for.
 */
#include "report.h"

#include "profile.h"
#include "userspace/lib/utf8.h"

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
	"script-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Security audit</title>\n"
	"<style>\n"
	":root{--pass:#2a7d46;--fail:#b3261e;--error:#7b3fa0;--manual:#a86a00;--waived:#0b6e84;--notapplicable:#767676}\n"
	"*{box-sizing:border-box}body{font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:60rem;"
	"padding:.8rem;color:#1b1b1b;background:#fff}\n"
	"h1{font-size:1.4rem;margin:.2rem 0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}\n"
	"p{margin:.3rem 0}.meta{color:#555;font-size:.9rem;overflow-wrap:anywhere}\n"
	".verdict{font-size:1.1rem;font-weight:600;padding:.6rem .8rem;border-left:.4rem solid;margin:.8rem 0;"
	"background:#f5f5f5}\n"
	".bar{display:flex;height:1rem;border-radius:.2rem;overflow:hidden;background:#e4e4e4}\n"
	".bar span{display:block}.bar .none{background:#d8d8d8}\n"
	".row{display:grid;grid-template-columns:minmax(0,13rem) 1fr;gap:.2rem .8rem;align-items:center;margin:.3rem 0}\n"
	".row a{color:inherit;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}\n"
	".filter{position:sticky;top:0;background:#fff;padding:.5rem 0;border-bottom:1px solid #ddd;display:flex;"
	"flex-wrap:wrap;gap:.4rem;z-index:1}\n"
	"select{font:inherit;padding:.3rem;max-width:100%}\n"
	"details{border:1px solid #ddd;border-left:.4rem solid;border-radius:.2rem;margin:.4rem 0;padding:.4rem .6rem}\n"
	"summary{cursor:pointer;overflow-wrap:anywhere}.s{font-weight:600;font-size:.85rem;margin-left:.3rem}\n"
	"dl{margin:.4rem 0;display:grid;grid-template-columns:6.5rem 1fr;gap:.2rem .6rem;font-size:.92rem}\n"
	"dt{color:#555}dd{margin:0;overflow-wrap:anywhere}code{font-size:.85rem}\n"
	".legend span{display:inline-block;margin-right:.8rem;font-size:.85rem}.legend i{display:inline-block;"
	"width:.8rem;height:.8rem;margin-right:.3rem;vertical-align:-.1rem}\n"
	"@media(max-width:34rem){.row,dl{grid-template-columns:1fr}dt{margin-top:.3rem}}\n"
	"@media print{.filter{display:none}}\n";

static const char script[] =
	"<script>\n"
	"var s=document.getElementById('status'),t=document.getElementById('standard');\n"
	"function f(){var n=0,a=document.querySelectorAll('details');\n"
	"for(var i=0;i<a.length;i++){var d=a[i].dataset,h=(s.value&&d.s!==s.value)||"
	"(t.value&&(' '+d.t+' ').indexOf(' '+t.value+' ')<0);a[i].hidden=h;n+=!h}\n"
	"document.getElementById('shown').textContent=n+' shown';\n"
	"a=document.querySelectorAll('section');for(i=0;i<a.length;i++)"
	"a[i].hidden=!a[i].querySelector('details:not([hidden])')}\n"
	"s.onchange=t.onchange=f;f();\n</script>\n";

static void put(FILE *to, const char *text)
{
	size_t n, len = strlen(text);

	for (; len; text += n, len -= n) {
		n = utf8_char(text, len);
		if (!n || utf8_hidden(text, n)) {
			n = n ? n : 1;
			fputs("&#xfffd;", to);
		} else if (*text == '&') {
			fputs("&amp;", to);
		} else if (*text == '<') {
			fputs("&lt;", to);
		} else if (*text == '>') {
			fputs("&gt;", to);
		} else if (*text == '"') {
			fputs("&quot;", to);
		} else if (*text == '\'') {
			fputs("&#39;", to);
		} else {
			fwrite(text, 1, n, to);
		}
	}
}

static const enum audit_status order[] = { AUDIT_FAIL,	 AUDIT_ERROR, AUDIT_MANUAL,
					   AUDIT_WAIVED, AUDIT_PASS,  AUDIT_NOTAPPLICABLE };

/* Those with no check yet are manual, and grey: nobody has looked. */
static void put_bar(FILE *to, const u32 *count, u32 unchecked)
{
	u32 total = 0, n;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		total += count[order[i]];
	fprintf(to, "<div class=\"bar\" role=\"img\" aria-label=\"");
	for (i = 0; i < ARRAY_SIZE(order); i++)
		fprintf(to, "%u %s ", count[order[i]], audit_status_name(order[i]));
	fprintf(to, "\">");
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		n = count[order[i]] - (order[i] == AUDIT_MANUAL ? unchecked : 0);
		if (n)
			fprintf(to, "<span style=\"width:%.2f%%;background:var(--%s)\"></span>",
				100.0 * n / total, audit_status_name(order[i]));
	}
	if (unchecked)
		fprintf(to, "<span class=\"none\" style=\"width:%.2f%%\"></span>",
			100.0 * unchecked / total);
	fprintf(to, "</div>\n");
}

static void put_legend(FILE *to, const struct audit *audit)
{
	size_t i;

	fprintf(to, "<p class=\"legend\">");
	for (i = 0; i < ARRAY_SIZE(order); i++)
		fprintf(to, "<span><i style=\"background:var(--%s)\"></i>%u %s</span>",
			audit_status_name(order[i]),
			audit->count[order[i]] - (order[i] == AUDIT_MANUAL ? audit->unchecked : 0),
			audit_status_name(order[i]));
	fprintf(to, "<span><i style=\"background:#d8d8d8\"></i>%u no check yet</span></p>\n",
		audit->unchecked);
}

/* The first heading is most of the catalogue: its parts are sections, and so are the other headings. */
static bool is_section(u16 id)
{
	const struct control *row = control_row(id);

	return row->parent == CTL_NONE ? strcmp(row->id, "1") :
					 !strcmp(control_row(row->parent)->id, "1");
}

static void put_sections(FILE *to, const struct audit *audit)
{
	u16 id, below;

	fprintf(to, "<h2>Coverage</h2>\n");
	for (id = 1; id <= NR_CONTROLS; id++) {
		u32 count[NR_AUDIT_STATUS] = { 0 }, unchecked = 0, nr = 0;

		if (!is_section(id))
			continue;
		for (below = id; below <= NR_CONTROLS && control_is_below(below, id); below++) {
			const struct answer *a = &audit->answers[below];

			if (control_row(below)->class == 'H' || !a->is_selected)
				continue;
			nr++;
			count[a->status]++;
			unchecked += a->is_unchecked && a->status == AUDIT_MANUAL;
		}
		if (!nr)
			continue;
		fprintf(to, "<div class=\"row\"><a href=\"#c%s\">%s ", control_row(id)->id,
			control_row(id)->id);
		put(to, control_row(id)->title);
		fprintf(to, "</a>");
		put_bar(to, count, unchecked);
		fprintf(to, "</div>\n");
	}
}

static void put_check(FILE *to, const struct audit_check *c)
{
	const struct evidence *e;
	unsigned int i, k;

	fprintf(to, "<dt>%s</dt><dd><b style=\"color:var(--%s)\">%s</b> wants: ", c->check->name,
		audit_status_name(c->result.status), audit_status_name(c->result.status));
	put(to, c->check->expected);
	fprintf(to, "<br>observed: ");
	put(to, c->result.observed);
	for (i = 0; i < c->result.nr_shown; i++) {
		e = &c->result.evidence[i];
		fprintf(to, "<br><code>");
		put(to, e->path);
		if (e->line)
			fprintf(to, ":%u", e->line);
		if (*e->excerpt) {
			fprintf(to, ": ");
			put(to, e->excerpt);
		}
		fprintf(to, "</code>");
		for (k = 0; k < NR_PROOFS; k++)
			if (e->proves & BIT(k))
				fprintf(to, " <small>%s</small>", proof_names[k]);
	}
	if (c->result.nr_evidence > c->result.nr_shown)
		fprintf(to, "<br>and %u more", c->result.nr_evidence - c->result.nr_shown);
	fprintf(to, "</dd>");
}

static void put_control(FILE *to, const struct audit *audit, u16 id)
{
	const struct answer *a = &audit->answers[id];
	const struct control *row = control_row(id);
	unsigned int k;
	size_t i;

	fprintf(to, "<details data-s=\"%s\" data-t=\"",
		a->is_unchecked && a->status == AUDIT_MANUAL ? "unchecked" :
							       audit_status_name(a->status));
	for (k = 0; k < NR_STANDARDS; k++)
		if (control_has_standard(row, k))
			fprintf(to, "%s ", standards[k].key);
	fprintf(to, "\" id=\"c%s\" style=\"border-left-color:var(--%s)\"><summary><b>%s</b> ",
		row->id, audit_status_name(a->status), row->id);
	put(to, row->title);
	fprintf(to,
		"<span class=\"s\" style=\"color:var(--%s)\">%s</span></summary><dl><dt>answer</dt><dd>",
		audit_status_name(a->status), audit_status_name(a->status));
	put(to, a->text);
	fprintf(to, "</dd>");
	if (a->note) {
		fprintf(to, "<dt>note</dt><dd>");
		put(to, a->note);
		fprintf(to, "</dd>");
	}
	for (i = 0; i < audit->nr_checks; i++)
		if (audit_answers(audit->checks[i].check, id))
			put_check(to, &audit->checks[i]);
	fprintf(to, "<dt>how</dt><dd>");
	put(to, row->mechanism);
	fprintf(to, "</dd>");
	if (*row->refs) {
		fprintf(to, "<dt>asked by</dt><dd>");
		put(to, row->refs);
		fprintf(to, "</dd>");
	}
	fprintf(to, "</dl></details>\n");
}

static void put_filter(FILE *to)
{
	size_t i;

	fprintf(to,
		"<div class=\"filter\"><select id=\"status\" aria-label=\"status\"><option value=\"\">every status"
		"</option>");
	for (i = 0; i < ARRAY_SIZE(order); i++)
		fprintf(to, "<option>%s</option>", audit_status_name(order[i]));
	fprintf(to,
		"<option value=\"unchecked\">no check yet</option></select>"
		"<select id=\"standard\" aria-label=\"standard\"><option value=\"\">every standard</option>");
	for (i = 0; i < NR_STANDARDS; i++)
		fprintf(to, "<option value=\"%s\">%s</option>", standards[i].key,
			standards[i].name);
	fprintf(to, "</select><span id=\"shown\"></span></div>\n");
}

static void put_head(const struct report *report, FILE *to)
{
	static const enum audit_status colors[] = { AUDIT_PASS, AUDIT_FAIL, AUDIT_ERROR,
						    AUDIT_MANUAL };
	const struct profile *profile = report->audit->probe.profile;
	int code = audit_exit_code(report->audit);
	size_t i;

	fputs(head, to);
	fprintf(to, "</style></head><body>\n<h1>Security audit</h1>\n<p class=\"meta\">");
	put(to, report->audit->probe.tree.running ? "the running device" : report->root);
	fprintf(to, ", %s", report->time);
	if (report->kernel) {
		fprintf(to, ", Linux ");
		put(to, report->kernel);
	}
	if (profile) {
		fprintf(to, "<br>profile ");
		put(to, profile->path);
		fprintf(to, ", SHA-256 ");
		for (i = 0; i < sizeof(profile->sha256); i++)
			fprintf(to, "%02x", profile->sha256[i]);
	}
	fprintf(to,
		"</p>\n<p class=\"verdict\" style=\"border-color:var(--%s)\">In short: %s.</p>\n",
		audit_status_name(colors[code]), report_verdict(report->audit));
}

void report_html(const struct report *report, FILE *to)
{
	const struct audit *audit = report->audit;
	bool is_open = false;
	u16 id;

	put_head(report, to);
	put_bar(to, audit->count, audit->unchecked);
	put_legend(to, audit);
	fprintf(to,
		"<p>A <b>pass</b> was proved by what is shown with it. <b>manual</b> is for a person: a document has to "
		"be read, or the checks see only a part. <b>error</b>: it could not be looked at. <b>waived</b>: somebody "
		"answers for it, for a time.</p>\n");
	put_sections(to, audit);
	fprintf(to, "<h2>Controls</h2>\n");
	put_filter(to);
	for (id = 1; id <= NR_CONTROLS; id++) {
		if (control_row(id)->class != 'H') {
			if (audit->answers[id].is_selected)
				put_control(to, audit, id);
			continue;
		}
		if (!audit->answers[id].is_selected)
			continue;
		if (is_open)
			fprintf(to, "</section>\n");
		is_open = true;
		fprintf(to, "<section><h2 id=\"c%s\">%s ", control_row(id)->id,
			control_row(id)->id);
		put(to, control_row(id)->title);
		fprintf(to, "</h2>\n");
	}
	if (is_open)
		fprintf(to, "</section>\n");
	fputs(script, to);
	fprintf(to, "</body></html>\n");
}
