/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_RULING_USB_H
#define LORICA_LIB_RULING_USB_H

struct desk;
struct ruling;

/* Rules that did not decide, of which an answer tells at most. */
enum { RULING_USB_LOST = 32 };

/**
 * ruling_usb - judge a USB device, by the usb section
 * @desk: what it is judged by
 * @ruling: with its event, which has a device; gets everything but the verdict
 *
 * Return: EXIT_OK.
 */
int ruling_usb(struct desk *desk, struct ruling *ruling);

#endif
