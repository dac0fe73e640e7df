"""The commands of an Exec…= line: prefixes, program and arguments, and the quotes that a unit leaves open.

The rules are those of config_parse_exec() in systemd's load-fragment.c, versions 252 to 261; see also "Command lines"
in systemd.service(5).
"""

from __future__ import annotations

import re

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.syntax.systemd.tree import Assignment, CommandLine, UnitTree, Word
from deploylint.syntax.systemd.words import Piece, next_word, pieces, placed

_BLANKS = re.compile(r"[ \t\n\r]*")
_LONE = re.compile(r"\\?;(?=[ \t\n\r]|\Z)")
_UNSAFE = re.compile("[\x01-\x1f\"'\\\\\x7f]")
_UNKNOWN_SPECIFIER = re.compile(r"%(?:%|[^A-Za-z0-9%]|\Z|([A-Za-z0-9]))")
_SPECIFIERS = frozenset("aAbBcCdDEfgGhHiIjJlLmMnNopPqrRsStTuUvVwWyY")
"""Letters behind % that a command line knows; D from systemd 255 on."""

_QUOTING = frozenset({"Environment", "PassEnvironment", "UnsetEnvironment"})


def commands(assignment: Assignment) -> tuple[CommandLine, ...]:
    """The commands of a value, of which there are several when a lone `;` separates them; none resets the list.

    A fault "relative" is a program that is neither a bare name nor an absolute path to a file, or that holds a quote or
    a backslash.  Behind an unclosed quote there are no further words.
    """
    text = assignment.value
    found: list[CommandLine] = []
    piece, here = next_word(text, 0)
    while piece is not None:
        if piece.text != ";" or piece.fault:  # systemd skips a separator in front of a command
            command, here = _command(assignment, piece, here)
            found.append(command)
        piece, here = next_word(text, here)
    return tuple(found)


def faults(tree: UnitTree) -> tuple[Defect, ...]:
    """A defect for each command line and each list of variables with a quote that is not closed."""
    found: list[Defect] = []
    for section in tree.sections:
        for assignment in section.assignments:
            if "'" not in assignment.value and '"' not in assignment.value:
                continue
            if assignment.key.startswith("Exec"):
                piece = _unclosed_in_command(assignment.value)
            elif assignment.key in _QUOTING:
                piece = next((piece for piece in pieces(assignment.value) if piece.fault), None)
            else:
                continue
            if piece is not None and piece.fault == "quote":
                found.append(_unclosed(tree, assignment, piece))
    return tuple(found)


def _command(assignment: Assignment, piece: Piece, here: int) -> tuple[CommandLine, int]:
    """The command that begins with a word, behind which the next stands at an index; and the index behind it."""
    text, start = assignment.value, piece.start
    if piece.fault == "quote":
        return _made(assignment, "", [], start, piece.end, "quote"), len(text)
    count = _prefixes(piece.text)
    prefixes, program = piece.text[:count], piece.text[count:]
    word = placed(assignment, piece)
    if count and text.startswith(prefixes, piece.start):
        word = word._replace(start=assignment.places[piece.start + count])
    words = [word._replace(text=program)]
    problems = {piece.fault, _program_fault(program, prefixes), _specifier_fault(program)}
    end = piece.end
    while here < len(text):
        lone = _LONE.match(text, here)
        if lone:
            semicolon, here = lone.start(), _skip(text, lone.end())
            if lone.group() == ";":
                break
            places = assignment.places
            words.append(Word(";", places[semicolon], places[lone.end() - 1] + 1))
            end = lone.end()
            continue
        following, here = next_word(text, here)
        if following is None:
            break
        piece, end = following, following.end
        problems.add(piece.fault)
        if piece.fault == "quote":
            break
        problems.add(_specifier_fault(piece.text))
        words.append(placed(assignment, piece))
    if "@" in prefixes and len(words) < 2:
        problems.add("empty")  # the word behind the program is what the program is to call itself
    fault = next((one for one in ("quote", "empty", "relative", "specifier", "escape") if one in problems), "")
    return _made(assignment, prefixes, words, start, end, fault), len(text) if fault == "quote" else here


def _made(assignment: Assignment, prefixes: str, words: list[Word], start: int, end: int, fault: str) -> CommandLine:
    places = assignment.places
    return CommandLine(prefixes, tuple(words), places[start], places[end - 1] + 1, fault)


def _prefixes(word: str) -> int:
    """The number of prefix characters that a first word begins with, each of which counts once."""
    seen = ""
    for index, character in enumerate(word):
        if character == "!":
            fits = "+" not in seen and seen.count("!") < 2
        elif character == "+":
            fits = "+" not in seen and "!" not in seen
        else:
            fits = character in "-@:|" and character not in seen
        if not fits:
            return index
        seen += character
    return len(word)


def _program_fault(program: str, prefixes: str) -> str:
    """What is wrong with a program's name; nothing that a specifier or a shell would settle."""
    if "|" in prefixes:
        return ""
    if not program:
        return "empty"
    if _UNSAFE.search(program):
        return "relative"
    if program.startswith("%") and not program.startswith("%%"):
        return ""
    if program.endswith("/") or program in (".", ".."):
        return "relative"
    return "relative" if "/" in program and not program.startswith("/") else ""


def _specifier_fault(word: str) -> str:
    """Does a word hold a % and a letter or digit that is no specifier?"""
    if "%" not in word:
        return ""
    for match in _UNKNOWN_SPECIFIER.finditer(word):
        if match.group(1) and match.group(1) not in _SPECIFIERS:
            return "specifier"
    return ""


def _unclosed_in_command(text: str) -> Piece | None:
    """The word of an Exec…= value whose quote is not closed, with which systemd gives up on the line."""
    piece, here = next_word(text, 0)
    while piece is not None and piece.fault != "quote":
        lone = _LONE.match(text, here)
        if lone:
            here = lone.end()
        piece, here = next_word(text, here)
    return piece


def _unclosed(tree: UnitTree, assignment: Assignment, piece: Piece) -> Defect:
    """The defect for a word with an unclosed quote, at the quote."""
    quote = _open_quote(assignment.value, piece.start)
    place = assignment.places[quote]
    name = f"{assignment.value[quote]}"
    return Defect(
        "unit-unbalanced-quote", Span(tree.source, place, place + 1), assignment.key, name, f"a closing {name}"
    )


def _open_quote(text: str, here: int) -> int:
    """Index of the quote that is not closed, in a word that begins at an index and has one."""
    quote, opened = "", here
    while here < len(text):
        character = text[here]
        if character == "\\":
            here += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "\"'":
            quote, opened = character, here
        here += 1
    return opened


def _skip(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start
