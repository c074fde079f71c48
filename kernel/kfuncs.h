/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_KFUNCS_H
#define LORICA_KFUNCS_H

/**
 * lorica_kfuncs_init - let BPF LSM programs call the verdict functions
 *
 * Return: 0, -ENOENT when the module was built without BTF (6.1 says so; later
 * kernels only warn, and the programs then fail to load).
 */
int lorica_kfuncs_init(void);

#endif
