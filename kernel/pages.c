// SPDX-License-Identifier: GPL-2.0-only
#include "pages.h"

#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/sched.h>

/*
 * The page cache holds a reference for each page, private data one, and the
 * batch that we look through one. Whatever is above belongs to somebody: to a
 * mapping or to the list of pages that wait for their place in the LRU, both
 * harmless, or to a device that still writes. They look alike, and dropping a
 * clean page costs no more than reading it again.
 */
static bool is_held(struct folio *folio)
{
	bool held;

	/* Under the lock private data neither comes nor goes. */
	folio_lock(folio);
	held = folio_ref_count(folio) >
	       folio_nr_pages(folio) + (folio_test_private(folio) ? 1 : 0) + 1;
	folio_unlock(folio);
	return held;
}

static int drop(struct address_space *mapping, pgoff_t first, pgoff_t last)
{
	int ret = filemap_write_and_wait_range(mapping, (loff_t)first << PAGE_SHIFT,
					       ((loff_t)(last + 1) << PAGE_SHIFT) - 1);

	return ret ? ret : invalidate_inode_pages2_range(mapping, first, last);
}

int lorica_pages_disown(struct address_space *mapping)
{
	struct folio_batch batch;
	pgoff_t index = 0;
	int ret = 0;
	u32 i;

	folio_batch_init(&batch);
	while (!ret && filemap_get_folios(mapping, &index, ULONG_MAX, &batch)) {
		for (i = 0; !ret && i < folio_batch_count(&batch); i++) {
			struct folio *folio = batch.folios[i];

			if (is_held(folio))
				ret = drop(mapping, folio->index, folio_next_index(folio) - 1);
		}
		folio_batch_release(&batch);
		cond_resched();
	}
	return ret;
}
