// SPDX-License-Identifier: GPL-2.0-only
/* lorica devices: what is plugged in, what was decided about it, and why. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kernel/limits.h"
#include "../kernel/policy_decode.h"
#include "../kernel/policy_usb.h"
#include "../kernel/reason.h"
#include "cmd.h"
#include "lib/arena.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/text_usb.h"

enum { MAX_REASON = 256, MAX_ATTRIBUTE = 512 };

/* The policy in force; @policy points into @data. */
struct running {
	char *data;
	bool good;
	struct lorica_policy policy;
	struct arena arena;
};

/* A line of the kernel's list. */
struct device {
	char verdict[16];
	char rule[16];
	char reason[32];
	char when[16];
	char name[64];
};

static void read_policy(struct running *r)
{
	struct lorica_stmt_view view;
	size_t len;

	if (file_read("/sys/kernel/security/lorica/policy", LORICA_MAX_STATEMENT, &r->data, &len))
		return;
	r->good = !lorica_stmt_decode((const u8 *)r->data, len, &view) &&
		  !lorica_policy_decode(&view, &r->policy);
}

/* What the running kernel says of a device; empty when it says nothing. */
static void attribute(const struct device *d, const char *what, char *text)
{
	char path[128];
	FILE *from;
	char *p;

	*text = '\0';
	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s", d->name, what);
	from = fopen(path, "re");
	if (!from)
		return;
	if (!fgets(text, MAX_ATTRIBUTE, from))
		*text = '\0';
	fclose(from);
	text[strcspn(text, "\n")] = '\0';
	/* It comes from the device, and goes to a terminal. */
	for (p = text; *p && !globals.json; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f)
			*p = '?';
}

static const char *reason_text(const char *name)
{
	int i;

	for (i = 0; i < MAX_REASON; i++)
		if (!strcmp(lorica_reason_name(i), name))
			return lorica_reason_text(i);
	return name;
}

/* The rule that decided, NULL when the default did or the policy is another one by now. */
static const char *rule_text(struct running *r, const struct device *d)
{
	char *end;
	unsigned long rule = strtoul(d->rule, &end, 10);

	if (!r->good || *end || end == d->rule || rule >= r->policy.nr_usb)
		return NULL;
	return text_usb_string(&r->policy, &r->policy.usb[rule], &r->arena);
}

static void print_text(struct running *r, const struct device *d)
{
	char vendor[MAX_ATTRIBUTE], product[MAX_ATTRIBUTE], name[MAX_ATTRIBUTE];
	const char *rule = rule_text(r, d);

	attribute(d, "idVendor", vendor);
	attribute(d, "idProduct", product);
	attribute(d, "product", name);
	printf("%-8s %s %s:%s %s\n", d->verdict, d->name, vendor, product, name);
	if (!strcmp(d->verdict, "not-managed"))
		return;
	printf("\tplugged in %s the seal; %s\n", strcmp(d->when, "until-seal") ? "after" : "before",
	       reason_text(d->reason));
	if (rule)
		printf("\t%s\n", rule);
}

static void print_json(struct running *r, const struct device *d, struct json *j)
{
	/* clang-format off */
	static const struct {
		const char *key;
		const char *file;
	} attributes[] = {
		{ "vendor_id", "idVendor" },
		{ "product_id", "idProduct" },
		{ "product", "product" },
		{ "manufacturer", "manufacturer" },
		{ "serial", "serial" },
		{ "port", "devpath" },
	};
	/* clang-format on */
	const char *rule = rule_text(r, d);
	char text[MAX_ATTRIBUTE];
	size_t i;

	json_open(j, NULL, '{');
	json_text(j, "device", d->name);
	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		attribute(d, attributes[i].file, text);
		json_text(j, attributes[i].key, *text ? text : NULL);
	}
	json_text(j, "verdict", d->verdict);
	json_text(j, "reason", d->reason);
	json_text(j, "plugged", d->when);
	json_text(j, "rule", rule);
	json_close(j, '}');
}

/* Returns false at the end of the list. */
static bool next(const char **line, struct device *d)
{
	while (**line) {
		int n = sscanf(*line, "%15s %15s %31s %15s %63s", d->verdict, d->rule, d->reason,
			       d->when, d->name);

		*line += strcspn(*line, "\n");
		*line += **line == '\n';
		if (n == 5)
			return true;
	}
	return false;
}

int cmd_devices(int argc, char **argv)
{
	static const struct option_spec options[] = { { 0 } };
	struct running r = { 0 };
	const char *line;
	struct device d;
	struct json j;
	char *text;
	int ret;

	ret = option_parse_all(argc, argv, options);
	if (ret)
		return ret;
	ret = node_read("usb", &text);
	if (ret) {
		fprintf(stderr, "lorica devices: cannot read the module's list: %s\n",
			strerror(-ret));
		return node_exit(ret);
	}
	read_policy(&r);
	if (globals.json) {
		json_start(&j, stdout);
		json_open(&j, NULL, '[');
	}
	for (line = text; next(&line, &d);) {
		if (globals.json)
			print_json(&r, &d, &j);
		else
			print_text(&r, &d);
	}
	if (globals.json)
		json_close(&j, ']');
	arena_free(&r.arena);
	free(r.data);
	free(text);
	return EXIT_OK;
}
