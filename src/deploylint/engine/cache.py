"""Compiled packs on disk: code, which every run reads, and texts, which are read on a hit."""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deploylint import __version__, resources
from deploylint.engine.rules import Pack, Rule

if TYPE_CHECKING:
    from types import CodeType

    from deploylint.engine.pack import Program

_FORMAT = 3
_ENGINE = (_FORMAT, __version__, MAGIC_NUMBER, sys.implementation.name)
_LENGTH = 3
"""Bytes of the number that a file of texts begins with: 16 MiB are enough for where the texts are."""

_OLD = 32
"""Compiled packs that are kept beside the newest one."""

_HERE = os.path.dirname(os.path.abspath(__file__))


def load(pack_dirs: Sequence[str] | None = None, *, environ: Mapping[str, str] = os.environ) -> Pack:
    """The rules of these folders and files, the built-in ones by default; raises PackError when a file is wrong.

    What was compiled before is used as long as nothing changed; a cache that cannot be read or written is done without.
    """
    folders = [resources.rules()]
    if pack_dirs is not None:
        from deploylint.engine.bases import with_bases

        folders = with_bases(pack_dirs)
    compiled = resources.compiled()
    if compiled is not None and folders == [resources.rules()]:
        shipped = _read(os.path.join(compiled, "rules"))
        if shipped is not None:
            return shipped
    cache = _folder(environ)
    stamp = _stamp(folders)
    pointer = os.path.join(cache, _pointer(folders)) if cache else ""
    known = _loaded(pointer) if pointer else None
    if isinstance(known, tuple) and len(known) == 3 and known[:2] == (_ENGINE, stamp):
        found = _read(os.path.join(cache, str(known[2])))
        if found is not None:
            return found
    return _rebuild(folders, cache, pointer, stamp)


def build(out_dir: str) -> None:
    """Compile the built-in rules into a folder, for the wheel."""
    os.makedirs(out_dir, exist_ok=True)
    code, texts = compiled_bytes([resources.rules()])
    for ending, data in ("code", code), ("texts", texts):
        with open(os.path.join(out_dir, f"rules.{ending}"), "wb") as file:
            file.write(data)


def compiled_bytes(folders: Sequence[str]) -> tuple[bytes, bytes]:
    """The two files of the packs in these folders, freshly compiled."""
    from deploylint.engine.pack import compile_pack, read_folder, read_tables

    tables: dict[str, dict[object, object]] = {}
    for folder in [resources.schemas(), *(os.path.join(folder, "tables") for folder in folders)]:
        if os.path.isdir(folder):
            tables.update(read_tables(folder))
    files = [file for folder in folders for file in read_folder(folder) if "/tables/" not in file.source.path]
    return encode(compile_pack(files, tables))


def pack_of(program: Program) -> Pack:
    """A compiled program as a pack, without a detour over files."""
    code, texts = encode(program)
    return _unkept(code, texts)


def encode(program: Program) -> tuple[bytes, bytes]:
    """A program as the contents of the two files."""
    once: dict[Any, Any] = {}
    rows = tuple(_row(program, index, rule_id, once) for index, rule_id in enumerate(program.specs))
    shared = _compiled(program.shared, "<rules>")
    parts = {name: marshal.dumps(_compiled(source, f"<rules: {name}>")) for name, source in program.parts.items()}
    source = "".join((program.shared, *program.parts.values(), *program.hits.values()))
    used = {name: rows for name, rows in program.tables.items() if f"_table({name!r}" in source}
    texts = {rule_id: marshal.dumps(_texts(program, rule_id)) for rule_id in program.specs}
    return marshal.dumps((_ENGINE, rows, shared, parts, used)), _joined(texts)


def _joined(texts: Mapping[str, bytes]) -> bytes:
    """Texts in one file: the length of what follows, where each text begins and ends behind that, and the texts."""
    places: dict[str, tuple[int, int]] = {}
    end = 0
    for name, text in texts.items():
        places[name] = (end, end + len(text))
        end += len(text)
    head = marshal.dumps((_ENGINE, places))
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *texts.values()))


