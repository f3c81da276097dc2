"""A process beside the engine can be started however late, also when the panel has taken standard error."""

import subprocess
import sys

import pytest

LATE = """
import sys
class Captured:
    def write(self, text): pass
    def flush(self): pass
    def fileno(self): return -1
sys.stderr = Captured()
from engine.processes import deaf
with deaf():
    import multiprocessing
    child = multiprocessing.get_context("spawn").Process(target=print, args=("alive",))
    child.start()
child.join(30)
assert child.exitcode == 0, child.exitcode
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tracker")
def test_a_process_starts_where_standard_error_is_no_file() -> None:
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "alive" in done.stdout
