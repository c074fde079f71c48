// SPDX-License-Identifier: GPL-2.0-only
#include "conf_web.h"

#include <fnmatch.h>

#include "userspace/lib/arena.h"

enum { MAX_DEPTH = 8 };

/* What goes along while a file is read: the blocks that are open. */
struct place {
	struct web_server *server;
	unsigned int blocks;
	unsigned int server_at;
};

static bool read_one(struct probe *p, struct result *r, struct web *web, const char *path,
		     struct place *place);

static void step(struct web_reader *in)
{
	in->line += in->rest.p[0] == '\n';
	in->rest.p++;
	in->rest.n--;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str take_word(struct web_reader *in)
{
	struct str word = { in->rest.p, 0 };
	char quote = in->rest.p[0];

	if (quote != '"' && quote != '\'') {
		while (in->rest.n && !is_space(in->rest.p[0]) && !strchr(";{}", in->rest.p[0])) {
			step(in);
			word.n++;
		}
		/* A NUL is no text; it must not stop us here. */
		if (!word.n)
			step(in);
		return word;
	}
	step(in);
	word.p++;
	while (in->rest.n && in->rest.p[0] != quote) {
		if (in->rest.p[0] == '\\' && in->rest.n > 1) {
			step(in);
			word.n++;
		}
		step(in);
		word.n++;
	}
	if (!in->rest.n)
		in->wrong = "a string has no end";
	else
		step(in);
	return word;
}

bool web_next(struct web_reader *in, struct web_words *words)
{
	struct str word;

	words->nr = 0;
	words->end = 0;
	while (in->rest.n && !in->wrong) {
		char c = in->rest.p[0];

		if (is_space(c)) {
			step(in);
		} else if (c == '#') {
			while (in->rest.n && in->rest.p[0] != '\n')
				step(in);
		} else if (c == ';' || c == '{' || c == '}') {
			step(in);
			words->end = c;
			words->line = in->line;
			return true;
		} else {
			word = take_word(in);
			if (words->nr < WEB_MAX_WORDS)
				words->word[words->nr++] = word;
		}
	}
	if (words->nr && !in->wrong)
		in->wrong = "a directive has no end";
	return false;
}

/* listen 443 ssl; listen [::1]:80; listen unix:/run/x; */
static void take_listen(struct web_server *s, const struct web_words *w)
{
	bool tls = false, local;
	size_t i;

	for (i = 2; i < w->nr; i++)
		tls |= str_is(w->word[i], "ssl") || str_is(w->word[i], "quic");
	local = str_starts(w->word[1], "127.") || str_starts(w->word[1], "[::1]") ||
		str_starts(w->word[1], "localhost") || str_starts(w->word[1], "unix:");
	s->listens = true;
	s->tls |= tls;
	s->plain |= !tls && !local;
}

static void take_in_server(struct web_server *s, const struct web_words *w)
{
	static const char *const content[] = { "root",	       "alias",	     "proxy_pass",
					       "fastcgi_pass", "uwsgi_pass", "scgi_pass",
					       "grpc_pass",    "autoindex",  "try_files" };
	size_t i;

	if (w->nr > 1 && str_is(w->word[0], "listen"))
		take_listen(s, w);
	if (w->nr > 2 && str_is(w->word[0], "return"))
		s->redirects |= str_starts(w->word[1], "30") && str_starts(w->word[2], "https://");
	if (w->nr > 1 && str_is(w->word[0], "ssl") && str_is(w->word[1], "on")) {
		s->tls = true;
		s->plain = false;
	}
	for (i = 0; i < ARRAY_SIZE(content); i++)
		s->has_content |= w->nr && str_is(w->word[0], content[i]);
}

static void take_anywhere(struct web *web, const struct web_words *w)
{
	size_t i;

	if (str_is(w->word[0], "ssl_protocols")) {
		web->protocols = true;
		for (i = 1; i < w->nr; i++)
			web->old_tls |= !str_is(w->word[i], "TLSv1.2") &&
					!str_is(w->word[i], "TLSv1.3");
	}
	if (w->nr < 2)
		return;
	web->tokens_off |= str_is(w->word[0], "server_tokens") && str_is(w->word[1], "off");
	web->limit_req |= str_is(w->word[0], "limit_req") || str_is(w->word[0], "limit_conn");
	web->client_certs |= str_is(w->word[0], "ssl_verify_client") && str_is(w->word[1], "on");
}

static bool include(struct probe *p, struct result *r, struct web *web, struct str pattern,
		    struct place *place)
{
	const char *glob = arena_printf(p->arena, "%s%.*s",
					pattern.n && pattern.p[0] == '/' ? "" : "/etc/nginx/",
					STR_ARG(pattern));
	const char *slash = strrchr(glob, '/');
	const char *dir = arena_string(p->arena, glob, slash == glob ? 1 : (size_t)(slash - glob));
	struct names names;
	bool good = true;
	size_t i;

	if (strpbrk(dir, "*?[")) {
		say(r, AUDIT_ERROR, "include %s: only the last part of the path may have *", glob);
		return false;
	}
	if (!probe_list(p, r, dir, "", &names))
		return false;
	for (i = 0; good && i < names.nr; i++)
		if (!fnmatch(slash + 1, strrchr(names.name[i], '/') + 1, FNM_PERIOD))
			good = read_one(p, r, web, names.name[i], place);
	return good;
}

static void open_block(struct probe *p, struct web *web, struct place *place,
		       const struct web_words *w, const struct tree_file *f)
{
	struct web_server *s;

	place->blocks++;
	if (place->server || w->nr != 1 || !str_is(w->word[0], "server"))
		return;
	s = arena_alloc(p->arena, sizeof(*s));
	s->file = f;
	s->line = w->line;
	s->next = web->servers;
	web->servers = s;
	place->server = s;
	place->server_at = place->blocks;
}

static bool close_block(struct place *place)
{
	if (!place->blocks)
		return false;
	if (place->server && place->server_at == place->blocks) {
		/* Without listen it is port 80. */
		place->server->plain |= !place->server->listens && place->server->has_content;
		place->server = NULL;
	}
	place->blocks--;
	return true;
}

static bool take(struct probe *p, struct result *r, struct web *web, struct place *place,
		 const struct web_words *w, const struct tree_file *f)
{
	if (w->end == '{')
		open_block(p, web, place, w, f);
	else if (w->end == '}')
		return close_block(place);
	else if (w->nr == 2 && str_is(w->word[0], "include"))
		return include(p, r, web, w->word[1], place);
	else if (w->nr)
		take_anywhere(web, w);
	if (w->end == ';' && place->server)
		take_in_server(place->server, w);
	return true;
}

static bool read_one(struct probe *p, struct result *r, struct web *web, const char *path,
		     struct place *place)
{
	struct web_reader in = { .line = 1 };
	unsigned int blocks = place->blocks;
	struct web_words words;
	const struct tree_file *f;
	bool good = true;

	if (!probe_text(p, r, path, &f))
		return false;
	if (!f)
		return true;
	if (web->depth++ == MAX_DEPTH) {
		say(r, AUDIT_ERROR, "%s: files include each other more than %d deep", path,
		    MAX_DEPTH);
		return false;
	}
	web->exists = true;
	in.rest = f->text;
	while (good && web_next(&in, &words)) {
		good = take(p, r, web, place, &words, f);
		if (!good && !r->nr_said)
			in.wrong = "a brace too many";
	}
	if (good && !in.wrong && place->blocks != blocks)
		in.wrong = "a brace has no end";
	if (in.wrong) {
		say(r, AUDIT_ERROR, "%s:%u: %s", path, in.line, in.wrong);
		show(r, f, in.line, str_of(in.wrong));
	}
	web->depth--;
	return good && !in.wrong;
}

bool web_read(struct probe *p, struct result *r, struct web *web)
{
	struct place place = { 0 };

	memset(web, 0, sizeof(*web));
	return read_one(p, r, web, "/etc/nginx/nginx.conf", &place);
}
