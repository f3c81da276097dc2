"""The voice's thread."""

import subprocess
import sys
import threading
import weakref

import pytest

from engine.voices.worker import Worker


def test_tasks_are_done_in_order_and_errors_reach_who_waits():
    worker, done = Worker("test"), []
    for number in range(100):
        worker.submit(done.append, number)
    with pytest.raises(ZeroDivisionError):
        worker.submit(lambda: 1 / 0).result(5)
    assert done == list(range(100))
    assert worker.submit(threading.current_thread).result(5).name == "test"
    worker.close()


def test_a_cancelled_task_that_waits_is_left_out():
    worker, gate, done = Worker("test"), threading.Event(), []
    worker.submit(gate.wait, 5)
    waiting = worker.submit(done.append, 1)
    assert waiting.cancel()
    gate.set()
    worker.submit(lambda: None).result(5)
    assert done == []
    worker.close()


def test_nothing_of_a_task_is_kept():
    class Thing:
        pass

    worker, thing = Worker("test"), Thing()
    gone = weakref.ref(thing)
    worker.submit(lambda thing: None, thing).result(5)
    del thing
    worker.submit(lambda: None).result(5)
    assert gone() is None
    worker.close()


def test_a_program_ends_while_a_voice_hangs():
    code = (
        "import time; from engine.voices.worker import Worker; w = Worker('x'); w.submit(time.sleep, 600); "
        "time.sleep(0.2); w.close(0.1)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=20, check=False).returncode == 0


@pytest.mark.parametrize(("busy", "code"), [(False, 3), (True, 3)])
def test_a_program_leaves_with_its_code_whatever_a_voice_is_still_at(busy, code):
    program = f"""
import sys, time
from engine.cli import leaving
from engine.voices.worker import Worker
leaving.PATIENCE_S = 0.2
def run():
    worker = Worker("x")
    if {busy}:
        worker.submit(time.sleep, 600)
        time.sleep(0.1)
    print("said")
    sys.exit({code})
leaving.leave(run)
"""
    found = subprocess.run([sys.executable, "-c", program], timeout=20, check=False, capture_output=True, text=True)
    assert (found.returncode, found.stdout, found.stderr) == (code, "said\n", "")
