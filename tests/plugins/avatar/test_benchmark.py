"""The benchmark runs as its page says: by its path, from anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "avatar.py"


def test_it_finds_its_neighbours(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(BENCHMARK), "--help"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
