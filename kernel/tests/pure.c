// SPDX-License-Identifier: GPL-2.0-only
/* The pure files once more, for a test module that stands on its own. */
#include "../envelope.c"
#include "../eventlog.c"
#include "../imasig.c"
#include "../manifest.c"
#include "../match.c"
#include "../overlap.c"
#include "../policy_decode.c"
#include "../reason.c"
#include "../replay.c"
#include "../statement.c"
