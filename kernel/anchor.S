/* SPDX-License-Identifier: GPL-2.0-only */
/* The certificate of LORICA_ANCHOR, as kernel/Kbuild made it from PEM or DER. */
#include <linux/linkage.h>

	.section .rodata, "a"
	.balign 8
	.globl lorica_anchor_der
lorica_anchor_der:
	.incbin "anchor.der"
	.globl lorica_anchor_der_end
lorica_anchor_der_end:

	.section .note.GNU-stack, "", %progbits
