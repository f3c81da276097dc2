"""`say` with a speech server's voice, as docs/voices.md has it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import soundfile

from tests.cli.program import Program
from tests.voices.remote.fake_speech import RATE, serving

PAGE = Path(__file__).parents[2] / "docs" / "voices.md"


def test_the_pages_own_command_is_spoken_by_the_server(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STREAMVOICE_SPEECH_KEY", raising=False)
    shown = next(line for line in PAGE.read_text("utf-8").splitlines() if '--voice "openai:' in line)
    with serving() as server:
        ran = program(*shlex.split(shown.replace("127.0.0.1:8880", f"127.0.0.1:{server.port}"))[1:])
    assert ran.code == 0, ran.err
    assert [(asked["input"], asked["voice"]) for asked in server.requests] == [("Hello chat!", "af_bella")]
    assert soundfile.info(program.folder / "hello.wav").frames >= 0.9 * RATE
