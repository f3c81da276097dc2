"""`demo`: forty seconds of scripted chat through the whole road, recorded, with a picture of what happened."""

from __future__ import annotations

from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Annotated

import soundfile
import typer

from engine.audio.devices import list_devices
from engine.cli.console import has_terminal, people
from engine.cli.headless import run_headless
from engine.cli.live import listed
from engine.cli.narration import Narration
from engine.cli.panel_run import run_with_panel
from engine.errors import DeviceError
from engine.loop import Engine
from engine.plugins import load_plugin
from engine.profile import Profile, load_profile
from engine.running import Running
from engine.timeline import Gatherer, draw


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="No panel.")] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Do not wait for the script's times; nothing is played.")
    ] = False,
    sink: Annotated[
        str | None, typer.Option(help="Where to play it, see `live --help`; a device where there is one.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the recording and its picture.")] = Path("recordings"),
    outputs: Annotated[str, typer.Option("--with", help="Also run these outputs, e.g. overlay,avatar.")] = "",
) -> None:
    """Hear and see it work: a raid, a gift, a question, a sad story, a troll, a joke, a deleted message.

    Plays to the sound device where there is one, and records what was heard with a timeline picture.
    """
    stem = out / f"demo_{datetime.now():%Y-%m-%d_%H-%M-%S}"
    gatherer = Gatherer()
    running = _running(stem, fast, sink, outputs, gatherer)
    if headless or not has_terminal():
        running.observers = [*running.observers, Narration().watch]
        if not _has_device():
            people.print("No sound device here (`streamvoice devices` tells more); recording only.")
        people.print(f"Forty seconds of chat{', as fast as it can be spoken' if fast else ''}. Ctrl-C ends it.")
        engine: Engine | None = run_headless(running)
    else:
        engine = run_with_panel(running, close_when_done=True)
    _tell(stem, gatherer, engine)


def _running(stem: Path, fast: bool, sink: str | None, outputs: str, gatherer: Gatherer) -> Running:
    profile = load_profile("default")
    # What is heard is recorded anyway: without a device the demo needs no second recording in its place.
    wanted = sink or ("null:fast" if fast else profile.audio.sink if _has_device() else "null")
    audio = profile.audio.model_copy(update={"sink": wanted, "recordings": str(stem.parent)})
    # Every chatter's own feeling is to be heard; live, the default answers anger calmly.
    mood = profile.mood.model_copy(update={"attitude": "mirror"})
    chosen: Profile = profile.model_copy(update={"audio": audio, "mood": mood})
    script = Path(str(resources.files("engine.demo").joinpath("chat.jsonl")))
    return Running(
        chosen,
        "default",
        [
            load_plugin("file", {"path": str(script), "fast": fast}),
            *(load_plugin(name, {}) for name in listed(outputs)),
        ],
        fast=fast,
        until_idle=True,
        record=stem.with_suffix(".wav"),
        observers=[gatherer.watch],
    )


def _has_device() -> bool:
    try:
        return bool(list_devices().devices)
    except DeviceError:
        return False


def _tell(stem: Path, gatherer: Gatherer, engine: Engine | None) -> None:
    """Draw the picture and say where everything lies."""
    recording = stem.with_suffix(".wav")
    samples, rate = soundfile.read(recording, dtype="float32")
    picture = stem.with_suffix(".svg")
    picture.write_text(draw(gatherer.story(), samples, rate, "streamvoice demo"), "utf-8")
    if engine is not None:
        counts, underruns = engine.metrics, engine.road.playout.underruns
        people.print(f"\n{counts.spoken} spoken, {counts.dropped} dropped, {underruns} underruns")
    people.print(f"Recording: {recording}\nPicture:   {picture}  (open it in a browser)", highlight=False)
