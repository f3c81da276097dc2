"""Who knows whom: the engine meets the model library in few places, and the library never meets the engine."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOORS = {"engine/voices/indextts2.py", "engine/emotion/slow/qwen.py"}


def importers(folder, packages):
    """Files below ``folder`` that import one of ``packages``."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] in packages for name in names):
                found.add(path.relative_to(ROOT).as_posix())
    return found


def test_the_engine_meets_the_library_at_its_doors_and_on_the_command_line():
    assert {path for path in importers("engine", {"indextts"}) if not path.startswith("engine/cli/")} == DOORS


def test_the_library_knows_nobody():
    assert importers("indextts", {"engine", "plugins"}) == set()
