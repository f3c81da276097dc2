"""A slow model in a real process of its own: it reads, fails, dies and is ended without taking anything along."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from engine.emotion.slow.ahead import Ahead
from engine.emotion.slow.apart import Apart
from engine.errors import EmotionModelError
from tests.emotion.slow.far import Far, broken, never, nothing


def test_it_reads_fails_dies_and_reads_again() -> None:
    model = Apart(Far)
    try:
        assert model() is model
        assert model.name == "far"
        assert [reading.vector.sad for reading in model.read_all(["a", "b"])] == [0.9, 0.9]
        with pytest.raises(EmotionModelError, match=r"It failed\. Mend it\."):
            model.read_all(["fail"])
        with pytest.raises(EmotionModelError, match="has ended"):
            model.read_all(["die"])
        assert model.read_all(["a"])[0].vector.sad == 0.9
    finally:
        model.close()


def test_no_model_and_a_broken_one() -> None:
    assert Apart(nothing)() is None
    absent = Apart(broken)
    with pytest.raises(EmotionModelError, match=r"Not installed\. Install it\."):
        absent()
    absent.close()


@pytest.mark.parametrize("opener", [never, Far])
def test_closing_ends_it_whatever_it_is_doing(opener: type[Far]) -> None:
    model, ended = Apart(opener), threading.Event()

    def work() -> None:
        try:
            model()
            model.read_all(["sleep"])
        except EmotionModelError:
            ended.set()

    threading.Thread(target=work, daemon=True).start()
    time.sleep(1.0)
    model.close()
    assert ended.wait(5.0)


def test_reading_ahead_with_it_ends_with_the_engine() -> None:
    async def story() -> float:
        ahead = Ahead(Apart(Far), time.monotonic)
        task = asyncio.ensure_future(ahead.run(lambda: ["one", "two"], lambda what, fix: None))
        async with asyncio.timeout(20):
            while ahead.take("two") is None:
                await asyncio.sleep(0.01)
        made = ahead.take("one")
        assert made is not None
        assert (made.model, made.reading.vector.sad) == ("far", 0.9)
        begun = time.monotonic()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return time.monotonic() - begun

    assert asyncio.run(story()) < 2.0


STARTS = """
import signal
from engine.emotion.slow.apart import Apart
from tests.emotion.slow.far import Far
signal.signal(signal.SIGINT, lambda *_: None)
print("begins", flush=True)
model = Apart(Far)
model()
print(model.name, len(model.read_all(["a"])), flush=True)
signal.signal(signal.SIGINT, signal.SIG_IGN)  # while Python ends it would end by it
"""


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot keep Ctrl-C from a process that starts")
def test_ctrl_c_while_it_starts_is_not_its_affair() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS], cwd=Path(__file__).parents[3], start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    until = time.monotonic() + 0.7
    while time.monotonic() < until and process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.005)
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("far 1\n", "", 0)
