/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of the configuration of nginx as tells who speaks TLS. */
#ifndef LORICA_AUDIT_CONF_WEB_H
#define LORICA_AUDIT_CONF_WEB_H

#include "check.h"

/**
 * struct web_server - a `server` block
 * @next: one more
 * @file: where it begins
 * @line: from 1
 * @listens: it says where it listens
 * @plain: it listens without TLS, beyond this device
 * @tls: it listens with TLS
 * @redirects: all it does is `return 30x https://...`
 * @has_content: it has root, proxy_pass or the like
 */
struct web_server {
	struct web_server *next;
	const struct tree_file *file;
	u32 line;
	bool listens;
	bool plain;
	bool tls;
	bool redirects;
	bool has_content;
};

/**
 * struct web - a web server
 * @exists: there is a configuration
 * @servers: its blocks
 * @old_tls: ssl_protocols names SSLv3, TLSv1 or TLSv1.1
 * @protocols: ssl_protocols is set
 * @tokens_off: server_tokens off
 * @limit_req: some place limits requests
 * @client_certs: ssl_verify_client on
 * @depth: of includes
 */
struct web {
	bool exists;
	struct web_server *servers;
	bool old_tls;
	bool protocols;
	bool tokens_off;
	bool limit_req;
	bool client_certs;
	unsigned int depth;
};

enum { WEB_MAX_WORDS = 16 }; /* of a directive that are looked at */

/**
 * struct web_words - the words of a directive
 * @word: @nr of them
 * @nr: at most WEB_MAX_WORDS; further ones are left out
 * @end: ';', '{', '}' or 0 at the end of the text
 * @line: where it ends
 */
struct web_words {
	struct str word[WEB_MAX_WORDS];
	size_t nr;
	char end;
	u32 line;
};

/**
 * struct web_reader - a text on its way
 * @rest: what is left
 * @line: from 1
 * @wrong: why it cannot be read, NULL: it can
 */
struct web_reader {
	struct str rest;
	u32 line;
	const char *wrong;
};

/**
 * web_next - take the next directive
 * @in: the text, with @line 1 at first
 * @words: the result
 *
 * Return: false at the end, and when @wrong is set.
 */
bool web_next(struct web_reader *in, struct web_words *words);

/**
 * web_read - read /etc/nginx/nginx.conf and what it includes
 * @p: the probe
 * @r: gets an error for what cannot be read
 * @web: filled
 *
 * Return: false after an error.
 */
bool web_read(struct probe *p, struct result *r, struct web *web);

#endif
