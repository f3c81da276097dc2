import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api import InputError, events, message_from
from engine.event_log import as_json
from plugins.recorder.about import read
from plugins.recorder.log import last_t, read_events
from plugins.recorder.marked import Marked
from plugins.recorder.messages import chat
from plugins.recorder.story import write_all
from tests.plugins.recorder.made import session


def test_events_come_back_as_they_were(tmp_path) -> None:
    folder = session(tmp_path)
    written = [
        events.MessageSeen(t=1.5, id="a", author="ann", text='<b>"hi"\n', platform="x", kind="chat", amount=2.0),
        events.Spoken(t=2.0, turn_id=3, id="a", text="hi", seconds=1.0),
        Marked(t=3.25, text="here", sample=7),
    ]
    (folder / "events.jsonl").write_text("".join(as_json(event) + "\n" for event in written))
    assert list(read_events(folder)) == written
    assert list(read_events(folder, Marked)) == written[2:]
    assert list(read_events(folder, since=2.0)) == written[1:]
    assert last_t(folder) == 3.25


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_damaged_lines_are_left_out(tmp_path_factory, lines) -> None:
    folder = tmp_path_factory.mktemp("damaged") / "2026-01-02_03-04-05"
    folder.mkdir()
    good = b'{"type": "mark", "t": 1.0, "turn_id": null, "text": "x", "sample": 1}\n'
    (folder / "events.jsonl").write_bytes(good + b"\n".join(lines) + b"\n" + good + good[:30])
    assert [event.text for event in read_events(folder)] == ["x", "x"]


def test_no_events_at_all_is_one_clear_line(tmp_path) -> None:
    with pytest.raises(InputError, match=r"events\.jsonl cannot be read"):
        list(read_events(tmp_path))


def test_a_replay_holds_every_message_at_its_time_with_all_it_asked_for(tmp_path) -> None:
    first, second = map(json.loads, chat(session(tmp_path)))
    assert (first["at"], second["at"]) == (0.0, 2.0)
    message = message_from(first, platform="file", now=0.0, fallback_id="x")
    assert (message.id, message.author, message.platform, message.kind) == ("m1", "ann", "test", "cheer")
    assert (message.amount, message.currency, message.emotion.happy) == (100.0, "bits", 0.5)
    assert [json.loads(line)["author"] for line in chat(tmp_path / "2026-01-02_03-04-05", 0.5)] == ["bob"]


def test_captions_and_picture_show_what_was_heard_in_seconds_of_the_sound_file(tmp_path) -> None:
    folder = session(tmp_path)
    with (folder / "events.jsonl").open("a") as log:
        log.write(as_json(Marked(t=52.0, text="<b>boss</b>", sample=8000 * 3)) + "\n")
    write_all(folder)
    assert (folder / "captions.srt").read_text().split("\n\n")[:2] == [
        "1\n00:00:00,000 --> 00:00:01,000\nHello there",
        "2\n00:00:02,000 --> 00:00:03,000\nOh no!",
    ]
    drawn = (folder / "timeline.svg").read_text("utf-8")
    assert "heard after 100 ms: Oh no!" in drawn
    assert "&lt;b&gt;boss&lt;/b&gt;" in drawn
    assert {path.suffix for path in folder.iterdir()} == {".json", ".jsonl", ".wav", ".srt", ".svg"}


def test_a_damaged_session_says_so(tmp_path) -> None:
    folder = session(tmp_path)
    (folder / "session.json").write_text('{"sample_rate": "no"')
    with pytest.raises(InputError, match="damaged"):
        read(folder)
