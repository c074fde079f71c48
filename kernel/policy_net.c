// SPDX-License-Identifier: GPL-2.0-only
#include "policy_net.h"

#include "limits.h"

/* Up to the address; the ports are left. */
static int net_group_order(const struct lorica_net_rule *a, const struct lorica_net_rule *b)
{
	u32 x = le32_to_cpu(a->program), y = le32_to_cpu(b->program);

	if (x != y)
		return x < y ? -1 : 1;
	if (a->act != b->act)
		return (int)a->act - (int)b->act;
	if (a->proto != b->proto)
		return (int)a->proto - (int)b->proto;
	if (a->version != b->version)
		return (int)a->version - (int)b->version;
	if (a->bits != b->bits)
		return (int)b->bits - (int)a->bits;
	return memcmp(a->address, b->address, sizeof(a->address));
}

int lorica_net_order(const struct lorica_net_rule *a, const struct lorica_net_rule *b)
{
	int order = net_group_order(a, b);

	return order ? order : (int)le16_to_cpu(a->first) - (int)le16_to_cpu(b->first);
}

bool lorica_net_alike(const struct lorica_net_rule *a, const struct lorica_net_rule *b)
{
	return !net_group_order(a, b);
}

static bool is_net_prefix(const struct lorica_net_rule *rule)
{
	u32 room = rule->version == 4 ? 32 : rule->version == 6 ? 128 : 0;
	u32 whole = rule->bits / 8;

	if ((rule->version && !room) || rule->bits > room)
		return false;
	if (rule->bits % 8 && rule->address[whole] & 0xff >> rule->bits % 8)
		return false;
	whole += !!(rule->bits % 8);
	return lorica_all_zero(rule->address + whole, sizeof(rule->address) - whole);
}

/* Of these a family is none that a rule could speak of. */
static bool is_net_family(u8 family)
{
	return family && family != LORICA_NET_FAMILY_UNIX && family != LORICA_NET_FAMILY_IP6 &&
	       family != LORICA_NET_FAMILY_NETLINK;
}

static enum lorica_reason decode_net_rule(const struct lorica_net_rule *rule,
					  const struct lorica_policy *policy)
{
	u16 first = le16_to_cpu(rule->first), last = le16_to_cpu(rule->last);
	bool denies = rule->verdict == LORICA_DEFAULT_DENY;

	if (!lorica_all_zero(rule->reserved, sizeof(rule->reserved)))
		return LORICA_R_RESERVED;
	if (!denies && rule->verdict != LORICA_DEFAULT_ALLOW)
		return LORICA_R_CONTENT;
	if (rule->program != cpu_to_le32(LORICA_NO_STRING) &&
	    !lorica_policy_is_string(policy, rule->program))
		return LORICA_R_CONTENT;
	/* A program is known by its digest, and nothing else has one computed. */
	if (rule->program != cpu_to_le32(LORICA_NO_STRING) &&
	    policy->rec->exec_default != LORICA_DEFAULT_DENY)
		return LORICA_R_CONTENT;
	if (!is_net_prefix(rule))
		return LORICA_R_CONTENT;
	switch (rule->act) {
	case LORICA_NET_SOCKET:
		return is_net_family(rule->proto) && !rule->version && !first && !last ?
			       LORICA_OK :
			       LORICA_R_CONTENT;
	case LORICA_NET_LISTEN:
		if (denies && rule->version)
			return LORICA_R_CONTENT;
		break;
	case LORICA_NET_CONNECT:
		break;
	default:
		return LORICA_R_CONTENT;
	}
	if (rule->proto != LORICA_NET_TCP && rule->proto != LORICA_NET_UDP)
		return LORICA_R_CONTENT;
	return first && first <= last ? LORICA_OK : LORICA_R_CONTENT;
}

/* In a table in its one form no two ranges overlap, and none goes on where its like ends. */
static enum lorica_reason check_net_pair(const struct lorica_net_rule *a,
					 const struct lorica_net_rule *b)
{
	u16 end = le16_to_cpu(a->last), next = le16_to_cpu(b->first);

	if (lorica_net_order(a, b) >= 0)
		return LORICA_R_ORDER;
	if (!lorica_net_alike(a, b))
		return LORICA_OK;
	if (next <= end || (next == end + 1 && a->verdict == b->verdict))
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

enum lorica_reason lorica_policy_net_decode(const struct lorica_bytes *section,
					    struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_NET];
	const struct lorica_net_rule *rules = (const void *)s->data;
	u32 i, n = s->len / sizeof(*rules);
	enum lorica_reason reason;

	if (policy->rec->net > LORICA_DEFAULT_ALLOW)
		return LORICA_R_CONTENT;
	if (s->len % sizeof(*rules))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_NET_RULES)
		return LORICA_R_LIMIT;
	/* Rules that nothing would ever look at are a mistake of the compiler. */
	if (n && policy->rec->net == LORICA_DEFAULT_UNMANAGED)
		return LORICA_R_CONTENT;
	for (i = 0; i < n; i++) {
		reason = decode_net_rule(&rules[i], policy);
		if (!reason && i)
			reason = check_net_pair(&rules[i - 1], &rules[i]);
		if (reason)
			return reason;
		if (rules[i].program != cpu_to_le32(LORICA_NO_STRING) &&
		    rules[i].verdict == LORICA_DEFAULT_DENY)
			policy->net_denied |= 1U << rules[i].act;
	}
	policy->net = rules;
	policy->nr_net = n;
	return LORICA_OK;
}

bool lorica_policy_net_names(const struct lorica_policy *policy, u32 offset)
{
	u32 low = 0, high = policy->nr_net;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (le32_to_cpu(policy->net[mid].program) < offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low < policy->nr_net && le32_to_cpu(policy->net[low].program) == offset;
}
