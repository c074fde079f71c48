// SPDX-License-Identifier: GPL-2.0-only
#include "net_match.h"

#include "policy_net.h"

/* As the kernel has them. */
enum {
	TYPE_STREAM = 1,
	TYPE_DATAGRAM = 2,
	PROTO_UDPLITE = 136,
	PROTO_MPTCP = 262,
};

/* What the language calls a family. Others cannot be allowed by name. */
/* clang-format off */
static const char *const net_families[] = {
	[LORICA_NET_FAMILY_IP] = "raw",
	[9] = "x25",
	[15] = "key",
	[LORICA_NET_FAMILY_PACKET] = "packet",
	[21] = "rds",
	[24] = "pppox",
	[26] = "llc",
	[29] = "can",
	[30] = "tipc",
	[31] = "bluetooth",
	[33] = "rxrpc",
	[35] = "phonet",
	[36] = "ieee802154",
	[37] = "caif",
	[38] = "alg",
	[39] = "nfc",
	[40] = "vsock",
	[41] = "kcm",
	[42] = "qipcrtr",
	[43] = "smc",
	[44] = "xdp",
	[45] = "mctp",
};
/* clang-format on */

const char *lorica_net_family_name(u8 family)
{
	return family < ARRAY_SIZE(net_families) ? net_families[family] : NULL;
}

u8 lorica_net_proto(int protocol)
{
	switch (protocol) {
	case LORICA_NET_TCP:
	case PROTO_MPTCP:
		return LORICA_NET_TCP;
	case LORICA_NET_UDP:
	case PROTO_UDPLITE:
		return LORICA_NET_UDP;
	default:
		return 0;
	}
}

u8 lorica_net_family(int family, int type, int protocol)
{
	u8 proto = lorica_net_proto(protocol);

	switch (family) {
	case 0:
	case LORICA_NET_FAMILY_UNIX:
	case LORICA_NET_FAMILY_NETLINK:
		return 0;
	case LORICA_NET_FAMILY_IP:
	case LORICA_NET_FAMILY_IP6:
		if (type == TYPE_STREAM && (!protocol || proto == LORICA_NET_TCP))
			return 0;
		if (type == TYPE_DATAGRAM && (!protocol || proto == LORICA_NET_UDP))
			return 0;
		return LORICA_NET_FAMILY_IP;
	default:
		/* No kernel has as many; a number that a byte cannot hold is refused as the last. */
		return family > 0 && family < 255 ? family : 255;
	}
}

void lorica_net_normal(struct lorica_net_query *query)
{
	static const u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (query->version != 6 || memcmp(query->address, mapped, sizeof(mapped)))
		return;
	query->version = 4;
	memcpy(query->address, query->address + 12, 4);
	memset(query->address + 4, 0, 12);
}

/* The rules for one name of a program: from @low on, below @high. */
struct net_range {
	u32 low;
	u32 high;
};

/*
 * Of two names, from their byte @at on, up to which they are the same; it is
 * moved to the first byte that differs.
 */
static int net_name_order(const char *path, const char *name, size_t *at)
{
	const u8 *x = (const u8 *)path + *at, *y = (const u8 *)name + *at;

	for (; *x && *x == *y; x++, y++)
		++*at;
	return (int)*x - (int)*y;
}

/*
 * The first rule whose program is not before @path. Names are sorted, so what
 * both ends of the interval have in common with @path all between them have
 * too: a long directory is compared once, not in each step.
 */
static u32 net_seek_name(const struct lorica_policy *policy, const char *path, bool *found)
{
	size_t same_low = 0, same_high = 0;
	u32 low = 0, high = policy->nr_net;

	*found = false;
	while (low < high) {
		u32 mid = low + (high - low) / 2;
		const char *name = lorica_policy_string(policy, policy->net[mid].program);
		size_t at = same_low < same_high ? same_low : same_high;
		/* A program without a name stands behind all that have one, as its offset does. */
		int order = !path || !name ? !path - !name : net_name_order(path, name, &at);

		if (order > 0) {
			low = mid + 1;
			same_low = at;
		} else {
			*found |= !order;
			high = mid;
			same_high = at;
		}
	}
	return low;
}

/* Comparing names costs more than comparing offsets, so the end is found by the offset. */
static struct net_range net_rules_of(const struct lorica_policy *policy, const char *path)
{
	bool found;
	u32 low = net_seek_name(policy, path, &found), high = low, end = policy->nr_net, program;

	if (!found)
		return (struct net_range){ low, low };
	/* Those for every program are the last ones. */
	if (!path)
		return (struct net_range){ low, end };
	program = le32_to_cpu(policy->net[low].program);
	/* A program has few of many rules: steps that double find an end near by. */
	for (high = low; high < end && le32_to_cpu(policy->net[high].program) == program;)
		high += high - low + 1;
	if (high < end)
		end = high;
	high = low + (end - low) / 2;
	while (high < end) {
		u32 mid = high + (end - high) / 2;

		if (le32_to_cpu(policy->net[mid].program) == program)
			high = mid + 1;
		else
			end = mid;
	}
	return (struct net_range){ low, end };
}

/* What comes before the address in the order of rules for one program, the longest prefix first. */
static u32 net_group(const struct lorica_net_rule *rule)
{
	/* Compilers know this as one load. */
	return ((u32)rule->act << 24 | (u32)rule->proto << 16 | (u32)rule->version << 8 |
		rule->bits) ^
	       0xff;
}

