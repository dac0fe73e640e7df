"""Print a sample of the findings over the corpus, for a person to judge: every rule that fires, a few findings each.

The same seed gives the same sample.  Each project folder is linted by itself at level strict.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

import corpus
from deploylint import resources


def main() -> int:
    """Lint, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", default="1", help="any text; another one gives another sample")
    parser.add_argument("--each", type=int, default=3, help="at most this many findings of a rule")
    parser.add_argument(
        "--packs", default="", help="folders of rules/ to draw from, separated by commas; all of them by default"
    )
    options = parser.parse_args()
    packs = set(filter(None, options.packs.split(",")))
    root = corpus.root()
    by_rule: dict[str, list[corpus.Place]] = defaultdict(list)
    for place in corpus.places(corpus.lint(folder) for folder in corpus.projects(root)):
        if not packs or pack_of(place.finding["rule"]) in packs:
            by_rule[place.finding["rule"]].append(place)
    shown = 0
    for rule, found in sorted(by_rule.items()):
        drawn = draw(found, options.each, f"{options.seed} {rule}")
        shown += len(drawn)
        print(f"== {rule}: {len(drawn)} of {len(found)}\n")
        for place in drawn:
            print(describe(place, root))
    print(f"seed {options.seed}: {shown} findings of {len(by_rule)} rules")
    return 0


def pack_of(rule: str) -> str:
    """The folder in which a built-in rule's file stands."""
    return next((path.parent.name for path in Path(resources.rules()).glob(f"*/{rule}.yaml")), "")


def draw(found: list[corpus.Place], count: int, seed: str) -> list[corpus.Place]:
    """At most `count` findings, of different files as far as there are that many; in the order of their places.

    A finding that two nested folders report is one.
    """
    distinct = {(str(place.file), place.finding["start"]["offset"], place.finding["message"]): place for place in found}
    places = [place for _, place in sorted(distinct.items())]
    chance = random.Random(seed)
    chance.shuffle(places)
    first_of_file = {str(place.file): place for place in reversed(places)}
    fresh = [place for place in places if first_of_file[str(place.file)] is place]
    rest = [place for place in places if first_of_file[str(place.file)] is not place]
    return sorted([*fresh, *rest][:count], key=lambda place: (str(place.file), place.finding["start"]["offset"]))


def describe(place: corpus.Place, root: Path) -> str:
    """The finding as one line, its line with those around it, and its fix."""
    finding = place.finding
    line, column = finding["start"]["line"], finding["start"]["column"]
    path = place.file.relative_to(root) if place.file.is_relative_to(root) else place.file
    head = f"{path}:{line}:{column}: {finding['severity']} {finding['rule']}: {finding['message']}"
    try:
        text = place.file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        text = ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    context = [
        f"  {'>' if number == line else ' '}{number:5} | {lines[number - 1]}"
        for number in range(max(line - 1, 1), min(line + 1, len(lines)) + 1)
    ]
    fix = finding["fix"]
    return "\n".join([head, *context, *([f"        fix ({fix['safety']}): {fix['title']}"] if fix else []), ""])


if __name__ == "__main__":
    sys.exit(main())
