/* SPDX-License-Identifier: GPL-2.0-only */
/* What the productions in parse*.c have in common. */
#ifndef LORICA_LIB_PARSER_H
#define LORICA_LIB_PARSER_H

#include <stdbool.h>

#include "arena.h"
#include "ast.h"
#include "constant.h"
#include "diag.h"
#include "lex.h"
#include "sources.h"
#include "value.h"
#include "words.h"

/**
 * struct parser - one token of look-ahead
 * @lex: the text behind @token
 * @token: not consumed yet
 * @ast: what was read so far
 * @sources: all files, for the values of constants
 */
struct parser {
	struct lex lex;
	struct token token;
	struct ast *ast;
	struct sources *sources;
};

/**
 * parser_start - begin with a file
 * @p: all zero but @ast, @sources, and in @lex the diagnostics and the arena
 * @source: the file
 * @quiet: complain about no token
 */
void parser_start(struct parser *p, const struct source *source, bool quiet);

/**
 * parser_take - consume a token
 * @p: the parser; sees the end of the text once its diagnostics are full
 *
 * Return: the token.
 */
struct token parser_take(struct parser *p);

/**
 * parser_expected - report that something else should stand here
 * @p: the parser; a token that was already reported is passed over in silence
 * @what: what should
 *
 * Return: false.
 */
bool parser_expected(struct parser *p, const char *what);

/**
 * parser_word - consume a word
 * @p: the parser
 * @what: what it stands for, for the report
 * @word: the result
 *
 * Return: false, and a report, when there is no word here.
 */
bool parser_word(struct parser *p, const char *what, struct ast_word *word);

/**
 * parser_choice - consume one of several words
 * @p: the parser
 * @words: the choice
 * @what: what they stand for, for the report
 * @value: the one that was found
 * @span: where, may be NULL
 *
 * Return: false, and a report, when there is none of them here.
 */
bool parser_choice(struct parser *p, const struct words *words, const char *what, uint32_t *value,
		   struct span *span);

/**
 * parser_keyword - consume one certain word
 * @p: the parser
 * @word: which
 *
 * Return: false, and a report, when it is not here.
 */
bool parser_keyword(struct parser *p, const char *word);

/**
 * parser_is - is a certain word next?
 * @p: the parser
 * @word: which
 *
 * Return: true when it is.
 */
bool parser_is(const struct parser *p, const char *word);

/**
 * parser_newlines - pass over empty lines
 * @p: the parser
 */
void parser_newlines(struct parser *p);

/**
 * parser_comma - consume a comma, which continues a list, on the next line too
 * @p: the parser
 *
 * Return: false when there is none.
 */
bool parser_comma(struct parser *p);

/**
 * parser_end_of_statement - is the statement over?
 * @p: the parser; what ends the statement is not consumed
 *
 * Return: false, and a report, when something else follows.
 */
bool parser_end_of_statement(struct parser *p);

/**
 * parser_skip_statement - pass over what is left of a statement
 * @p: the parser; stops in front of the newline or the closing brace that ends
 *	the statement, behind the block that it may open
 *
 * Return: false when the text ends inside of that block.
 */
bool parser_skip_statement(struct parser *p);

/**
 * parser_block - consume "{", entries, and "}"
 * @p: the parser
 * @head: the word that begins the section, for the report that "}" is missing
 * @section: second argument of @entry
 * @entry: consumes one statement; false when the rest of it has to be skipped
 *
 * Return: false, and a report, when there is no block.
 */
bool parser_block(struct parser *p, struct span head, void *section,
		  bool (*entry)(struct parser *p, void *section));

/**
 * parser_is_name - is a word good as the name of a key or a constant?
 * @word: NUL terminated
 *
 * Return: true for a letter and at most 30 more of [A-Za-z0-9_-].
 */
bool parser_is_name(const char *word);

/**
 * parser_is_statement_name - is a word good as the name of a policy or a manifest?
 * @word: NUL terminated
 *
 * Return: true for at most 31 of [A-Za-z0-9._-].
 */
bool parser_is_statement_name(const char *word);

/**
 * parser_value - consume one value, or a constant that stands for one
 * @p: the parser
 * @types: of a constant that are good here; with CONSTANT_PATH the value is a
 *	string, otherwise a word
 * @what: what the value is, for reports: "a number"
 * @value: the result; a path starts at the directory of the main file then
 *
 * Return: false when there is none, with a report unless there was one for
 * the definition of the constant.
 */
bool parser_value(struct parser *p, unsigned int types, const char *what, struct ast_word *value);

/**
 * parser_values - consume one element of a list, or a constant that stands for several
 * @p: the parser
 * @types: as for parser_value()
 * @what: as for parser_value()
 * @each: gets @context and each value
 * @context: first argument of @each
 *
 * Return: as for parser_value().
 */
bool parser_values(struct parser *p, unsigned int types, const char *what,
		   void (*each)(void *context, const struct ast_word *value), void *context);

