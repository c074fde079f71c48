// SPDX-License-Identifier: GPL-2.0-only
/* Sockets: what a program makes, listens on, connects to, and sends to. */
#include "lorica.bpf.h"

/* Makes clang describe the types in full, as the kfuncs need; always true. */
static __always_inline bool types_exist(void)
{
	return bpf_core_type_exists(struct socket) && bpf_core_type_exists(struct sockaddr) &&
	       bpf_core_type_exists(struct msghdr);
}

SEC("lsm/socket_create")
int BPF_PROG(lorica_socket_create, int family, int type, int protocol, int kern, int ret)
{
	if (ret || kern || !lorica_family_asks(family, type, protocol))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_create_check(family, type, protocol, self_slot(&me)));
}

SEC("lsm/socket_bind")
int BPF_PROG(lorica_socket_bind, struct socket *sock, struct sockaddr *address, int len, int ret)
{
	if (ret || !types_exist() || !lorica_socket_asks(sock))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_bind_check(sock, address, len, self_slot(&me)));
}

SEC("lsm/socket_listen")
int BPF_PROG(lorica_socket_listen, struct socket *sock, int backlog, int ret)
{
	if (ret || !types_exist() || !lorica_socket_asks(sock))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_listen_check(sock, self_slot(&me)));
}

SEC("lsm/socket_accept")
int BPF_PROG(lorica_socket_accept, struct socket *sock, struct socket *connection, int ret)
{
	if (ret || !types_exist() || !lorica_socket_asks(sock))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_accept_check(sock, self_slot(&me)));
}

SEC("lsm/socket_connect")
int BPF_PROG(lorica_socket_connect, struct socket *sock, struct sockaddr *address, int len, int ret)
{
	if (ret || !types_exist() || !lorica_socket_asks(sock))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_connect_check(sock, address, len, self_slot(&me)));
}

/* Most messages have no address: where they go was asked when the socket was connected. */
SEC("lsm/socket_sendmsg")
int BPF_PROG(lorica_socket_sendmsg, struct socket *sock, struct msghdr *msg, int size, int ret)
{
	if (ret || !msg->msg_name || !types_exist() || !lorica_socket_asks(sock))
		return ret;

	struct lorica_slot me = SCRATCH;

	return verdict(lorica_send_check(sock, msg, self_slot(&me)));
}
