import json

import pytest
from typer.testing import CliRunner

from engine.api import InputError
from plugins.recorder.commands import app
from tests.plugins.recorder.made import session


def run(*arguments: str):
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_sessions_are_listed_the_newest_first(tmp_path) -> None:
    session(tmp_path, "2026-01-02_00-00-00")
    session(tmp_path, "2026-01-03_00-00-00", seconds=65.0, ended=None, lines=None)
    shown = run("list", "--folder", str(tmp_path)).stdout
    lines = shown.splitlines()
    assert lines[0].split() == ["session", "length", "lines", "size", "profile", "state"]
    assert lines[1].split()[:3] == ["2026-01-03_00-00-00", "1:05", "2"]
    assert lines[1].rstrip().endswith("cut off")
    assert lines[2].split()[0] == "2026-01-02_00-00-00"


def test_a_broken_session_is_a_line_and_not_the_end(tmp_path) -> None:
    session(tmp_path, "2026-01-02_00-00-00")
    (session(tmp_path, "2026-01-03_00-00-00") / "session.json").write_text("{")
    (session(tmp_path, "2026-01-04_00-00-00") / "voice.wav").write_bytes(b"RIFF" * 100)
    (session(tmp_path, "2026-01-05_00-00-00") / "voice.wav").unlink()
    rows = json.loads(run("list", "--folder", str(tmp_path), "--json").stdout)
    assert [row["state"] for row in rows] == ["whole", "whole", "damaged", "whole"]
    assert [row["note"] for row in rows] == [
        "it holds no sound", "voice.wav is no sound file.",
        "2026-01-03_00-00-00: session.json is damaged.", "",
    ]  # fmt: skip


def test_an_empty_folder_says_how_to_record(tmp_path) -> None:
    assert "live --with recorder" in run("list", "--folder", str(tmp_path / "none")).stdout


def test_markup_in_a_session_is_text(tmp_path) -> None:
    session(tmp_path, profile="[red]x[/] \x1b[31m")
    shown = run("list", "--folder", str(tmp_path)).stdout
    assert "[red]x[/]" in shown
    assert "\x1b" not in shown


def test_one_session_is_shown_and_completed(tmp_path) -> None:
    folder = session(tmp_path, ended=None)
    shown = run("show", "last", "--folder", str(tmp_path)).stdout
    assert folder.name in shown
    assert (folder / "captions.srt").exists()
    assert json.loads(run("show", folder.name, "--folder", str(tmp_path), "--json").stdout)["row"]["state"] == "cut off"


def test_a_stretch_is_drawn_where_it_is_wanted(tmp_path) -> None:
    session(tmp_path)
    out = tmp_path / "a.svg"
    run("timeline", "last", "--from", "1", "--out", str(out), "--folder", str(tmp_path))
    assert "Oh no!" in out.read_text("utf-8")
    with pytest.raises(InputError, match="Cannot draw"):
        run("timeline", "last", "--out", str(tmp_path / "a.png"), "--folder", str(tmp_path))


@pytest.mark.parametrize("command", ["show", "timeline", "replay"])
@pytest.mark.parametrize("name", ["../x", "last", "nonsense"])
def test_what_is_not_there_is_one_clear_line(tmp_path, command, name) -> None:
    with pytest.raises(InputError, match="There is no session"):
        run(command, name, "--folder", str(tmp_path))


def test_a_replay_of_nothing_says_so(tmp_path) -> None:
    session(tmp_path)
    result = run("replay", "last", "--folder", str(tmp_path), "--from", "999")
    assert result.exit_code == 1
    assert "holds no message from second 999 on" in result.output
