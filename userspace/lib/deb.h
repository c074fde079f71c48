/* SPDX-License-Identifier: GPL-2.0-only */
/* The code in a Debian package that is not installed yet. */
#ifndef LORICA_LIB_DEB_H
#define LORICA_LIB_DEB_H

struct collect;

/**
 * deb_collect - take the code of a Debian package, see deb(5)
 * @c: after collect_trees()
 * @file: the package; has to live as long as @c
 *
 * Paths are those that the files will have once they are installed. On a
 * system with merged /usr, and Debian knows no other since 12, /bin, /sbin and
 * /lib* are links into /usr, so a file for /bin gets its path below /usr/bin.
 *
 * Return: 0, or a negative errno after a report on stderr: -EINVAL for what is
 * no package, or has a path in it that leads out of the root; -EFBIG for a file
 * that no kernel would check; -EIO when it is damaged; that of writing a
 * temporary file.
 */
int deb_collect(struct collect *c, const char *file);

#endif
