// SPDX-License-Identifier: GPL-2.0-only
/* The network: parameters of the kernel, and the rules of a firewall. */
#include "check.h"
#include "conf_nft.h"
#include "service.h"
#include "sysctl.h"

static void parameters(struct probe *p, struct result *r)
{
	static const struct sysctl_want wants[] = {
		{ "net.ipv4.conf.all.rp_filter", 1, 2, 0 },
		{ "net.ipv4.conf.all.accept_redirects", 0, 0, 1 },
		{ "net.ipv6.conf.all.accept_redirects", 0, 0, 1 },
		{ "net.ipv4.conf.all.send_redirects", 0, 0, 1 },
		{ "net.ipv4.conf.all.accept_source_route", 0, 0, 0 },
		{ "net.ipv6.conf.all.accept_source_route", 0, 0, 0 },
		{ "net.ipv4.tcp_syncookies", 1, 1, 1 },
		{ "net.ipv4.icmp_echo_ignore_broadcasts", 1, 1, 1 },
	};
	u32 nr = sysctl_judge(p, r, wants, ARRAY_SIZE(wants));

	if (nr)
		say(r, AUDIT_PASS, "%u parameters are as they have to be", nr);
	else
		say(r, AUDIT_ERROR, "no parameter of the network could be read");
}

/* The rules are loaded by a service; a file alone does nothing. */
static void firewall(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct nft nft = { 0 };

	if (!probe_text(p, r, "/etc/nftables.conf", &f))
		return;
	if (!f) {
		say(r, AUDIT_FAIL, "there is no /etc/nftables.conf");
		return;
	}
	if (!nft_read(f->text, &nft)) {
		say(r, AUDIT_ERROR, "/etc/nftables.conf:%u: %s", nft.line, nft.wrong);
		show(r, f, nft.line, str_of(nft.wrong));
		return;
	}
	show(r, f, nft.line,
	     str_of(nft.input_drops ? "hook input, policy drop" :
				      "no hook input with policy drop"));
	if (!nft.input_drops)
		say(r, AUDIT_FAIL, "no chain of the hook input has the policy drop");
	if (!service_enabled(p, r, "nftables.service"))
		say(r, AUDIT_FAIL, "nftables.service is not started");
	say(r, AUDIT_PASS, "what comes in is dropped unless a rule takes it");
}

/* clang-format off */
static const struct check checks[] = {
	{ "net.parameters", "rp_filter, syncookies; no redirects, no source routes", CHECK_FILES, parameters,
	  { CTL_1_5_3 } },
	{ "net.firewall", "/etc/nftables.conf has a chain of the hook input with policy drop, and nftables.service is started",
	  CHECK_FILES, firewall, { CTL_1_1_6 } },
};
/* clang-format on */

const struct check_section checks_network = { checks, ARRAY_SIZE(checks) };
