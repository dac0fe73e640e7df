"""Write down what the reference loader says of our own Compose projects (tests/model/compose/reference).

    python tools/record_compose.py [--check]

An accepted project is recorded with its canonical model, a refused one with the first line of the error.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.model.compose.reference.documents import RECORDING, documents  # noqa: E402
from tests.model.compose.reference.loader import Loader  # noqa: E402


def recording(program: Path) -> str:
    """One line for each project."""
    lines = []
    with tempfile.TemporaryDirectory() as folder, Loader(program, Path(folder)) as loader:
        for document in documents():
            answer = loader.ask(document)
            told = {"model": answer.model} if answer.error is None else {"error": answer.error}
            lines.append(json.dumps({"name": document.name, **told}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the recording, or check it."""
    parser = argparse.ArgumentParser(description="record what the reference loader says of our Compose projects")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the recording is not current")
    arguments = parser.parse_args()
    text = recording(ROOT / ".oracles" / "bin" / "load-compose")
    if arguments.check:
        return int(text != RECORDING.read_text("utf-8"))
    RECORDING.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
