/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_VALUE_PORT_H
#define LORICA_LIB_VALUE_PORT_H

#include "value.h"

/**
 * struct value_ports - a range of ports
 * @first: from 1
 * @last: not below @first
 */
struct value_ports {
	uint16_t first;
	uint16_t last;
};

enum { VALUE_PORTS = 12 }; /* characters of a printed range and its NUL */

/**
 * value_ports - read a port or a range of ports
 * @text: 22 or 8000-8100
 * @ports: the result
 * @wrong: NULL if nobody wants to know
 *
 * Port 0 is none: to bind it asks for any free port.
 *
 * Return: false when @text is anything else.
 */
bool value_ports(const char *text, struct value_ports *ports, struct value_wrong *wrong);

/**
 * value_ports_print - write a range in its one canonical form
 * @ports: the range
 * @text: VALUE_PORTS bytes; one number for a range of one
 */
void value_ports_print(const struct value_ports *ports, char *text);

#endif
