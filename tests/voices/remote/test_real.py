"""The voice server as users start it, and the command line that speaks through it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.real.command import PROGRAM, environment, free_port, streamvoice, succeeded
from tests.voices.remote.fake_speech import FakeSpeech
from tests.voices.remote.fake_voice import until

pytestmark = pytest.mark.real
TEXT = "Hello chat, it is 5 o'clock: how are you all doing?"


class Lender:
    """A running ``serve``; ``voice`` is how it is used."""

    def __init__(self, process: subprocess.Popen[bytes], told: Path) -> None:
        self.process = process
        self._told = told
        until(lambda: "Use it with" in self.said or process.poll() is not None, 30)
        found = re.search(r"--voice (\S+)", self.said)
        assert found, self.said
        self.voice = found[1]

    @property
    def said(self) -> str:
        return self._told.read_text("utf-8")


@contextmanager
def serving(folder: Path, *options: str, **variables: str) -> Iterator[Lender]:
    told = folder / "serve.txt"
    with told.open("wb") as stream:
        process = subprocess.Popen(
            [*PROGRAM, "serve", *options], cwd=folder, stdout=stream, stderr=stream, env=environment(**variables)
        )
        try:
            yield Lender(process, told)
            assert "Traceback" not in told.read_text("utf-8")
        finally:
            process.kill()
            process.wait(10)


def test_the_lent_voice_says_the_same_to_the_sample(tmp_path: Path) -> None:
    how = (TEXT, "--emotion", "happy=0.7,surprised=0.2", "--duration", "3.25")
    with serving(tmp_path, "hibari:bright", "--port", "0") as lender:
        succeeded(streamvoice("say", *how, "--voice", lender.voice, "--out", "far.wav", cwd=tmp_path))
        if os.name == "posix":
            lender.process.send_signal(signal.SIGTERM)
            assert lender.process.wait(5) == 128 + signal.SIGTERM
    succeeded(streamvoice("say", *how, "--voice", "hibari:bright", "--out", "near.wav", cwd=tmp_path))
    far, near = (soundfile.read(tmp_path / name)[0] for name in ("far.wav", "near.wav"))
    assert len(near) == round(3.25 * 24_000)
    assert np.array_equal(far, near)


def test_a_server_killed_in_a_line_is_said_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as lender:
        command = [*PROGRAM, "say", f"{TEXT} " * 200, "--voice", lender.voice, "--out", "far.wav"]
        say = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, env=environment())
        until(lambda: any(path.stat().st_size > 200_000 for path in tmp_path.glob(".streamvoice-*")), 30)
        lender.process.kill()
        killed = time.monotonic()
        _, told = say.communicate(timeout=30)
    assert time.monotonic() - killed < 8
    assert say.returncode == 1
    assert len(re.findall(rb"^error: ", told, re.MULTILINE)) == 1
    assert b"broke off" in told or b"No voice server answers" in told
    assert not (tmp_path / "far.wav").exists()


def test_beyond_this_machine_it_wants_a_token(tmp_path: Path) -> None:
    alone = streamvoice("serve", "--host", "0.0.0.0", "--port", "0", cwd=tmp_path)
    assert alone.returncode == 1
    assert "STREAMVOICE_VOICE_TOKEN" in alone.stderr
    port = free_port()
    with serving(tmp_path, "--host", "0.0.0.0", "--port", str(port), STREAMVOICE_VOICE_TOKEN="s3cret") as lender:
        assert lender.voice.endswith(f":{port}/")
        assert "0.0.0.0" not in lender.voice, "nobody could reach that"
        voice = f"stream:ws://127.0.0.1:{port}/"
        how = ("say", TEXT, "--voice", voice, "--out", "far.wav")
        refused = streamvoice(*how, cwd=tmp_path)
        assert refused.returncode == 1
        assert "wants its token" in refused.stderr
        succeeded(streamvoice(*how, cwd=tmp_path, STREAMVOICE_VOICE_TOKEN="s3cret"))
        assert "s3cret" not in lender.said + refused.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_encrypted(tmp_path: Path) -> None:
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    subprocess.run(
        [*make.split(), "-addext", "subjectAltName=DNS:localhost"], cwd=tmp_path, check=True, capture_output=True
    )
    with serving(tmp_path, "--port", "0", "--certificate", "cert.pem", "--key", "key.pem") as lender:
        assert lender.voice.startswith("stream:wss://")
        voice = lender.voice.replace("127.0.0.1", "localhost")
        how = ("say", TEXT, "--voice", voice, "--out", "far.wav")
        assert "certificate" in streamvoice(*how, cwd=tmp_path).stderr
        succeeded(streamvoice(*how, cwd=tmp_path, SSL_CERT_FILE=str(tmp_path / "cert.pem")))


def test_a_speech_server_is_spoken_through_to_the_sample(tmp_path: Path, speech: FakeSpeech) -> None:
    how = ("say", TEXT, "--voice", speech.voice, "--out", "far.wav")
    succeeded(streamvoice(*how, "--duration", "2.5", cwd=tmp_path))
    assert soundfile.info(tmp_path / "far.wav").frames == round(2.5 * 24_000)
    speech.act = lambda exchange: exchange.whole(b'{"error": {"message": "no memory"}}', 500, "application/json")
    done = streamvoice(*how, cwd=tmp_path)
    assert done.returncode == 1
    assert "answered 500: no memory" in done.stderr


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("hibari:nobody",), "no voice"),
        (("--certificate", "none.pem"), "certificate"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(tmp_path: Path, options: tuple[str, ...], what: str) -> None:
    done = streamvoice("serve", *options, "--port", "0", cwd=tmp_path)
    assert done.returncode == 1
    assert len(re.findall(r"^error: ", done.stderr, re.MULTILINE)) == 1
    assert what in done.stderr
