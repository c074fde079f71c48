// SPDX-License-Identifier: GPL-2.0-only
/* What each literal says, or what is wrong with it, and where. */
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "userspace/lib/value_net.h"
#include "userspace/lib/value_pattern.h"
#include "userspace/lib/value_port.h"
#include "userspace/lib/value_percent.h"
#include "userspace/lib/value_unit.h"
#include "userspace/lib/value_usb.h"

/* Each prints the value that it found into @out. */
static bool number(const char *text, char *out, struct value_wrong *wrong)
{
	uint64_t n;

	return value_number(text, &n, wrong) && sprintf(out, "%" PRIu64, n);
}

static bool digest(const char *text, char *out, struct value_wrong *wrong)
{
	uint8_t d[VALUE_DIGEST];

	return value_digest(text, d, wrong) && sprintf(out, "%02x %02x", d[0], d[31]);
}

static bool date(const char *text, char *out, struct value_wrong *wrong)
{
	uint64_t seconds;

	return value_date(text, true, &seconds, wrong) && value_date_print(seconds, out);
}

static bool duration(const char *text, char *out, struct value_wrong *wrong)
{
	uint64_t seconds;

	if (!value_duration(text, &seconds, wrong))
		return false;
	value_duration_print(seconds, out);
	sprintf(out + strlen(out), " %" PRIu64, seconds);
	return true;
}

static bool percent(const char *text, char *out, struct value_wrong *wrong)
{
	uint32_t millionths;

	if (!value_percent(text, &millionths, wrong))
		return false;
	value_percent_print(millionths, out);
	sprintf(out + strlen(out), " %u", millionths);
	return true;
}

static bool size(const char *text, char *out, struct value_wrong *wrong)
{
	uint64_t bytes;

	if (!value_size(text, &bytes, wrong))
		return false;
	value_size_print(bytes, out);
	sprintf(out + strlen(out), " %" PRIu64, bytes);
	return true;
}

static bool ports(const char *text, char *out, struct value_wrong *wrong)
{
	struct value_ports ports;

	if (!value_ports(text, &ports, wrong))
		return false;
	value_ports_print(&ports, out);
	return true;
}

static bool net(const char *text, char *out, struct value_wrong *wrong)
{
	struct value_net net;

	if (!value_net(text, &net, wrong))
		return false;
	value_net_print(&net, out);
	sprintf(out + strlen(out), " v%u %u", net.version, net.bits);
	return true;
}

static bool usb_id(const char *text, char *out, struct value_wrong *wrong)
{
	struct value_usb_id id;

	return value_usb_id(text, &id, wrong) && sprintf(out, "%04x %04x", id.vendor, id.product);
}

static bool usb_ids(const char *text, char *out, struct value_wrong *wrong)
{
	struct value_usb_id id;
	bool any;

	return value_usb_ids(text, &id, &any, wrong) &&
	       sprintf(out, "%04x %04x %d", id.vendor, id.product, any);
}

static bool usb_class(const char *text, char *out, struct value_wrong *wrong)
{
	struct value_usb_class c;
	uint8_t given;

	return value_usb_classes(text, &c, &given, wrong) &&
	       sprintf(out, "%02x %02x %02x %d", c.class, c.subclass, c.protocol, given);
}

static bool pattern(const char *text, char *out, struct value_wrong *wrong)
{
	static const char *const names[] = { "path", "names", "tree" };
	enum value_pattern kind;

	return value_pattern(text, &kind, wrong) && sprintf(out, "%s", names[kind]);
}

#define D16 "0123456789abcdef"
#define DATE "' is not a date like 2026-11-24 or 2026-11-24T12:00:00Z"
#define ID "a USB id looks like 0403:6001: "
#define CLASS "a USB class looks like 03, 03:01, 03:01:02 or 03:*:*, or has a name like hid"

