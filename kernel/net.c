// SPDX-License-Identifier: GPL-2.0-only
#include "net.h"

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/socket.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>

#include "active.h"
#include "event.h"
#include "evidence.h"
#include "net_match.h"
#include "refusal.h"
#include "revoked.h"
#include "seal.h"
#include "volume.h"

enum { OBJECT_SIZE = 80 };

/* What the policy in force says to the acting program. */
struct ruling {
	const struct lorica_net_query *query;
	const struct lorica_policy *policy; /* inside of the read-side section */
	u32 named; /* the best rule for one of the program's names */
	bool has_name;
	bool sends;
	bool managed;
	bool by_digest; /* and by nothing else that could change */
	u64 generation;
	struct lorica_decision decision;
	struct lorica_stance stance;
};

/*
 * What was allowed last, by the program's digest: most programs do the same few
 * things again and again. Refusals are not remembered, nor anything under a
 * policy with volumes, where a program need not be its digest.
 */
struct memory {
	unsigned long seq; /* odd while somebody writes to the rest */
	u64 generation;
	u64 digest[4];
	u32 tier;
	struct lorica_net_query query;
};

enum { MEMORIES = 128 }; /* a power of two */

static struct memory memories[MEMORIES];

static struct memory *memory_of(const struct memory *key)
{
	u32 sum = key->digest[0] ^ key->query.port ^ key->query.act << 5 ^ key->query.proto << 3 ^
		  key->query.address[3] ^ key->query.address[15];

	return &memories[sum % MEMORIES];
}

static bool is_same(const struct memory *a, const struct memory *b)
{
	return a->generation == b->generation && a->tier == b->tier &&
	       !memcmp(a->digest, b->digest, sizeof(a->digest)) &&
	       !memcmp(&a->query, &b->query, sizeof(a->query));
}

/* False also while another CPU writes to what is looked at: then it is asked anew. */
static bool is_remembered(const struct memory *key)
{
	const struct memory *m = memory_of(key);
	/* Pairs with the release in remember(). */
	unsigned long seq = smp_load_acquire(&m->seq);
	bool same;

	if (seq & 1 || !is_same(m, key))
		return false;
	same = key->generation;
	/* The comparison comes before the second look. */
	smp_rmb();
	return same && READ_ONCE(m->seq) == seq;
}

static void remember(const struct memory *key)
{
	struct memory *m = memory_of(key);
	unsigned long seq = READ_ONCE(m->seq);

	if (seq & 1 || cmpxchg(&m->seq, seq, seq + 1) != seq)
		return;
	m->generation = key->generation;
	memcpy(m->digest, key->digest, sizeof(m->digest));
	m->tier = key->tier;
	m->query = key->query;
	/* Pairs with the acquire in is_remembered(): whole or not at all. */
	smp_store_release(&m->seq, seq + 2);
}

/* UDP that is bound to no port in particular: what replies to a request come to, too. */
static bool is_any_datagram(const struct lorica_net_query *q)
{
	return q->act == LORICA_NET_LISTEN && q->proto == LORICA_NET_UDP && !q->port;
}

static void consider(void *context, const char *path)
{
	struct ruling *r = context;

	r->has_name = true;
	r->named = lorica_net_better(r->policy, r->named,
				     lorica_net_find(r->policy, path, r->query));
	if (is_any_datagram(r->query))
		r->sends |= lorica_net_sends(r->policy, path, LORICA_NET_UDP);
}

/*
 * Under RCU. May the acting program be any one, as far as anybody knows? One
 * whose evidence is revoked has lost its names, and runs on. @spot: on a volume.
 */
static bool is_nobody(const struct ruling *r, const struct lorica_slot *self,
		      const struct lorica_spot *spot)
{
	if (r->has_name)
		return false;
	if (spot)
		return !spot->path ||
		       lorica_match_revoked(r->policy, LORICA_REVOKED_VOLUME, spot->root);
	return !lorica_evidence_tier(self) ||
	       lorica_match_revoked(r->policy, LORICA_REVOKED_DIGEST, self->digest);
}

