"""Standard error is shared by the whole process, so it is tested in one of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, sys
from pathlib import Path
from engine.audio.quiet import hushed
with hushed(Path(sys.argv[1])):
    os.write(2, b"from C\\n")
    print("from Python", file=sys.stderr)
    print("from Textual", file=sys.__stderr__)
os.write(2, b"after\\n")
print("later", file=sys.stderr)
"""


def test_c_code_writes_to_the_log_while_python_still_shows(tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(log)], capture_output=True, timeout=30, check=True)
    assert done.stderr.split(b"\n")[:4] == [b"from Python", b"from Textual", b"after", b"later"]
    assert log.read_bytes() == b"from C\n"