/* With @mark, which has a ^ below each character that is wrong, a message. */
/* clang-format off */
static const struct {
	bool (*read)(const char *text, char *out, struct value_wrong *wrong);
	const char *text;
	const char *mark;
	const char *result;
} cases[] = {
	{ number, "0", NULL, "0" },
	{ number, "18446744073709551615", NULL, "18446744073709551615" },
	{ number, "18446744073709551616",
		  "^^^^^^^^^^^^^^^^^^^^", "the number is above 18446744073709551615" },
	{ number, "99999999999999999999999",
		  "^^^^^^^^^^^^^^^^^^^^^^^", "the number is above 18446744073709551615" },
	{ number, "007",
		  "^^", "a number has no leading zeros" },
	{ number, "00",
		  "^^", "a number has no leading zeros" },
	{ number, "", "", "'' is not a decimal number" },
	{ number, "-1",
		  "^^", "'-1' is not a decimal number" },
	{ number, "1a",
		  "^^", "'1a' is not a decimal number" },

	{ digest, D16 D16 "ABCDEF0123456789" D16, NULL, "01 ef" },
	{ digest, "abc",
		  "^^^", "expected 64 hex digits, found 3" },
	{ digest, "ab:cd",
		  "  ^", "':' is no hex digit; a digest has 64 of them" },
	{ digest, "", "", "expected 64 hex digits, found 0" },

	{ date, "2026-11-24", NULL, "2026-11-24T23:59:59Z" },
	{ date, "2024-02-29", NULL, "2024-02-29T23:59:59Z" },
	{ date, "9999-12-31T23:59:59Z", NULL, "9999-12-31T23:59:59Z" },
	{ date, "2026-02-29T00:00:00Z",
		"^^^^^^^^^^", "there is no such day" },
	{ date, "2026-00-10",
		"^^^^^^^^^^", "there is no such day" },
	{ date, "2026-13-01",
		"^^^^^^^^^^", "there is no such day" },
	{ date, "2026-01-01T24:00:00Z",
		"           ^^^^^^^^^", "there is no such time of day" },
	{ date, "2026-01-01T23:59:60Z",
		"           ^^^^^^^^^", "there is no such time of day" },
	{ date, "1970-01-01T00:00:00Z",
		"^^^^^^^^^^^^^^^^^^^^", "dates begin behind 1970-01-01T00:00:00Z" },
	{ date, "0001-01-01",
		"^^^^^^^^^^", "dates begin behind 1970-01-01T00:00:00Z" },
	{ date, "2026-1-1",
		"^^^^^^^^", "'2026-1-1" DATE },

	{ duration, "30s", NULL, "30s 30" },
	{ duration, "0s", NULL, "0s 0" },
	{ duration, "0d", NULL, "0s 0" },
	{ duration, "90m", NULL, "90m 5400" },
	{ duration, "60m", NULL, "1h 3600" },
	{ duration, "86400s", NULL, "1d 86400" },
	{ duration, "2h", NULL, "2h 7200" },
	{ duration, "1d", NULL, "1d 86400" },
	{ duration, "213503982334601d", NULL, "213503982334601d 18446744073709526400" },
	{ duration, "213503982334602d",
		    "^^^^^^^^^^^^^^^^", "a duration is at most 213503982334601d" },
	{ duration, "18446744073709551616s",
		    "^^^^^^^^^^^^^^^^^^^^", "the number is above 18446744073709551615" },
	{ duration, "30",
		    "^^", "a duration needs a unit: s, m, h or d" },
	{ duration, "s",
		    "^", "'s' does not begin with a digit" },
	{ duration, "-5s",
		    "^^^", "'-5s' does not begin with a digit" },
	{ duration, "05s",
		    "^", "a number has no leading zeros" },
	{ duration, "30sec",
		    "  ^^^", "unknown unit 'sec'; did you mean 's'?" },
	{ duration, "5minutes",
		    " ^^^^^^^", "unknown unit 'minutes'; did you mean 'm'?" },
	{ duration, "5Min",
		    " ^^^", "unknown unit 'Min'; did you mean 'm'?" },
	{ duration, "2H",
		    " ^", "unknown unit 'H'; did you mean 'h'?" },
	{ duration, "2days",
		    " ^^^^", "unknown unit 'days'; did you mean 'd'?" },
	{ duration, "10ms",
		    "  ^^", "unknown unit 'ms'; a duration has s, m, h or d" },
	{ duration, "1h30m",
		    " ^^^^", "a duration is one whole number with one unit: s, m, h or d" },
	{ duration, "1.5h",
		    " ^^^", "a duration is one whole number with one unit: s, m, h or d" },

	{ percent, "0.1%", NULL, "0.1% 1000" },
	{ percent, "0.0001%", NULL, "0.0001% 1" },
	{ percent, "0.1000%", NULL, "0.1% 1000" },
	{ percent, "10%", NULL, "10% 100000" },
	{ percent, "100.0000%", NULL, "100% 1000000" },
	{ percent, "0%", NULL, "0% 0" },
	{ percent, "100.0001%",
		    "^^^^^^^^^", "100.0001% is more than all of it" },
	{ percent, "101%",
		    "^^^^", "101% is more than all of it" },
	{ percent, "4294967297%",
		    "^^^^^^^^^^^", "4294967297% is more than all of it" },
	{ percent, "0.00001%",
		    "      ^^", "a share has at most 4 digits behind its point" },
	{ percent, "1",
		    "^", "a share looks like 0.1%" },
	{ percent, "1.%",
		    " ^^", "a share looks like 0.1%" },
	{ percent, "%",
		    "^", "a share looks like 0.1%" },
	{ percent, "01%",
		    "^^^", "a share looks like 0.1%" },
	{ percent, "-1%",
		    "^^^", "a share looks like 0.1%" },
	{ percent, "1%%",
		    " ^^", "a share looks like 0.1%" },
	{ percent, "1 %",
		    " ^^", "a share looks like 0.1%" },

	{ size, "4KiB", NULL, "4KiB 4096" },
	{ size, "0B", NULL, "0B 0" },
	{ size, "1024KiB", NULL, "1MiB 1048576" },
	{ size, "1023B", NULL, "1023B 1023" },
	{ size, "16777215TiB", NULL, "16777215TiB 18446742974197923840" },
	{ size, "16777216TiB",
		"^^^^^^^^^^^", "a size is at most 16777215TiB" },
	{ size, "4K",
		" ^", "unknown unit 'K'; did you mean 'KiB'?" },
	{ size, "4kb",
		" ^^", "unknown unit 'kb'; did you mean 'KiB'?" },
	{ size, "4MB",
		" ^^", "unknown unit 'MB'; did you mean 'MiB'?" },
	{ size, "4096",
		"^^^^", "a size needs a unit: B, KiB, MiB, GiB or TiB" },
	{ size, "4XiB",
		" ^^^", "unknown unit 'XiB'; a size has B, KiB, MiB, GiB or TiB" },

	{ ports, "22", NULL, "22" },
	{ ports, "1-65535", NULL, "1-65535" },
	{ ports, "80-80", NULL, "80" },
	{ ports, "0",
		 "^", "there is no port 0" },
	{ ports, "0-10",
		 "^", "there is no port 0" },
	{ ports, "65536",
		 "^^^^^", "ports end with 65535" },
	{ ports, "10-65536",
		 "   ^^^^^", "ports end with 65535" },
	{ ports, "8100-8000",
		 "^^^^^^^^^", "the range is empty; did you mean '8000-8100'?" },
	{ ports, "022",
		 "^", "a number has no leading zeros" },
	{ ports, "10-022",
		 "   ^", "a number has no leading zeros" },
	{ ports, "10-",
		 "   ", "'' does not begin with a digit" },
	{ ports, "10:20",
		 "  ^^^", "expected a port like 22 or a range like 8000-8100" },
	{ ports, "10-20-30",
		 "     ^^^", "expected a port like 22 or a range like 8000-8100" },
	{ ports, "http",
		 "^^^^", "'http' does not begin with a digit" },

	{ net, "10.0.0.0/8", NULL, "10.0.0.0/8 v4 8" },
	{ net, "10.0.0.1", NULL, "10.0.0.1 v4 32" },
	{ net, "10.0.0.1/32", NULL, "10.0.0.1 v4 32" },
	{ net, "0.0.0.0/0", NULL, "0.0.0.0/0 v4 0" },
	{ net, "192.168.128.0/17", NULL, "192.168.128.0/17 v4 17" },
	{ net, "2001:DB8::/32", NULL, "2001:db8::/32 v6 32" },
	{ net, "2001:db8:0:0:0:0:0:1", NULL, "2001:db8::1 v6 128" },
	{ net, "::/0", NULL, "::/0 v6 0" },
	{ net, "fe80::/10", NULL, "fe80::/10 v6 10" },
	{ net, "10.0.0.1/8",
	       "^^^^^^^^^^", "bits behind the prefix are set; did you mean '10.0.0.0/8'?" },
	{ net, "192.168.192.0/17",
	       "^^^^^^^^^^^^^^^^", "bits behind the prefix are set; did you mean '192.168.128.0/17'?" },
	{ net, "2001:db8::1/64",
	       "^^^^^^^^^^^^^^", "bits behind the prefix are set; did you mean '2001:db8::/64'?" },
	{ net, "10.0.0.0/33",
	       "         ^^", "the prefix of an IPv4 address is a number from 0 to 32" },
	{ net, "::/129",
	       "   ^^^", "the prefix of an IPv6 address is a number from 0 to 128" },
	{ net, "10.0.0.0/",
	       "         ", "the prefix of an IPv4 address is a number from 0 to 32" },
	{ net, "10.0.0.0/08",
	       "         ^^", "the prefix of an IPv4 address is a number from 0 to 32" },
	{ net, "10.0.0.0/255.0.0.0",
	       "         ^^^^^^^^^", "the prefix of an IPv4 address is a number from 0 to 32" },
	{ net, "10.0.0/8",
	       "^^^^^^", "'10.0.0' is no IPv4 address" },
	{ net, "10.0.0.256",
	       "^^^^^^^^^^", "'10.0.0.256' is no IPv4 address" },
	{ net, "010.0.0.1",
	       "^^^^^^^^^", "'010.0.0.1' is no IPv4 address" },
	{ net, "1:2:3::4::5",
	       "^^^^^^^^^^^", "'1:2:3::4::5' is no IPv6 address" },
	{ net, "::ffff:10.1.2.3",
	       "^^^^^^^^^^^^^^^", "an IPv4 address stands for itself: write '10.1.2.3'" },
	{ net, "localhost",
	       "^^^^^^^^^", "'localhost' is no IPv4 address" },

	{ usb_id, "0403:6001", NULL, "0403 6001" },
	{ usb_id, "FFFF:abcd", NULL, "ffff abcd" },
	{ usb_id, "403:6001",
		  "^^^", ID "each number has 4 hex digits" },
	{ usb_id, "0403:60010",
		  "     ^^^^^", ID "each number has 4 hex digits" },
	{ usb_id, "0403:600g",
		  "     ^^^^", ID "each number has 4 hex digits" },
	{ usb_id, "0403",
		  "^^^^", ID "it has 2 numbers" },
	{ usb_id, "0403:6001:0001",
		  "^^^^^^^^^^^^^^", ID "it has 2 numbers" },
	{ usb_id, "0403:",
		  "     ", ID "each number has 4 hex digits" },
	{ usb_ids, "0403:6001", NULL, "0403 6001 0" },
	{ usb_ids, "0403:*", NULL, "0403 0000 1" },
	{ usb_ids, "0403:**",
		  "     ^^", ID "each number has 4 hex digits" },
	{ usb_ids, "040g:*",
		  "^^^^", ID "each number has 4 hex digits" },
	{ usb_class, "ff:00:0A", NULL, "ff 00 0a 3" },
	{ usb_class, "ff:01", NULL, "ff 01 00 2" },
	{ usb_class, "ff:01:*", NULL, "ff 01 00 2" },
	{ usb_class, "08", NULL, "08 00 00 1" },
	{ usb_class, "08:*", NULL, "08 00 00 1" },
	{ usb_class, "08:*:*", NULL, "08 00 00 1" },
	{ usb_class, "hid", NULL, "03 00 00 1" },
	{ usb_class, "",
		     "", CLASS },
	{ usb_class, "HID",
		     "^^^", CLASS },
	{ usb_class, "*",
		     "^", CLASS },
	{ usb_class, "08:*:01",
		     "^^^^^^^", CLASS },
	{ usb_class, "f:ff:ff",
		     "^^^^^^^", CLASS },
	{ usb_class, "ff::ff",
		     "^^^^^^", CLASS },
	{ usb_class, "ff:fff",
		     "^^^^^^", CLASS },
	{ usb_class, "ff:",
		     "^^^", CLASS },
	{ usb_class, "ff:ff:ff:",
		     "^^^^^^^^^", CLASS },
	{ usb_class, "ff:ff:ff:ff",
		     "^^^^^^^^^^^", CLASS },

	{ pattern, "/usr/bin/mqttd", NULL, "path" },
	{ pattern, "/usr/bin/[", NULL, "path" },
	{ pattern, "/usr/*/mqttd", NULL, "names" },
	{ pattern, "/usr/lib*.so.*", NULL, "names" },
	{ pattern, "/**", NULL, "tree" },
	{ pattern, "/var/**/log*", NULL, "tree" },
	{ pattern, "/var/*/**", NULL, "tree" },
	{ pattern, "/...", NULL, "path" },
	{ pattern, "usr/bin",
		   "^^^^^^^", "a pattern begins with '/'" },
	{ pattern, "", "", "a pattern begins with '/'" },
	{ pattern, "/",
		   "^", "a pattern has no '/' at its end; '/**' is all below a directory" },
	{ pattern, "/usr/",
		   "    ^", "a pattern has no '/' at its end; '/**' is all below a directory" },
	{ pattern, "/usr//bin",
		   "    ^^", "a name is missing between two '/'" },
	{ pattern, "/usr/./bin",
		   "     ^", "'.' has no place in a pattern" },
	{ pattern, "/usr/..",
		   "     ^^", "'..' has no place in a pattern" },
	{ pattern, "/usr/a**",
		   "      ^^", "'**' has to be a whole name; '*' is a part of one" },
	{ pattern, "/***",
		   " ^^", "'**' has to be a whole name; '*' is a part of one" },
	{ pattern, "/a/**/**",
		   "      ^^", "'**' behind '**' says nothing more" },
};
/* clang-format on */

static bool marks(const char *mark, const struct value_wrong *wrong)
{
	size_t start = strspn(mark, " ");

	return wrong->start == start && wrong->end == strlen(mark);
}

static void run(size_t i)
{
	struct value_wrong wrong = { 0 };
	char out[100] = "";
	char *text = strdup(cases[i].text); /* so that a step out of it shows */
	bool good = cases[i].read(text, out, &wrong);

	ok(good == !cases[i].mark, "'%s' is %s", text, cases[i].mark ? "refused" : "taken");
	if (good)
		ok(!strcmp(out, cases[i].result), "'%s' says %s, got %s", text, cases[i].result,
		   out);
	else
		ok(!strcmp(wrong.message, cases[i].result), "'%s': %s, got %s", text,
		   cases[i].result, wrong.message);
	ok(good || marks(cases[i].mark, &wrong), "'%s': marked from %zu to %zu", text, wrong.start,
	   wrong.end);
	ok(cases[i].read(text, out, NULL) == good, "'%s': the same when nobody asks why", text);
	free(text);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(i);
	return tap_done();
}
