#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Copies the policies to where their certificates are found: stage.sh DIR. Both
# folders name them as keys/NAME, which has to be below a policy.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
for kind in valid invalid; do
	mkdir -p "$1/$kind"
	cp -R "$here/keys" "$here/$kind/"* "$1/$kind/"
done