/**
 * parser_wrong - report what is wrong with a value
 * @p: the parser
 * @kind: of the report
 * @word: the value
 * @wrong: from one of the functions in value*.h
 */
void parser_wrong(struct parser *p, enum diag_kind kind, const struct ast_word *word,
		  const struct value_wrong *wrong);

/**
 * parser_digest - consume a SHA-256 value
 * @p: the parser
 * @digest: 32 bytes
 * @span: where it stands
 * @good: false when the word was reported, and consumed, as no digest
 *
 * Return: false when there is no value here.
 */
bool parser_digest(struct parser *p, uint8_t *digest, struct span *span, bool *good);

/**
 * parse_header - the `policy` statement behind its first word
 * @p: the parser
 * @policy: filled
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool parse_header(struct parser *p, struct ast_policy *policy);

/**
 * parse_keys - a `keys` section behind its first word
 * @p: the parser; its tree gets the keys
 * @head: the first word
 * @twice: this file has one already, so nothing goes into the tree
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool parse_keys(struct parser *p, struct span head, bool twice);

/**
 * parse_exec - an `exec` section behind its first word
 * @p: the parser; its tree gets the rules
 * @head: the first word
 * @twice: as for parse_keys()
 *
 * Return: as of parse_keys().
 */
bool parse_exec(struct parser *p, struct span head, bool twice);

/**
 * parser_paths - consume a list of paths
 * @p: the parser
 * @what: what each is, for reports
 * @tail: where the first goes; the end of the list then
 *
 * Return: false, and a report, when one is missing.
 */
bool parser_paths(struct parser *p, const char *what, struct ast_path ***tail);

/**
 * parse_default - the default of a section, and the rest of the line up to "{"
 * @p: the parser
 * @section: what it is called
 * @head: where that stands
 * @value: what a default elsewhere says, LORICA_DEFAULT_UNMANAGED: there was none
 * @span: where that stands
 * @broken: set when there is none here that could be read
 */
void parse_default(struct parser *p, const char *section, struct span head,
		   enum lorica_default *value, struct span *span, bool *broken);

/**
 * parse_net - a `net` section behind its first word
 * @p: the parser; its tree gets the rules
 * @head: the first word
 * @twice: as for parse_keys()
 *
 * Return: as of parse_keys().
 */
bool parse_net(struct parser *p, struct span head, bool twice);

/**
 * parse_net_act - what a rule of `net` speaks of, behind its first word
 * @p: the parser
 * @word: the first word: listen, connect, raw, packet or family
 * @rule: gets it
 *
 * Return: as of parse_revoke().
 */
bool parse_net_act(struct parser *p, const char *word, struct ast_net_rule *rule);

/**
 * parse_revoke - a rule of `exec` that begins with `revoke`
 * @p: the parser
 * @exec: gets what is revoked
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool parse_revoke(struct parser *p, struct ast_exec *exec);

/**
 * parse_on_revoked - a rule of `exec` that begins with `on-revoked`
 * @p: the parser
 * @exec: gets what it says
 *
 * Return: as of parse_revoke().
 */
bool parse_on_revoked(struct parser *p, struct ast_exec *exec);

/**
 * parse_usb - a `usb` section behind its first word
 * @p: the parser; its tree gets the rules
 * @head: the first word
 * @twice: as for parse_keys()
 *
 * Return: as of parse_keys().
 */
bool parse_usb(struct parser *p, struct span head, bool twice);

/**
 * parse_usb_device - a device in the words of a rule of `usb`, up to a verdict
 * @p: the parser
 * @device: gets what is said; its verdict is that of a rule with these words
 * @good: false when something was reported and passed over
 *
 * Return: as of parse_revoke().
 */
bool parse_usb_device(struct parser *p, struct ast_usb_rule *device, bool *good);

/**
 * parse_boot - a `boot` section behind its first word
 * @p: the parser; its tree gets the rules
 * @head: the first word
 * @twice: as for parse_keys()
 *
 * Return: as of parse_keys().
 */
bool parse_boot(struct parser *p, struct span head, bool twice);

/**
 * parse_integrity - an `integrity` section behind its first word
 * @p: the parser; its tree gets what is watched
 * @head: the first word
 * @twice: as for parse_keys()
 *
 * Return: as of parse_keys().
 */
bool parse_integrity(struct parser *p, struct span head, bool twice);

/**
 * parse_define - a `define` statement behind its first word
 * @p: the parser; its tree gets the constant
 *
 * Return: false, and a report, when the rest of the line has to be skipped.
 */
bool parse_define(struct parser *p);

/**
 * parse_includes - the first pass: all files, and the constants in them
 * @p: not started, with the main file in its sources, which get the others;
 *	its tree gets the constants
 * @reader: fetches the files
 *
 * Reads the statements `include` and `define` and passes over all others, so
 * that these may come in any order.
 */
void parse_includes(const struct parser *p, const struct source_reader *reader);

#endif
