/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_PAGES_H
#define LORICA_PAGES_H

struct address_space;

/**
 * lorica_pages_disown - drop cached pages that somebody else holds
 * @mapping: of a file that nobody writes to
 *
 * A direct read or a registered buffer keeps the page of a shared mapping
 * after the mapping is gone, and may fill it at any later moment, without a
 * writer and without a change of i_version. After this call the page cache
 * has none of the pages that were held when it began: what is read from now
 * on comes from other ones. Data that waited in a page is written first.
 * Context: may sleep.
 *
 * Return: 0, -EBUSY when such a page could not be dropped, or what the file
 * system returned for writing it.
 */
int lorica_pages_disown(struct address_space *mapping);

#endif
