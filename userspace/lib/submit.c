// SPDX-License-Identifier: GPL-2.0-only
#include "submit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../kernel/limits.h"
#include "../../kernel/reason.h"
#include "file.h"
#include "node.h"

static bool is_not_newer(int err)
{
	return err == lorica_reason_errno(LORICA_R_SERIAL_SAME) ||
	       err == lorica_reason_errno(LORICA_R_SERIAL_OLD);
}

/* Each reason to refuse a statement has an errno of its own, so it leads back. */
static const char *words_for(int err)
{
	int r;

	for (r = LORICA_R_TRUNCATED; r < LORICA_R_MANIFEST; r++)
		if (lorica_reason_errno(r) == err)
			return lorica_reason_text(r);
	return strerror(-err);
}

enum submit_result submit_file(const char *path, char *detail, size_t size)
{
	char *data;
	size_t len;
	int fd, ret = file_read(path, LORICA_MAX_STATEMENT, &data, &len);

	if (ret) {
		snprintf(detail, size, "cannot read '%s': %s", path, strerror(-ret));
		return SUBMIT_FAILED;
	}
	/* Opened on its own: its errno is not one of a statement. */
	fd = node_open("load", O_WRONLY);
	if (fd < 0) {
		free(data);
		snprintf(detail, size, "cannot open the module's load node: %s", strerror(-fd));
		return fd == -ENOENT ? SUBMIT_UNSUPPORTED : SUBMIT_FAILED;
	}
	ret = write(fd, data, len) < 0 ? -errno : 0;
	close(fd);
	free(data);
	if (ret) {
		snprintf(detail, size, "the kernel refused '%s': %s", path, words_for(ret));
		return is_not_newer(ret) ? SUBMIT_NOT_NEWER : SUBMIT_REFUSED;
	}
	snprintf(detail, size, "%s (%zu bytes) in force", path, len);
	return SUBMIT_OK;
}
