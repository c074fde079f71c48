/* SPDX-License-Identifier: GPL-2.0-only */
/* What a policy does to the files of a device. */
#ifndef LORICA_LIB_IMAGE_LINT_H
#define LORICA_LIB_IMAGE_LINT_H

struct compile;
struct image;
struct image_manifest;
struct image_tree;

/**
 * image_lint - judge a policy by what it is going to meet
 * @image: opened; manifests that a device would refuse are marked
 * @c: a policy without errors; gets warnings
 *
 * Return: EXIT_OK; EXIT_REJECTED, with a message, when the policy cannot be
 * made into a statement.
 */
int image_lint(struct image *image, struct compile *c);

/**
 * image_lint_init - would the device start? For image_lint()
 * @image: with the refused manifests marked
 * @c: a policy that says enforce and default deny; gets warnings
 */
void image_lint_init(struct image *image, struct compile *c);

/**
 * image_lint_paths - do the trees have the paths that rules name? For image_lint()
 * @image: with at least one tree, and the refused manifests marked
 * @c: the compiled policy; gets warnings
 */
void image_lint_paths(struct image *image, struct compile *c);

/**
 * image_lint_serial - does the policy revoke a manifest by its serial?
 * @m: one that is not refused for another reason; @m->refused may be set
 * @c: the compiled policy; told if so
 */
void image_lint_serial(struct image_manifest *m, struct compile *c);

/**
 * image_lint_revoked - does a manifest list what the policy revokes?
 * @m: a manifest
 * @c: the compiled policy; told if so
 */
void image_lint_revoked(const struct image_manifest *m, struct compile *c);

#endif
