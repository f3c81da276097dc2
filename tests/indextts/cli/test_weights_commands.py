"""The commands about files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indextts.checkpoint.layout import Layout
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.cli import main
from indextts.cli.app import with_default
from tests.indextts.checkpoint.fake_hub import FakeHub
from tests.indextts.checkpoint.test_download import LICENCE, published


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return write_random(tmp_path_factory.mktemp("model"), tiny_config())


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["indextts", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    monkeypatch.setenv("COLUMNS", "160")
    return run


def test_help_comes_without_torch() -> None:
    code = (
        "import sys; sys.argv = ['indextts', '--help']; import indextts.cli.app as commands\n"
        "try: commands.app()\nexcept SystemExit: print('torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split()[-1] == "False"
    for name in ("synth", "batch", "download", "check", "convert", "verify"):
        assert name in ran.stdout


def test_a_text_alone_is_synth_as_it_has_always_been() -> None:
    assert with_default(["Hello", "--voice", "a.wav"]) == ["synth", "Hello", "--voice", "a.wav"]
    assert with_default(["check", "m"]) == ["check", "m"]
    assert with_default(["--help"]) == ["--help"]
    assert with_default([]) == []


def test_check_passes_and_fails_with_an_exit_code(command, model: Layout, tmp_path: Path) -> None:
    code, out, _ = command("check", str(model.folder))
    assert (code, "complete" in out, "gpt.pth" in out) == (0, True, True)
    broken = shutil.copytree(model.folder, tmp_path / "broken")
    (broken / "feat1.pt").unlink()
    code, out, _ = command("check", str(broken), "--json")
    report = json.loads(out)
    assert code == 1
    assert [file["name"] for file in report["files"] if file["problem"]] == ["speaker_matrix"]
    code, out, _ = command("check", str(broken))
    assert (code, "1 of 11 not usable" in out) == (1, True)


def test_an_error_is_one_line(command, tmp_path: Path) -> None:
    code, out, err = command("check", str(tmp_path / "nothing"))
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "There is no folder" in err
    assert "indextts download" in err


def test_convert_tells_sizes_and_then_has_nothing_to_do(command, model: Layout, tmp_path: Path) -> None:
    folder = shutil.copytree(model.folder, tmp_path / "m")
    code, out, _ = command("convert", str(folder), "--bf16", "--remove")
    assert (code, "gpt.safetensors" in out, (folder / "gpt.pth").exists()) == (0, True, False)
    assert "Nothing to do" in command("convert", str(folder))[1]
    assert command("check", str(folder))[0] == 0


def test_download_shows_the_licence_and_needs_it_accepted(
    command, model: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeHub(published(model, "huggingface")) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        code, out, err = command("download", str(tmp_path / "m"))
        assert code == 1
        assert LICENCE.splitlines()[1] in out
        assert "CC BY-NC 4.0" in out
        assert "--accept-licence" in err
        assert not (tmp_path / "m" / "gpt.pth").exists()
        code, out, _ = command("download", str(tmp_path / "m"), "--accept-licence", "--no-text-emotion")
    assert (code, "IndexTTS 2 is complete" in out) == (0, True)
    assert command("check", str(tmp_path / "m"))[0] == 0