/* As lorica_net_order(), of rules for one program. */
static int net_order(const struct lorica_net_rule *a, const struct lorica_net_rule *key)
{
	u32 x = net_group(a), y = net_group(key);
	int order;

	if (x != y)
		return x < y ? -1 : 1;
	order = memcmp(a->address, key->address, sizeof(a->address));
	return order ? order : (int)le16_to_cpu(a->first) - (int)le16_to_cpu(key->first);
}

/* The first rule in the range that is not before the key. */
static u32 net_seek(const struct lorica_policy *policy, struct net_range in,
		    struct lorica_net_rule *key)
{
	while (in.low < in.high) {
		u32 mid = in.low + (in.high - in.low) / 2;

		if (net_order(&policy->net[mid], key) < 0)
			in.low = mid + 1;
		else
			in.high = mid;
	}
	return in.low;
}

static void net_mask(u8 *address, u32 bits)
{
	u32 whole = bits / 8;

	if (whole >= 16)
		return;
	address[whole] &= ~(0xff >> bits % 8);
	memset(address + whole + 1, 0, 15 - whole);
}

/* A port that is not known yet may become any. */
static bool has_net_port(const struct lorica_net_rule *rule, u16 port)
{
	u16 first = le16_to_cpu(rule->first), last = le16_to_cpu(rule->last);

	return port ? port >= first && port <= last : first <= 1 && last == 0xffff;
}

static bool is_of_group(const struct lorica_net_rule *rule, const struct lorica_net_rule *key)
{
	return rule->act == key->act && rule->proto == key->proto && rule->version == key->version;
}

/* Rules whose prefix has one certain length, the next shorter one, and so on. */
static u32 find_net_version(const struct lorica_policy *policy, struct net_range in, u8 version,
			    const struct lorica_net_query *query)
{
	struct lorica_net_rule key = {
		.act = query->act, .proto = query->proto, .version = version, .bits = 255
	};
	u32 i, bits;

	for (;;) {
		in.low = net_seek(policy, in, &key);
		if (in.low == in.high || !is_of_group(&policy->net[in.low], &key))
			return LORICA_NO_RULE;
		bits = key.bits = policy->net[in.low].bits;
		memcpy(key.address, query->address, sizeof(key.address));
		net_mask(key.address, bits);
		/* The last one that begins at the port or before it. */
		key.first = cpu_to_le16(query->act == LORICA_NET_SOCKET ? 0 : query->port ?: 1);
		i = net_seek(policy, in, &key);
		if (i == in.high || net_order(&policy->net[i], &key) > 0)
			i = i > in.low ? i - 1 : in.high;
		if (i < in.high && is_of_group(&policy->net[i], &key) &&
		    policy->net[i].bits == bits &&
		    !memcmp(policy->net[i].address, key.address, sizeof(key.address)) &&
		    (query->act == LORICA_NET_SOCKET || has_net_port(&policy->net[i], query->port)))
			return i;
		if (!bits)
			return LORICA_NO_RULE;
		key.bits = bits - 1;
		key.first = 0;
		memset(key.address, 0, sizeof(key.address));
	}
}

u32 lorica_net_find(const struct lorica_policy *policy, const char *path,
		    const struct lorica_net_query *query)
{
	const struct net_range in = net_rules_of(policy, path);
	u32 found = LORICA_NO_RULE;

	if (in.low == in.high)
		return LORICA_NO_RULE;
	if (query->version)
		found = find_net_version(policy, in, query->version, query);
	return found != LORICA_NO_RULE ? found : find_net_version(policy, in, 0, query);
}

u32 lorica_net_better(const struct lorica_policy *policy, u32 a, u32 b)
{
	const struct lorica_net_rule *x, *y;

	if (a == LORICA_NO_RULE || b == LORICA_NO_RULE)
		return a == LORICA_NO_RULE ? b : a;
	x = &policy->net[a];
	y = &policy->net[b];
	if (!x->version != !y->version)
		return x->version ? a : b;
	if (x->bits != y->bits)
		return x->bits > y->bits ? a : b;
	return y->verdict == LORICA_DEFAULT_DENY ? b : a;
}

struct lorica_decision lorica_net_decide(const struct lorica_policy *policy, u32 named,
					 const struct lorica_net_query *query)
{
	u32 rule = named != LORICA_NO_RULE ? named : lorica_net_find(policy, NULL, query);
	struct lorica_decision d = { .rule = rule };

	if (rule == LORICA_NO_RULE) {
		d.allow = policy->rec->net != LORICA_DEFAULT_DENY;
		d.reason = d.allow ? LORICA_R_DEFAULT : LORICA_R_NET_NO_RULE;
		return d;
	}
	d.allow = policy->net[rule].verdict == LORICA_DEFAULT_ALLOW;
	d.reason = d.allow ? LORICA_R_NET_RULE : LORICA_R_NET_DENIED;
	return d;
}

bool lorica_net_sends(const struct lorica_policy *policy, const char *path, u8 proto)
{
	struct lorica_net_rule key = { .act = LORICA_NET_CONNECT, .proto = proto, .bits = 255 };
	const struct net_range in = net_rules_of(policy, path);
	u32 i;

	for (i = net_seek(policy, in, &key); i < in.high; i++) {
		const struct lorica_net_rule *rule = &policy->net[i];

		if (rule->act != key.act || rule->proto != proto)
			return false;
		if (rule->verdict == LORICA_DEFAULT_ALLOW)
			return true;
	}
	return false;
}