static void rule_on(struct ruling *r, const struct lorica_net_query *query,
		    const struct lorica_slot *self)
{
	const struct lorica_active *a;
	struct lorica_spot spot;
	bool on_volume = lorica_volume_self(&spot);

	*r = (struct ruling){ .query = query, .named = LORICA_NO_RULE };
	rcu_read_lock();
	a = lorica_active_get();
	if (a && a->policy.rec->net) {
		r->policy = &a->policy;
		r->managed = true;
		r->by_digest = !a->policy.nr_volumes;
		r->generation = a->generation;
		r->stance = lorica_refusal_stance(a);
		/* Rules for certain programs stand first. */
		if (a->policy.nr_net && a->policy.net[0].program != cpu_to_le32(LORICA_NO_STRING))
			lorica_active_paths(a, on_volume ? &spot : NULL, self->digest,
					    lorica_evidence_tier(self), consider, r);
		r->decision = lorica_net_decide(&a->policy, r->named, query);
		if (r->decision.reason == LORICA_R_NET_NO_RULE && is_any_datagram(query))
			r->decision.allow = r->sends ||
					    lorica_net_sends(&a->policy, NULL, LORICA_NET_UDP);
		/* What is denied to some program is denied to one that may be it. */
		if (r->decision.allow && a->policy.net_denied & 1U << query->act &&
		    is_nobody(r, self, on_volume ? &spot : NULL))
			r->decision = (struct lorica_decision){
				.reason = LORICA_R_NET_DENIED,
				.rule = LORICA_NO_RULE,
			};
	}
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
}

static const char *describe(const struct lorica_net_query *q, char *buf)
{
	const char *proto = q->proto == LORICA_NET_TCP ? "tcp" : "udp";
	const char *family = lorica_net_family_name(q->proto);

	if (q->act != LORICA_NET_SOCKET && q->version == 4)
		snprintf(buf, OBJECT_SIZE, "%s %pI4:%u", proto, q->address, q->port);
	else if (q->act != LORICA_NET_SOCKET && q->version == 6)
		snprintf(buf, OBJECT_SIZE, "%s [%pI6c]:%u", proto, q->address, q->port);
	else if (q->act != LORICA_NET_SOCKET)
		snprintf(buf, OBJECT_SIZE, "%s", proto);
	else if (family && q->proto != AF_INET && q->proto != AF_PACKET)
		snprintf(buf, OBJECT_SIZE, "family %s", family);
	else if (family)
		snprintf(buf, OBJECT_SIZE, "%s", family);
	else
		snprintf(buf, OBJECT_SIZE, "family %u", q->proto);
	return buf;
}

/* @wrong: why it cannot be asked, else LORICA_OK. */
static int judge(enum lorica_event_type type, const struct lorica_net_query *query,
		 enum lorica_reason wrong, const struct lorica_slot *self)
{
	char object[OBJECT_SIZE];
	struct memory key = {};
	struct ruling r;

	/* What the kernel does by itself is no program's. */
	if (!current->mm)
		return 0;
	key.tier = lorica_evidence_tier(self);
	if (key.tier && !wrong) {
		/* Pairs with the release in publish(), as in lorica_is_current(). */
		key.generation = smp_load_acquire(&lorica_generation);
		memcpy(key.digest, self->digest, sizeof(key.digest));
		memcpy(&key.query, query, sizeof(key.query));
		if (is_remembered(&key))
			return 0;
	}
	rule_on(&r, query, self);
	if (!r.managed)
		return 0;
	if (r.decision.allow && !wrong) {
		/* It decided by the policy that is named, or it is not remembered. */
		if (r.by_digest && key.tier && r.generation == key.generation)
			remember(&key);
		return 0;
	}
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = type,
			.reason = wrong ?: r.decision.reason,
			.rule = r.decision.rule,
			.has_rule = !wrong,
			.object = describe(query, object),
		},
		&r.stance, self);
}

