// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that no rule of the network speaks of. It tries one thing and ends
 * with the errno of it, 0 when it worked.
 *	net listen PORT | net datagram | net accept FD
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int bound(int type, int port)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, type, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, sizeof(at)))
		return errno;
	return type == SOCK_STREAM && listen(fd, 1) ? errno : 0;
}

int main(int argc, char **argv)
{
	const char *act = argc > 1 ? argv[1] : "";
	int number = argc > 2 ? atoi(argv[2]) : 0;

	if (!strcmp(act, "listen"))
		return bound(SOCK_STREAM, number);
	if (!strcmp(act, "datagram"))
		return bound(SOCK_DGRAM, 0);
	if (!strcmp(act, "accept"))
		return accept(number, NULL, NULL) < 0 ? errno : 0;
	return ENOSYS;
}
