"""Caption files as other programs read them: Chromium, ffmpeg; and after a SIGKILL."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pysubs2
import pytest

from plugins.captions.cues import Cue
from plugins.captions.formats import JOINER
from plugins.captions.subtitles import Subtitles
from plugins.segments import shown
from tests.plugins.overlay.hostile import HOSTILE
from tests.real.browser import browsing
from tests.real.command import live, read_events

pytestmark = pytest.mark.real

READ_VTT = """async text => {
  const video = document.createElement("video"), track = document.createElement("track");
  track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  track.default = true;
  const loaded = new Promise((good, bad) => { track.onload = good; track.onerror = bad; });
  video.append(track);
  document.body.append(video);
  track.track.mode = "hidden";
  await loaded;
  return [...track.track.cues].map(cue => {
    const html = cue.getCueAsHTML(), voice = html.querySelector("span");
    const tags = [...html.querySelectorAll("*")].map(one => one.tagName);
    return [cue.startTime, cue.endTime, html.textContent, voice ? voice.title : "", tags];
  });
}"""


def hostile() -> list[str]:
    return [line for line in (" ".join(shown(text).split()) for text in HOSTILE) if line]


def written(folder: Path, kind: str) -> Path:
    made = Subtitles(folder / "s", kind, True)
    made.add([Cue(2.0 * n, 2.0 * n + 1.5, (line, "second & line"), line[:40]) for n, line in enumerate(hostile())])
    made.close()
    return made.path


def name(text: str) -> str:
    return " ".join(text.replace(JOINER, "").split())


async def test_chromium_reads_the_vtt_whatever_chat_wrote(tmp_path: Path) -> None:
    text = written(tmp_path, "vtt").read_text("utf-8")
    async with browsing() as browser:
        page = await browser.new_page()
        cues: list[Any] = await page.evaluate(READ_VTT, text)
    lines = hostile()
    assert [cue[0] for cue in cues] == [2.0 * n for n in range(len(lines))]
    assert [cue[2] for cue in cues] == [f"{line}\nsecond & line" for line in lines]
    assert [name(cue[3]) for cue in cues] == [name(line[:40]) for line in lines]
    assert all(tags == ["SPAN"] for *_, tags in cues)


def test_ffmpeg_reads_the_srt_whatever_chat_wrote(tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs ffmpeg")
        pytest.skip("no ffmpeg (apt install ffmpeg)")
    source = written(tmp_path, "srt")
    command = ["ffmpeg", "-loglevel", "error", "-i", str(source), "-f", "webvtt", "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert done.stderr == b""
    body = done.stdout.decode().replace(JOINER, "")
    assert body.count("-->") - body.count("script>-->") >= len(hostile()) - 1
    starts = [line.split(" ")[0] for line in body.splitlines() if " --> " in line and line[2] == ":"]
    assert len(starts) == len(hostile())


def test_files_are_whole_after_a_kill(tmp_path: Path) -> None:
    """The engine speaks, is killed with no chance to say goodbye, and everything that ended before is there."""
    with live(tmp_path, "--with", "captions") as engine:
        for number in range(3):
            engine.type(f"This is line {number}.")
        engine.wait_for("played", turn_id=2)
        engine.wait_for("onset", turn_id=3)
        engine.process.kill()
    played = [event for event in read_events(engine.events) if event["type"] == "played"]
    paths = sorted(tmp_path.glob("captions/captions_*"))
    assert [path.suffix for path in paths] == [".srt", ".vtt"]
    for path in paths:
        cues = list(pysubs2.load(str(path)))
        assert len(cues) >= len(played) >= 2
        assert path.read_text("utf-8").endswith("\n\n")
        assert all(one.start < one.end for one in cues)