bool lorica_net_asks(const struct socket *sock)
{
	const struct sock *sk = sock->sk;

	return sk && (sk->sk_family == AF_INET || sk->sk_family == AF_INET6) &&
	       lorica_net_proto(sk->sk_protocol) && sk->sk_type != SOCK_RAW;
}

/*
 * Where the kernel will read the address: a socket for IPv4 takes it for one of
 * IPv4 whatever it says, and one for IPv6 may be given one of IPv4. One of no
 * family is only good for a socket for IPv4, which IPV6_ADDRFORM may make of
 * one for IPv6 at any time.
 */
static bool read_address(struct lorica_net_query *q, const struct sock *sk,
			 const struct sockaddr *address, int len)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	if (len < (int)sizeof(address->sa_family))
		return false;
	if (sk->sk_family == AF_INET || address->sa_family == AF_INET ||
	    address->sa_family == AF_UNSPEC) {
		if (len < (int)sizeof(*in))
			return false;
		q->version = 4;
		q->port = be16_to_cpu(in->sin_port);
		memcpy(q->address, &in->sin_addr, sizeof(in->sin_addr));
		return true;
	}
	if (len < SIN6_LEN_RFC2133 || address->sa_family != AF_INET6)
		return false;
	q->version = 6;
	q->port = be16_to_cpu(in6->sin6_port);
	memcpy(q->address, &in6->sin6_addr, sizeof(in6->sin6_addr));
	lorica_net_normal(q);
	return true;
}

/* Port and address that the socket is bound to; port 0 when it is not. */
static void read_bound(struct lorica_net_query *q, const struct sock *sk)
{
	q->port = sk->sk_num;
	if (sk->sk_family == AF_INET) {
		q->version = 4;
		memcpy(q->address, &sk->sk_rcv_saddr, sizeof(sk->sk_rcv_saddr));
		return;
	}
	q->version = 6;
#if IS_ENABLED(CONFIG_IPV6)
	memcpy(q->address, &sk->sk_v6_rcv_saddr, sizeof(sk->sk_v6_rcv_saddr));
#endif
	lorica_net_normal(q);
}

int lorica_net_create(int family, int type, int protocol, const struct lorica_slot *self)
{
	const struct lorica_net_query query = {
		.act = LORICA_NET_SOCKET,
		.proto = lorica_net_family(family, type, protocol),
	};

	if (lorica_seal_canary(LORICA_HOOK_SOCKET_CREATE))
		return -LORICA_CANARY_ERRNO;
	return query.proto ? judge(LORICA_EVENT_NET_SOCKET, &query, LORICA_OK, self) : 0;
}

int lorica_net_bind(const struct socket *sock, const struct sockaddr *address, int len,
		    const struct lorica_slot *self)
{
	struct lorica_net_query query = {
		.act = LORICA_NET_LISTEN,
		.proto = lorica_net_proto(sock->sk->sk_protocol),
	};

	if (lorica_seal_canary(LORICA_HOOK_SOCKET_BIND))
		return -LORICA_CANARY_ERRNO;
	if (!read_address(&query, sock->sk, address, len))
		return judge(LORICA_EVENT_NET_LISTEN, &query, LORICA_R_NET_ADDRESS, self);
	/* A client may want a port before it connects. Who listens on it is asked then. */
	if (query.proto == LORICA_NET_TCP && !query.port)
		return 0;
	return judge(LORICA_EVENT_NET_LISTEN, &query, LORICA_OK, self);
}

int lorica_net_listen(const struct socket *sock, bool accepts, const struct lorica_slot *self)
{
	struct lorica_net_query query = {
		.act = LORICA_NET_LISTEN,
		.proto = lorica_net_proto(sock->sk->sk_protocol),
	};

	if (lorica_seal_canary(accepts ? LORICA_HOOK_SOCKET_ACCEPT : LORICA_HOOK_SOCKET_LISTEN))
		return -LORICA_CANARY_ERRNO;
	read_bound(&query, sock->sk);
	return judge(accepts ? LORICA_EVENT_NET_ACCEPT : LORICA_EVENT_NET_LISTEN, &query, LORICA_OK,
		     self);
}

