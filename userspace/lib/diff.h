/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_DIFF_H
#define LORICA_LIB_DIFF_H

#include <stdbool.h>

struct changes;
struct input;
struct json;

/**
 * diff_head - compare what every statement has: name, serial, epoch, device, validity
 * @c: told about differences
 * @a: before
 * @b: after
 */
void diff_head(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_policy - compare two policies
 * @c: told about differences
 * @a: before
 * @b: after
 */
void diff_policy(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_keys - compare the keys of two policies; for diff_policy()
 * @c: told about differences
 * @a: before
 * @b: after
 *
 * Two keys are one when their certificates are; else when their names are.
 */
void diff_keys(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_manifest - compare the files of two manifests, and write what differs to stdout
 * @a: before
 * @b: after
 * @j: with an open object for the members "allowed", "denied" and "relisted",
 *	NULL for people
 *
 * A manifest may have two million files, so nothing is kept of them.
 *
 * Return: true when there is a difference.
 */
bool diff_manifest(const struct input *a, const struct input *b, struct json *j);

/**
 * diff_revoked - compare what two policies revoke; for diff_policy()
 * @c: told about what becomes allowed or denied
 * @a: before
 * @b: after
 */
void diff_revoked(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_net - compare what two policies say of the network; for diff_policy()
 * @c: told about what becomes allowed or denied
 * @a: before
 * @b: after
 *
 * By the rules as they stand, each as narrow as the canonical text has it.
 */
void diff_net(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_usb - compare which USB devices two policies allow
 * @c: where differences go
 * @a: a policy
 * @b: a policy
 */
void diff_usb(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_interpreters - compare what interpreters may read; for diff_policy()
 * @c: told about what becomes allowed or denied
 * @a: before
 * @b: after
 */
void diff_interpreters(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_boot - compare what two policies expect of the boot; for diff_policy()
 * @c: told about what becomes allowed or denied
 * @a: before
 * @b: after
 */
void diff_boot(struct changes *c, const struct input *a, const struct input *b);

/**
 * diff_integrity - compare what two policies watch of the kernel; for diff_policy()
 * @c: told about what they say differently
 * @a: before
 * @b: after
 */
void diff_integrity(struct changes *c, const struct input *a, const struct input *b);

#endif
