"""`serve` before it serves: what it says of itself, and what it refuses."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from engine.cli.serve import _ready
from tests.cli.program import Program


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def test_the_help_names_the_section_of_a_profile(program: Program) -> None:
    assert "voice and [voicing] settings" in words(program("serve", "--help").out)


def refused(program: Program, *options: str) -> str:
    ran = program("serve", "hibari", "--port", "0", *options)
    assert ran.code == 1
    assert ran.err.count("error: ") == 1
    return words(ran.err)


def test_a_key_alone_is_refused_for_it_would_encrypt_nothing(program: Program) -> None:
    assert "Give its --certificate too" in refused(program, "--key", "key.pem")


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--certificate", "none.pem"), "cannot be read: No such file"),
        (("--certificate", "junk.pem"), "or the key is not in the same file"),
        (("--certificate", "junk.pem", "--key", "junk.pem"), "is no PEM file, or the key has a passphrase"),
    ],
)
def test_files_that_are_no_certificate(program: Program, options: tuple[str, ...], what: str) -> None:
    (program.folder / "junk.pem").write_text("junk", encoding="utf-8")
    assert what in refused(program, *options)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_key_that_is_missing_locked_or_another_ones_is_told_apart(program: Program) -> None:
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost",
        "genrsa -out other.pem 2048",
        "rsa -in other.pem -aes128 -passout pass:abc -out locked.pem",
    ):
        subprocess.run(["openssl", *command.split()], cwd=program.folder, check=True, capture_output=True)
    assert "the key is not in the same file" in refused(program, "--certificate", "cert.pem")
    assert "does not match" in refused(program, "--certificate", "cert.pem", "--key", "other.pem")
    assert "has a passphrase" in refused(program, "--certificate", "cert.pem", "--key", "locked.pem")


def test_a_token_that_no_header_can_carry_is_refused_and_not_shown(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMVOICE_VOICE_TOKEN", "geh\u00e4im")
    told = refused(program, "--host", "0.0.0.0")
    assert "STREAMVOICE_VOICE_TOKEN holds characters that cannot be sent" in told
    assert "geh" not in told


@pytest.mark.parametrize(
    ("host", "url", "told"),
    [
        ("studio-pc", "wss://0.0.0.0:8871/", "stream:wss://studio-pc:8871/ (or this machine's address for studio-pc)"),
        ("studio-pc", "ws://[::]:8711/", "stream:ws://studio-pc:8711/ (or this machine's address for studio-pc)"),
        ("localhost", "ws://0.0.0.0:8711/", "stream:ws://THIS-MACHINE:8711/"),
        ("m\u00e4x PC", "ws://0.0.0.0:8711/", "stream:ws://THIS-MACHINE:8711/"),
        ("studio-pc", "ws://127.0.0.1:8711/", "stream:ws://127.0.0.1:8711/\n"),
        ("studio-pc", "ws://10.0.0.4:8711/", "stream:ws://10.0.0.4:8711/\n"),
    ],
)
def test_the_address_to_use_is_one_that_others_can_reach(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, url: str, told: str
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: host)
    _ready("hibari:heart", url)
    assert f"Use it with: --voice {told}" in capsys.readouterr().err
