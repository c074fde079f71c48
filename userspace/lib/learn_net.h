/* SPDX-License-Identifier: GPL-2.0-only */
/* What the net section can give: rules for programs that were seen to use the network. */
#ifndef LORICA_LIB_LEARN_NET_H
#define LORICA_LIB_LEARN_NET_H

struct arena;
struct event_line;
struct learn;
struct learn_item;
struct learn_key;
struct sema;

/* As many addresses, or ports, are learnt one by one; with more of them the rule is wider. */
enum { LEARN_NET_FEW = 8 };

/**
 * learn_net_use - does a rule of `net` permit that?
 * @line: a refused socket, bind, listen, accept, connect or datagram
 * @key: changed when it does
 */
void learn_net_use(const struct event_line *line, struct learn_key *key);

/**
 * learn_net_note - remember which unlisted program a process has begun
 * @l: the run
 * @line: any event that is new
 */
void learn_net_note(struct learn *l, const struct event_line *line);

/**
 * learn_net_program - which program is it that has no label?
 * @l: the run
 * @line: the event
 * @key: from learn_net_use(); gets the path of the program that its process was seen to begin
 *
 * A program has a name when a manifest lists it. One that is about to be listed gets its rules
 * in the same draft.
 */
void learn_net_program(struct learn *l, const struct event_line *line, struct learn_key *key);

/**
 * learn_net_decide - may a rule be written?
 * @l: the run
 * @item: of kind LEARN_NET
 *
 * Return: EXIT_OK, or as ruling_make().
 */
int learn_net_decide(struct learn *l, struct learn_item *item);

/**
 * learn_net_settle - the rules that come of it
 * @l: with every item decided
 */
void learn_net_settle(struct learn *l);

/**
 * learn_net_rules - add what was learnt to a policy
 * @sema: the policy, which has a net section when something was learnt
 * @l: decided
 */
void learn_net_rules(struct sema *sema, struct learn *l);

/**
 * learn_net_end - forget what was remembered
 * @l: begun, or all zero
 */
void learn_net_end(struct learn *l);

#endif
