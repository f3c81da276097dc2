"""`plugin new` writes what docs/plugins.md shows; it installs, its test passes, and it runs in an engine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from engine import events, plugins
from engine.cli.app import app
from engine.cli.plugin_new import check_name, files
from engine.errors import PluginError
from engine.plugins import load_plugin
from engine.protocols import Port, StageView
from engine.testing import FakePort, FakeStage
from plugins.console import Console
from tests.fakes.stage import stage
from tests.fakes.virtual_time import run

PAGE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text("utf-8")


def made(folder: Path, name: str, kind: str) -> Path:
    place = folder / name
    done = CliRunner().invoke(
        app, ["plugin", "new", name, "--kind", kind, "--folder", str(place)], catch_exceptions=False
    )
    assert done.exit_code == 0
    return place


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plugin of each kind as pip installs it, in a folder of its own and with nothing fetched."""
    folder = tmp_path_factory.mktemp("plugins")
    places = [made(folder, "my_captions", "output"), made(folder, "my_reminder", "source")]
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--no-index", "--target", str(folder / "installed")]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, *map(str, places)], check=True, timeout=120)
    return folder / "installed"


@pytest.mark.parametrize(("name", "kind"), [("subtitle", "output"), ("reminder", "source")])
def test_the_page_shows_what_is_written(name: str, kind: str) -> None:
    shown = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert files(name, kind)[f"streamvoice_{name}.py"] in shown  # type: ignore[arg-type]
    assert len(shown) == 2


@pytest.mark.parametrize(("door", "fake"), [(Port, FakePort), (StageView, FakeStage)])
def test_the_page_and_the_fakes_know_the_whole_door(door: type, fake: type) -> None:
    for name in (name for name in vars(door) if not name.startswith("_")):
        assert re.search(rf"`[^`]*\b{name}\b[^`]*`", PAGE), name
        assert hasattr(fake, name) or hasattr(fake(), name), name


def test_what_is_written_passes_its_own_tests_and_the_linter(tmp_path: Path) -> None:
    for kind in ("source", "output"):
        made(tmp_path, f"my_{kind}", kind)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    for order in (["check", "--select", "E,F,I,N,UP"], ["format", "--check"]):
        options = ["--line-length", "120", "--no-cache", "--config", "src = ['my_source', 'my_output']"]
        ruff = [sys.executable, "-m", "ruff", *order, *options, "."]
        subprocess.run(ruff, cwd=tmp_path, check=True)


def test_an_output_installs_and_runs_in_an_engine(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(installed))
    [point] = [each for each in entry_points(group=plugins.GROUP) if each.name == "my_captions"]
    assert point.dist is not None
    assert point.dist.name == "streamvoice-my-captions"
    path = tmp_path / "heard.txt"
    plugin = load_plugin("my_captions", {"path": str(path)})
    monkeypatch.setattr("asyncio.to_thread", inline)

    async def heard() -> tuple[list[str], dict[str, Any]]:
        seen = []
        async with stage(plugins=(plugin,)) as running:
            running.post("Good evening everybody.")
            while running.engine.metrics.spoken == 0:
                await _moment()
                text = path.read_text("utf-8") if path.exists() else ""
                if text and text not in seen:
                    seen.append(text)
            return seen, running.engine.control({"do": "stage", "name": "my_captions", "act": "test"})

    seen, answer = run(heard())
    assert seen == ["Good evening everybody."]
    assert answer["detail"] == "shows 'This is a test.'"


def test_a_source_installs_and_is_spoken(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(installed))
    plugin = load_plugin("my_reminder", {"text": "Drink some tea.", "every_s": 30.0})

    async def spoken() -> list[str]:
        async with stage(plugins=(plugin,)) as running:
            await running.until(events.Spoken, 2)
            return list(running.texts(events.Spoken))

    assert run(spoken()) == ["Drink some tea."] * 2


async def inline(work: Any, *args: Any) -> Any:
    return work(*args)


async def _moment() -> None:
    await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "name", ["class", "Lamp", "my-lamp", "1st", "_x", "x_", "a__b", "../up", "", "a" * 41, "лампа", "obs"]
)
def test_names_that_will_not_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(PluginError) as caught:
        CliRunner().invoke(app, ["plugin", "new", name, "--folder", str(tmp_path / "x")], catch_exceptions=False)
    assert caught.value.fix
    assert not (tmp_path / "x").exists()


@given(st.text(max_size=50))
def test_a_name_that_is_taken_makes_python(name: str) -> None:
    try:
        check_name(name)
    except PluginError as error:
        if suggested := re.fullmatch(r"How about (\w+)\?", error.fix):
            check_name(suggested[1])
        return
    for path, text in files(name, "output").items():
        assert re.fullmatch(r"[A-Za-z0-9_.]+", path)
        if path.endswith(".py"):
            compile(text, path, "exec")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    place = made(tmp_path, "lamp", "output")
    (place / "README.md").write_text("mine", "utf-8")
    with pytest.raises(PluginError, match="not empty"):
        made(tmp_path, "lamp", "output")
    assert (place / "README.md").read_text("utf-8") == "mine"
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(PluginError):
        CliRunner().invoke(app, ["plugin", "new", "lamp", "--folder", str(tmp_path / "file")], catch_exceptions=False)


def test_the_list_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Console, "needs", ("no_such_module", "json"), raising=False)
    done = CliRunner().invoke(app, ["plugin", "list", "--json"], catch_exceptions=False)
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["console"]["needs"] == "no_such_module"
    assert rows["twitch"] == {
        "name": "twitch",
        "kind": "source",
        "about": "Twitch chat, or any IRC server that speaks WebSocket",
        "from": "streamvoice",
        "needs": "",
    }
    assert {row["kind"] for row in rows.values()} == {"source", "output"}
    shown = CliRunner().invoke(app, ["plugin", "list"], catch_exceptions=False).stdout
    assert "no_such_module" in shown
    assert "streamvoice live --with" in shown