/* With a port it would be an address of IPv4, see read_address(). */
static bool is_no_address(const struct sockaddr *address, int len)
{
	const struct sockaddr_in *in = (const void *)address;

	return len >= (int)sizeof(address->sa_family) && address->sa_family == AF_UNSPEC &&
	       (len < (int)sizeof(*in) || !in->sin_port);
}

/*
 * To the address 0 means to this machine: by the address that the socket has
 * itself, or by that of the loopback. A message may bring another one of its own.
 */
static bool find_self(struct lorica_net_query *q, const struct sock *sk, const struct msghdr *msg)
{
	__be32 loopback = htonl(INADDR_LOOPBACK), own = inet_sk(sk)->inet_saddr;

	if (memchr_inv(q->address, 0, sizeof(q->address)))
		return true;
	if (msg && msg->msg_controllen)
		return false;
	if (q->version == 4) {
		memcpy(q->address, own ? &own : &loopback, sizeof(own));
		return true;
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (ipv6_addr_v4mapped(&sk->sk_v6_rcv_saddr)) {
		q->version = 4;
		memcpy(q->address, &loopback, sizeof(loopback));
		return true;
	}
#endif
	q->address[sizeof(q->address) - 1] = 1;
	return true;
}

/* @msg: NULL for connect() */
static int reach(const struct socket *sock, const struct sockaddr *address, int len,
		 const struct msghdr *msg, const struct lorica_slot *self)
{
	struct lorica_net_query query = {
		.act = LORICA_NET_CONNECT,
		.proto = lorica_net_proto(sock->sk->sk_protocol),
	};
	bool is_known;

	/* connect() with it ends a connection; what follows is asked about anew. */
	if (!msg && len >= (int)sizeof(address->sa_family) && address->sa_family == AF_UNSPEC)
		return 0;
	/* A message goes to whom the socket is connected to. */
	if (sock->sk->sk_family == AF_INET6 && is_no_address(address, len))
		return 0;
	is_known = read_address(&query, sock->sk, address, len) && find_self(&query, sock->sk, msg);
	return judge(LORICA_EVENT_NET_CONNECT, &query, is_known ? LORICA_OK : LORICA_R_NET_ADDRESS,
		     self);
}

int lorica_net_connect(const struct socket *sock, const struct sockaddr *address, int len,
		       const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_SOCKET_CONNECT))
		return -LORICA_CANARY_ERRNO;
	return reach(sock, address, len, NULL, self);
}

int lorica_net_send(const struct socket *sock, const struct msghdr *msg,
		    const struct lorica_slot *self)
{
	if (lorica_seal_canary(LORICA_HOOK_SOCKET_SENDMSG))
		return -LORICA_CANARY_ERRNO;
	/* TCP looks at the address when it opens the connection with the data, and only then. */
	if (!msg->msg_name || (lorica_net_proto(sock->sk->sk_protocol) == LORICA_NET_TCP &&
			       !(msg->msg_flags & MSG_FASTOPEN)))
		return 0;
	return reach(sock, msg->msg_name, msg->msg_namelen, msg, self);
}

bool lorica_net_reroutes(const char *how)
{
	const struct lorica_active *a;
	struct lorica_stance stance;
	bool managed;

	if (!current->mm)
		return false;
	rcu_read_lock();
	a = lorica_active_get();
	managed = a && a->policy.rec->net;
	if (managed)
		stance = lorica_refusal_stance(a);
	rcu_read_unlock();
	return managed && lorica_refusal_add(
				  &(struct lorica_report){
					  .type = LORICA_EVENT_NET_CONNECT,
					  .reason = LORICA_R_NET_ADDRESS,
					  .object = how,
				  },
				  &stance, NULL);
}
