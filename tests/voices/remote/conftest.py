from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.voices.remote.fake_speech import FakeSpeech, serving


@pytest.fixture
def speech(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSpeech]:
    """A speech server, and no key."""
    monkeypatch.delenv("STREAMVOICE_SPEECH_KEY", raising=False)
    with serving() as server:
        yield server
