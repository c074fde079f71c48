#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Holds the table "Every way in" of docs/threat-model.md against the probes of lorica-attack.

Says which rows name no tier, no probe and no reason, which names no probe has, which probes no
row names, and what is open without a word of why. Silence means that both are complete.
"""

import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = TOP / "docs/threat-model.md"
PROBE = re.compile(r'^\t\{ "([a-z0-9-]+\.[a-z0-9-]+)", \w+, (?:true|false) \},$', re.M)
TABLE = re.compile(r"^const struct probe (\w+_probes)\[\]", re.M)
TIERS = {"any", "-", "SHA-256", "fs-verity", "volume", "signature"}
# What is behind it up to the next one.
OPEN = re.compile(r"\*\*open[^*]*\*\*((?:(?!\*\*).)*)")
# What else a row may point at, with what has to be there.
ELSEWHERE = (
    (re.compile(r"scenarios? ((?:`[a-z0-9-]+`(?:, | and )?)+)"), "tests/qemu/scenarios/{}/run.sh"),
    (re.compile(r"(`[a-z0-9-]+_kunit`)"), "kernel/tests/{}.c"),
)


def probes():
    """All names, from the tables that main.c goes through."""
    names, run = [], (TOP / "tests/attack/main.c").read_text()
    for source in sorted((TOP / "tests/attack").glob("*.c")):
        text = source.read_text()
        for table in TABLE.findall(text):
            if not re.search(rf"\b{table}\b", run):
                print(f"{source.name}: main.c does not run {table}")
        names += PROBE.findall(text)
    return names


def rows():
    """(line number, cells) of the table."""
    inside = False
    for number, line in enumerate(DOCUMENT.read_text().splitlines(), 1):
        if line.startswith("## "):
            inside = line == "## Every way in"
        elif inside and line.startswith("| ") and not line.startswith(("| way in", "| **")):
            yield number, [cell.strip() for cell in line.strip("|").split("|")]


def meant(token, before, known):
    """The probes of a name: of a group, of one, or of one that goes on like the name before it."""
    if token[0] == "." and before:
        return {before.split(".")[0] + token} & known
    if token[0] == "-":
        while before and before + token not in known and "-" in before:
            before = before.rpartition("-")[0]
        return {f"{before}{token}"} & known
    return {name for name in known if name == token or name.startswith(token + ".")}


def main():
    names = probes()
    known, named, good = set(names), set(), len(names) > 100
    if not good:
        print(f"only {len(names)} probes found: has their form changed?")
    for name in sorted(n for n in known if names.count(n) > 1):
        print(f"two probes are called {name}")
    count = 0
    for number, cells in rows():
        count += 1
        where = f"docs/threat-model.md:{number}"
        if len(cells) != 5:
            print(f"{where}: {len(cells)} cells instead of 5")
            continue
        tiers = cells[2].split(", ")
        if not TIERS.issuperset(tiers) or (len(tiers) > 1 and TIERS & {"any", "-"} & set(tiers)):
            print(f"{where}: '{cells[2]}' is no tier")
        proof, found = cells[4], 0
        for pattern, path in ELSEWHERE:
            for match in pattern.finditer(proof):
                for name in re.findall("`([^`]+)`", match.group(1)):
                    found += 1
                    if not (TOP / path.format(name)).exists():
                        print(f"{where}: there is no {path.format(name)}")
            proof = pattern.sub("", proof)
        before = ""
        for token in re.findall("`([^`]+)`", proof):
            names_of = meant(token, before, known)
            if not names_of:
                print(f"{where}: no probe is called {token}")
            if len(names_of) == 1 and "." in next(iter(names_of)):
                before = next(iter(names_of))
            named |= names_of
            found += 1
        if not found and not re.match(r"(none: \S|the same)", proof):
            print(f"{where}: neither a probe nor a reason ('none: ...')")
        if "**open" in cells[3] and not OPEN.search(cells[3]):
            print(f"{where}: open, in a form that is not known")
        for why in OPEN.findall(cells[3]):
            if len(re.findall(r"\w{2,}", why)) < 3:
                print(f"{where}: open, and no word of why")
    if count < 50:
        print(f"only {count} rows found")
    for name in sorted(known - named):
        print(f"{name}: no row of 'Every way in' names this probe or its group")


main()
