#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""texts.py: each text that the compiler can say is expected, word by word, by a test.

Reads the sources for the texts of diagnostics, and looks for each in what the tests
expect: the .err files, the tests of the command that stand beside trees, and the unit
tests. Prints TAP without a plan, from the number that is given on.
"""
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
# Who says something about a policy: calls of these, and the values with a form.
CALLS = re.compile(r"\b(?:diag_report|diag_related|value_refuse|needs_deny)\(")
# About tables of expectations, not about a policy.
OTHERS = ("expect", "learn", "ruling", "desk")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
FORMAT = re.compile(r"%(?:%|[-0-9.*]*(?:ll|z|l)?[a-zA-Z])")
# Nothing that a test could bring about.
UNREACHABLE = {
    "there is no memory for the rules": "malloc() fails",
}


def calls(text, start):
    """The text between the parentheses of a call, literals left whole."""
    depth, at = 1, start
    while depth:
        literal = LITERAL.match(text, at)
        if literal:
            at = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return text[start:at - 1]


def literals(code):
    """Literals of some C, those that stand side by side as one."""
    joined, end = [], None
    for m in LITERAL.finditer(code):
        if end is not None and not code[end:m.start()].strip():
            joined[-1] += m.group(1)
        else:
            joined.append(m.group(1))
        end = m.end()
    return [bytes(s, "utf-8").decode("unicode_escape") for s in joined]


def texts():
    for name in sorted(glob.glob(TOP + "/userspace/lib/*.c")):
        base = os.path.basename(name)
        if base.startswith(OTHERS):
            continue
        with open(name, encoding="utf-8") as f:
            source = f.read()
        for m in CALLS.finditer(source):
            for text in literals(calls(source, m.end())):
                # Single words are put into a text that is looked for itself.
                if " " in text.strip() and re.search("[a-z]{3}", text):
                    yield base, text


def pattern(text):
    parts, at = [], 0
    for m in FORMAT.finditer(text):
        parts.append(re.escape(text[at:m.start()]))
        parts.append("%" if m.group() == "%%" else r"[^\n]*?")
        at = m.end()
    # A macro such as PRIu64 may have stood behind it.
    rest = re.escape(text[at:])
    return re.compile("".join(parts) + re.sub(r"%$", r"[0-9]+", rest))


def main():
    number, failed = int(sys.argv[1]), False
    expected = ""
    for where in ("tests/policies/*/*.err", "tests/cli/check*.bats", "tests/cli/revoke.bats",
                  "tests/cli/lint.bats", "tests/cli/include.bats", "tests/cli/scale.bats",
                  "tests/unit/*_test.c"):
        for name in sorted(glob.glob(os.path.join(TOP, where))):
            with open(name, encoding="utf-8", errors="replace") as f:
                expected += f.read()
    expected = expected.replace('\\"', '"').replace("\\\\", "\\")
    # Literals of C that go on in the next line.
    expected = re.sub(r'"\n\s*"', "", expected)
    said = set()
    for base, text in texts():
        if text in said or text in UNREACHABLE:
            continue
        said.add(text)
        number += 1
        good = bool(pattern(text).search(expected))
        failed |= not good
        print("%s %d - %s: \"%s\"%s" % ("ok" if good else "not ok", number, base,
                                       text.replace("#", ""), "" if good else " is expected nowhere"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