def _compiled(source: str, name: str) -> CodeType:
    return compile(source, name, "exec", dont_inherit=True)


def _row(program: Program, index: int, rule_id: str, once: dict[Any, Any]) -> tuple[Any, ...]:
    """What a run needs to know of a rule; the order is that of Rule.

    Equal values are one object (by `once`), which is written and read once.
    """
    spec = program.specs[rule_id]
    params = {name: (param.type, param.default) for name, param in spec.params.items()}
    plain = (spec.pack, spec.kind, spec.severity, spec.level, spec.status, spec.tags)
    none = once.setdefault("", {})
    return (
        rule_id, *(once.setdefault(value, value) for value in plain), spec.requires or none, params or none, index,
        spec.fix is not None, bool(spec.by), rule_id in program.sensitive,
    )  # fmt: skip


def _texts(program: Program, rule_id: str) -> dict[str, Any]:
    """Everything that is said about a rule, as plain data."""
    spec = program.specs[rule_id]
    return {
        "hit": _compiled(program.hits[rule_id], f"<{rule_id}>"),
        "title": spec.title,
        "why": spec.why,
        "remedy": spec.remedy,
        "references": spec.references,
        "status_note": spec.status_note,
        "security_severity": spec.security_severity,
        "cwe": spec.cwe,
        "issue_labels": spec.issue_labels,
        "params": {name: tuple(param) for name, param in spec.params.items()},
        "examples": spec.examples,
        "fix": {"title": spec.fix.title.text, "safety": spec.fix.safety} if spec.fix is not None else None,
        "where": tuple(words.text for words in spec.where),
        "path": spec.source.path.removeprefix(resources.rules() + os.sep),
    }


# -- reading -----------------------------------------------------------------------------------------------------------


def _loaded(path: str) -> Any:
    """What a file holds; None when it cannot be had."""
    try:
        with open(path, "rb") as file:
            # Not marshal.load, which asks the file for a few bytes at a time.
            return marshal.loads(file.read())  # noqa: S302 (in a folder that only its user may write)
    except (OSError, EOFError, ValueError, TypeError):
        return None


def _read(base: str) -> Pack | None:
    """A pack from its two files; None when they are missing, broken or another engine's."""
    try:
        with open(base + ".code", "rb") as file:
            data = file.read()
    except OSError:
        return None
    if not os.path.exists(base + ".texts"):
        return None

    return _decode(data, _texts_in(base + ".texts"))


def _texts_in(path: str) -> Callable[[str], bytes]:
    """What reads one text of a file: a run needs few of them, and all would take longer than its rules."""
    start = 0
    places: dict[str, tuple[int, int]] = {}

    def text(rule_id: str) -> bytes:
        nonlocal start, places
        try:
            with open(path, "rb") as file:
                if not places:
                    size = int.from_bytes(file.read(_LENGTH), "big")
                    engine, found = marshal.loads(file.read(size))  # noqa: S302 (as above)
                    if engine == _ENGINE:
                        start, places = _LENGTH + size, found
                if places:
                    begin, end = places[rule_id]
                    file.seek(start + begin)
                    return file.read(end - begin)
        except (OSError, EOFError, ValueError, TypeError):
            pass
        raise RuntimeError(f"{path} is damaged: remove it")

    return text


def _unkept(code: bytes, texts: bytes) -> Pack:
    """A pack that is in no file."""
    start = _LENGTH + int.from_bytes(texts[:_LENGTH], "big")
    _, places = marshal.loads(texts[_LENGTH:start])  # noqa: S302 (made by encode)
    found = _decode(code, lambda rule_id: texts[start + places[rule_id][0] : start + places[rule_id][1]])
    assert found is not None
    return found


