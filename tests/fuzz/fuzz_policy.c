// SPDX-License-Identifier: GPL-2.0-only
/* All sections of a policy, in the order of ids[], see fuzz_section(). */
#include "fuzz.h"

#include "kernel/limits.h"
#include "kernel/match.h"
#include "kernel/net_match.h"
#include "kernel/policy_boot.h"
#include "kernel/policy_exec.h"
#include "kernel/policy_integrity.h"
#include "kernel/policy_interpreter.h"
#include "kernel/policy_usb.h"
#include "kernel/revoked.h"
#include "kernel/usb_match.h"

static const enum lorica_section_id ids[] = {
	LORICA_SECTION_POLICY,	     LORICA_SECTION_KEYS,     LORICA_SECTION_CERTS,
	LORICA_SECTION_EXEC,	     LORICA_SECTION_PROGRAMS, LORICA_SECTION_STRINGS,
	LORICA_SECTION_TEXT,	     LORICA_SECTION_VOLUMES,  LORICA_SECTION_REVOKED,
	LORICA_SECTION_NET,	     LORICA_SECTION_USB,      LORICA_SECTION_USB_STRINGS,
	LORICA_SECTION_INTERPRETERS, LORICA_SECTION_BOOT,     LORICA_SECTION_BOOT_WORDS,
	LORICA_SECTION_INTEGRITY,
};

/* What is in the table is found, and a neighbour only if it is in the table too. */
static void revoked(const struct lorica_policy *policy)
{
	struct lorica_stmt head;
	struct lorica_stmt_view view = { .head = &head };
	u32 i;

	fuzz_assert(policy->nr_revoked <= LORICA_MAX_REVOKED);
	for (i = 0; i < policy->nr_revoked; i++) {
		const struct lorica_revoked *r = &policy->revoked[i], *next = r + 1;
		u8 id[sizeof(r->id)];

		fuzz_assert(lorica_revoked_any(policy, r->kind));
		if (r->kind == LORICA_REVOKED_MANIFEST) {
			memcpy(head.name, r->id, sizeof(head.name));
			view.serial = le64_to_cpu(r->below) - 1;
			fuzz_assert(lorica_match_revoked_manifest(policy, r->ref, &view));
			view.serial++;
			fuzz_assert(!lorica_match_revoked_manifest(policy, r->ref, &view));
			continue;
		}
		fuzz_assert(lorica_match_revoked(policy, r->kind, r->id));
		memcpy(id, r->id, sizeof(id));
		if (++id[31])
			fuzz_assert(lorica_match_revoked(policy, r->kind, id) ==
				    (i + 1 < policy->nr_revoked && next->kind == r->kind &&
				     !memcmp(next->id, id, sizeof(id))));
	}
}

/* What a rule speaks of is found, by it or by one with a longer prefix. */
static void net(const struct lorica_policy *policy)
{
	u32 i, found;

	fuzz_assert(policy->nr_net <= LORICA_MAX_NET_RULES);
	for (i = 0; i < policy->nr_net; i++) {
		const struct lorica_net_rule *r = &policy->net[i];
		const char *program = lorica_policy_string(policy, r->program);
		struct lorica_net_query q = {
			.act = r->act,
			.proto = r->proto,
			.version = r->version,
			.port = le16_to_cpu(r->last),
		};

		memcpy(q.address, r->address, sizeof(q.address));
		found = lorica_net_find(policy, program, &q);
		fuzz_assert(found < policy->nr_net);
		fuzz_assert(found == i || policy->net[found].bits > r->bits);
		lorica_net_decide(policy, found, &q);
		q.port = 0;
		lorica_net_find(policy, program, &q);
		lorica_net_sends(policy, program, r->proto);
	}
}

