/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_PAGES_H
#define LORICA_PAGES_H

struct address_space;

/**
 * lorica_pages_settle - make the page cache forget a file
 * @mapping: of a file that nobody can open for writing
 *
 * What is cached need not be what the next page-in brings: a page may be
 * dirty and never be written back, a swap file or a move of extents changes
 * what lies below clean ones, and a direct read or a registered buffer that
 * still holds a page fills it later. After this call everything is read from
 * the file system anew. Context: may sleep.
 *
 * Return: 0, -EBUSY when a page could not be dropped, or what the file system
 * returned for writing one.
 */
int lorica_pages_settle(struct address_space *mapping);

#endif
