import asyncio
import json
import os
from contextlib import asynccontextmanager

import pytest

from engine.api import PluginError, events
from plugins.recorder import SessionRecorder, disk, room
from plugins.recorder.about import read
from plugins.recorder.settings import RecorderSettings
from tests.fakes.outputs import FakePort
from tests.plugins.recorder.made import hold, session


@asynccontextmanager
async def recording(tmp_path, **settings):
    port = FakePort()
    port.answers["status"] = {"status": {"profile": "mine", "voice": "fake", "sink": "null"}}
    plugin = SessionRecorder(RecorderSettings(folder=str(tmp_path / "rec"), **({"least_free_gb": 0.0} | settings)))
    task = asyncio.create_task(plugin.run(port))
    await settled()
    try:
        yield port
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0.01)


async def until(true, seconds: float = 4.0) -> None:
    for _ in range(round(seconds * 100)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def spoken(text: str = "hi") -> events.Spoken:
    return events.Spoken(t=1.0, turn_id=1, id="a", text=text, seconds=1.0)


def only(tmp_path):
    (folder,) = (tmp_path / "rec").iterdir()
    return folder


def test_a_session_is_a_folder_with_all_that_happened(tmp_path) -> None:
    async def scene() -> None:
        async with recording(tmp_path) as port:
            assert port.states[-1][0] == "connected"
            assert "MB an hour" in port.states[-1][1]
            port.publish(spoken())
            assert port.acts["mark"]("the boss fight") == "marked at 0:00"
            await settled()
            await until((only(tmp_path) / "reserve").exists)
            await settled()
            assert (only(tmp_path) / "reserve").stat().st_size == 1_000_000
        assert port.recordings[0].stopped

    asyncio.run(scene())
    folder = only(tmp_path)
    about = read(folder)
    assert (about.profile, about.voice, about.lines, about.messages, about.fault) == ("mine", "fake", 1, 0, "")
    assert about.ended is not None
    kinds = [json.loads(line)["type"] for line in (folder / "events.jsonl").read_text().splitlines()]
    assert kinds == ["spoken", "mark"] or kinds == ["mark", "spoken"]
    assert not (folder / "reserve").exists()


def test_a_disk_that_refuses_ends_the_recording_with_one_line_and_the_voice_goes_on(tmp_path) -> None:
    async def scene() -> None:
        async with recording(tmp_path) as port:
            port.publish(spoken())
            await settled()
            port.recordings[0].fail("Cannot write on: No space left on device.", "Free space.")
            port.recordings[0].fail("Cannot write on: No space left on device.", "Free space.")
            await settled()
            assert port.faults == [("Cannot write on: No space left on device.", "Free space.")]
            assert port.states[-1][0] == "failed"
            assert port.recordings[0].stopped
            port.publish(spoken("too late"))
            await settled()
            with pytest.raises(Exception, match="Nothing is being recorded"):
                port.acts["mark"]("x")

    asyncio.run(scene())
    about = read(only(tmp_path))
    assert about.fault.startswith("Cannot write on")
    assert about.lines == 1
    assert "too late" not in (only(tmp_path) / "events.jsonl").read_text()


def test_events_that_cannot_be_written_are_one_line_too(tmp_path, monkeypatch) -> None:
    def refuse(event) -> str:
        raise OSError(28, "No space left on device")

    async def scene() -> None:
        monkeypatch.setattr("engine.event_log.as_json", refuse)
        async with recording(tmp_path) as port:
            port.publish(spoken())
            await settled()
            await settled()
            ((what, _),) = port.faults
            assert "No space left on device" in what
            assert port.recordings[0].stopped

    asyncio.run(scene())


def test_recording_stops_before_the_disk_is_full(tmp_path, monkeypatch) -> None:
    left = [50.0, 0.5]
    monkeypatch.setattr(room, "free_gb", lambda folder: left.pop(0) if len(left) > 1 else left[0])

    async def scene() -> None:
        port = FakePort()
        plugin = SessionRecorder(RecorderSettings(folder=str(tmp_path / "rec"), least_free_gb=1.0))
        task = asyncio.create_task(plugin.run(port))
        await settled()
        assert [what for what, _ in port.faults] == [
            f"Not recording: the disk of {tmp_path / 'rec'} has 0.5 GB left, under the 1 GB to be kept free."
        ]
        assert port.recordings[0].stopped
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(scene())


def test_without_room_nothing_is_begun(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(room, "free_gb", lambda folder: 0.2)
    plugin = SessionRecorder(RecorderSettings(folder=str(tmp_path / "rec")))
    with pytest.raises(PluginError, match=r"0\.2 GB left"):
        asyncio.run(plugin.run(FakePort()))
    assert not (tmp_path / "rec").exists()


def test_what_cannot_be_begun_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    def refuse(folder, about) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plugins.recorder.session.write", refuse)
    port = FakePort()
    with pytest.raises(PluginError, match="No space left on device"):
        asyncio.run(SessionRecorder(RecorderSettings(folder=str(tmp_path / "rec"), least_free_gb=0)).run(port))
    assert port.recordings[0].stopped
    assert list((tmp_path / "rec").iterdir()) == []


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path) -> None:
    (tmp_path / "rec").write_text("")
    with pytest.raises(PluginError, match="Cannot record to"):
        asyncio.run(SessionRecorder(RecorderSettings(folder=str(tmp_path / "rec"), least_free_gb=0)).run(FakePort()))


def test_the_oldest_make_room(tmp_path) -> None:
    for day in range(1, 4):
        session(tmp_path / "rec", f"2026-01-0{day}_00-00-00")

    async def scene() -> None:
        async with recording(tmp_path, keep=2) as port:
            for _ in range(20):
                await settled()
                if "removed" in port.states[-1][1]:
                    break
            assert "removed 2 old sessions" in port.states[-1][1]

    asyncio.run(scene())
    names = sorted(os.listdir(tmp_path / "rec"))
    assert len(names) == 2
    assert names[0] == "2026-01-03_00-00-00"


def test_the_test_button_draws_the_timeline_while_it_runs(tmp_path) -> None:
    async def scene() -> None:
        async with recording(tmp_path) as port:
            port.publish(spoken())
            assert "drawing" in port.acts["test"]("")
            for _ in range(400):
                await asyncio.sleep(0.05)
                if (only(tmp_path) / "captions.srt").exists():
                    return
            raise AssertionError("nothing was drawn")

    asyncio.run(scene())


def test_a_session_that_somebody_looks_at_while_it_ends_has_its_end(tmp_path, monkeypatch) -> None:
    """As Windows has it: a file that is being read cannot be replaced."""
    replace, refused = os.replace, []

    def held(source, target) -> None:
        if str(target).endswith("session.json") and len(refused) < 8:
            refused.append(target)
            raise PermissionError(13, "in use")
        replace(source, target)

    async def scene() -> None:
        async with recording(tmp_path):
            monkeypatch.setattr(os, "replace", held)

    asyncio.run(scene())
    assert len(refused) == 8
    assert read(only(tmp_path)).ended is not None


def test_a_session_that_cannot_be_removed_is_told_once_and_the_disk_is_watched_on(tmp_path, monkeypatch) -> None:
    session(tmp_path / "rec", "2026-01-01_00-00-00")
    hold(monkeypatch, "2026-01-01_00-00-00")
    left = [50.0]
    monkeypatch.setattr(disk, "LOOK_S", 0.01)
    monkeypatch.setattr(room, "free_gb", lambda folder: left[0])

    async def scene() -> None:
        async with recording(tmp_path, keep=1, least_free_gb=1.0) as port:
            await until(lambda: port.faults)
            assert port.faults == [("Old sessions cannot be removed (2026-01-01_00-00-00: in use).", disk.STAYS)]
            assert port.states[-1][0] == "connected"
            left[0] = 0.5
            await until(lambda: len(port.faults) == 2)
            assert "0.5 GB left" in port.faults[1][0]

    asyncio.run(scene())


def test_a_folder_that_cannot_be_read_is_told_and_the_disk_is_watched_on(tmp_path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "tidy", refuse)
    looked: list[object] = []
    monkeypatch.setattr(room, "free_gb", lambda folder: looked.append(folder) or 50.0)

    async def scene() -> None:
        async with recording(tmp_path) as port:
            await until(lambda: len(looked) > 1)  # once to begin
            assert [what for what, _ in port.faults] == ["Old sessions cannot be removed (rec: Input/output error)."]

    asyncio.run(scene())


def test_a_recording_that_ends_early_is_drawn_outside_of_the_voices_process(tmp_path, monkeypatch) -> None:
    here: list[object] = []
    monkeypatch.setattr("plugins.recorder.session.write_all", here.append)

    async def scene() -> None:
        async with recording(tmp_path) as port:
            port.publish(spoken())
            port.recordings[0].fail("Cannot write on: No space left on device.", "Free space.")
            await until((only(tmp_path) / "timeline.svg").exists, 10.0)
            assert here == [], "drawn by a process of its own"
            assert read(only(tmp_path)).fault

    asyncio.run(scene())
    assert (only(tmp_path) / "captions.srt").exists()