/* Whatever the rules are, one decides or none, and it is one that matches. */
static void usb(const struct lorica_policy *policy)
{
	struct lorica_usb_facts facts = { .vendor = 0x0403, .product = 0x6001, .controller = "hc" };
	struct lorica_decision d;
	u32 i;

	fuzz_assert(policy->nr_usb <= LORICA_MAX_USB_RULES);
	lorica_usb_add_interface(&facts, 0xff, 0xff, 0xff);
	facts.port = "1.2";
	for (i = 0; i < policy->nr_usb; i++) {
		const struct lorica_usb_rule *r = &policy->usb[i];

		facts.serial = lorica_policy_usb_string(policy, r->serial);
		facts.name = lorica_policy_usb_string(policy, r->name);
		facts.manufacturer = lorica_policy_usb_string(policy, r->manufacturer);
		d = lorica_match_usb(policy, &facts, NULL);
		fuzz_assert(d.rule == ~0U ||
			    (d.rule < policy->nr_usb &&
			     lorica_usb_matches(policy, &policy->usb[d.rule], &facts)));
		if (lorica_usb_matches(policy, r, &facts))
			fuzz_assert(d.rule <= i);
	}
}

static void decoded(const struct lorica_policy *policy)
{
	u32 i;

	fuzz_assert(policy->nr_keys <= LORICA_MAX_KEYS);
	fuzz_assert(policy->nr_exec <= LORICA_MAX_EXEC_RULES);
	fuzz_touch(policy->rec, sizeof(*policy->rec));
	for (i = 0; i < policy->nr_keys; i++) {
		struct lorica_bytes cert = lorica_policy_cert(policy, i);

		fuzz_assert(cert.len && cert.len <= LORICA_MAX_CERT);
		fuzz_touch(cert.data, cert.len);
		fuzz_assert(strlen((const char *)policy->keys[i].name) < LORICA_MAX_NAME);
	}
	for (i = 0; i < policy->nr_exec; i++)
		fuzz_assert(policy->exec[i].ref < (policy->exec[i].kind == LORICA_EXEC_VOLUME ?
							   policy->nr_volumes :
							   policy->nr_keys));
	for (i = 0; i < policy->nr_exec; i++)
		lorica_match_manifest(policy, policy->exec[i].ref, "/opt/x");
	for (i = 0; i < policy->nr_volumes; i++) {
		fuzz_assert(lorica_policy_volume(policy, policy->volumes[i].root_hash) == i);
		lorica_match_volume(policy, policy->volumes[i].root_hash, "/opt/x");
		fuzz_assert(strlen((const char *)policy->volumes[i].name) < LORICA_MAX_NAME);
	}
	for (i = 0; i < policy->nr_programs; i++)
		fuzz_assert(lorica_policy_program(policy,
						  lorica_policy_string(policy,
								       policy->programs[i].path)));
	for (i = 0; i < policy->nr_interpreters; i++)
		fuzz_assert(lorica_interpreter_records(policy,
						       lorica_policy_string(policy,
									    policy->interpreters[i]
										    .program)) >>
				    i &
			    1);
	fuzz_assert(lorica_interpreter_covers(policy, policy));
	revoked(policy);
	net(policy);
	usb(policy);
	fuzz_assert(policy->nr_boot <= LORICA_MAX_BOOT_RULES);
	for (i = 0; i < policy->nr_boot; i++) {
		const char *word = lorica_boot_word(policy, &policy->boot[i]);

		if (word)
			fuzz_assert(*word && strlen(word) < LORICA_MAX_CMDLINE);
	}
	fuzz_assert(!policy->integrity == !policy->nr_watches);
	for (i = 0; i < policy->nr_watches; i++) {
		const struct lorica_watch *watch = &policy->watches[i];

		fuzz_assert(lorica_policy_watch(policy, watch->kind) == watch);
		fuzz_assert(lorica_watch_response(policy, watch));
	}
	fuzz_touch(policy->text.data, policy->text.len);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_stmt_view view = { .type = LORICA_TYPE_POLICY };
	struct lorica_policy policy;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++)
		view.section[ids[i]] = fuzz_section(&data, &len);
	/* lorica_stmt_decode() lets no policy through without this one. */
	if (view.section[LORICA_SECTION_POLICY].len && !lorica_policy_decode(&view, &policy))
		decoded(&policy);
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		free((u8 *)view.section[ids[i]].data);
	return 0;
}
