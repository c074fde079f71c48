/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_SIGNED_H
#define LORICA_SIGNED_H

#include <linux/types.h>

struct file;
struct lorica_decision;

/**
 * lorica_signed_decide - does a file's own signature allow it?
 * @file: that is to become code; on a file system of filesystem.c
 * @digest: SHA-256 of its content
 * @generation: of the policy that made @decision
 * @decision: of the manifests, which did not allow it; replaced by an allow, or
 *	by a refusal that says what is wrong with the signature
 *
 * The signature in security.ima is read past all security modules, since it
 * proves itself. Nothing is wrong with one that changes meanwhile: what was
 * read is checked over @digest, and the caller sees to it that @digest is that
 * of the content. Context: may sleep.
 *
 * Return: false when the policy was replaced meanwhile, so that everything has
 * to be asked again.
 */
bool lorica_signed_decide(struct file *file, const u8 *digest, u64 generation,
			  struct lorica_decision *decision);

#endif