def _decode(data: bytes, texts: Callable[[str], bytes]) -> Pack | None:
    try:
        engine, *rest = marshal.loads(data)  # noqa: S302 (as above)
    except (EOFError, ValueError, TypeError):
        return None
    if engine != _ENGINE:
        return None
    rows, shared, parts, tables = rest
    return Pack({row[0]: Rule(row) for row in rows}, shared, parts, tables, texts)


def _stamp(folders: Sequence[str]) -> tuple[int, int]:
    """Newest change and number of all files that a compiled pack depends on; it stands for their contents."""
    newest = number = 0
    todo = [*folders]
    if resources.compiled() is None:  # in a checkout the engine itself may have changed
        todo += [_HERE, resources.schemas(), os.path.join(os.path.dirname(_HERE), "model", "kinds.py")]
    while todo:
        path = todo.pop()
        try:
            newest = max(newest, os.stat(path).st_mtime_ns)
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir():
                        if not entry.name.startswith((".", "__")):
                            todo.append(entry.path)
                    elif entry.name.endswith((".yaml", ".yml", ".py")):
                        newest = max(newest, entry.stat().st_mtime_ns)
                        number += 1
        except NotADirectoryError:
            number += 1
        except OSError:
            continue
    return newest, number


def _folder(environ: Mapping[str, str]) -> str:
    """The user's cache folder, made if need be; empty when there is none, or when others could write to it."""
    base = environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = environ.get("HOME", "")
        if not os.path.isabs(home):
            return ""
        base = os.path.join(home, ".cache")
    folder = os.path.join(base, "deploylint")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.stat(folder)
    except OSError:
        return ""
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        return ""
    return folder


def _pointer(folders: Sequence[str]) -> str:
    """The file that remembers which compiled pack belongs to these folders."""
    from binascii import crc32

    joined = "\0".join(folders).encode("utf-8", "surrogateescape")
    return f"{crc32(joined):08x}{len(joined):x}.pack"


# -- writing -----------------------------------------------------------------------------------------------------------


def _rebuild(folders: Sequence[str], cache: str, pointer: str, stamp: tuple[int, int]) -> Pack:
    """Compile, or find what was compiled from the same bytes, and remember it."""
    name = _digest(folders)
    base = os.path.join(cache, name) if cache else ""
    found = _read(base) if cache else None
    if found is None:
        code, texts = compiled_bytes(folders)
        if cache:
            _write(base + ".texts", texts)
            _write(base + ".code", code)
        found = _unkept(code, texts)
    if pointer:
        _write(pointer, marshal.dumps((_ENGINE, stamp, name)))
        _prune(cache)
    return found


def _digest(folders: Sequence[str]) -> str:
    """sha256 of the rules, the tables, the kinds, the engine and Python."""
    import hashlib

    digest = hashlib.sha256(repr(_ENGINE).encode())
    model = os.path.join(os.path.dirname(_HERE), "model", "kinds.py")
    for top in [*folders, resources.schemas(), _HERE, model]:
        paths = (
            [top]
            if os.path.isfile(top)
            else [os.path.join(path, name) for path, _, names in os.walk(top) for name in names]
        )
        for path in sorted(paths):
            if path.endswith((".yaml", ".yml", ".py")):
                with open(path, "rb") as file:
                    data = file.read()
                digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
                digest.update(data)
    return digest.hexdigest()


def _write(path: str, data: bytes) -> None:
    """Write whole or not at all; a cache that cannot be written is done without."""
    scratch = f"{path}.{os.getpid()}"
    try:
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(scratch, path)
    except OSError:
        return


def _prune(cache: str) -> None:
    """Forget the oldest compiled packs."""
    try:
        with os.scandir(cache) as entries:
            old = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.name.endswith(".code"))
        for _, path in old[:-_OLD]:
            os.unlink(path)
            os.unlink(path.removesuffix(".code") + ".texts")
    except OSError:
        return
