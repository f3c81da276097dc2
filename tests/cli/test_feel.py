"""`feel`: the same feeling for people and for programs, and a clear word where there is none."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from engine.cli.feel_model import open_model
from engine.cli.feel_texts import LONGEST_LINE, lines
from engine.panel.glyphs import ASCII
from engine.values import EMOTIONS
from tests.cli.program import Program, Ran

KEYS = ["text", "model", "emotion", "top", "cues", "ms"]
ROWS = (
    "I am so happy!!!\tjoy\thappy",
    "I am so sad.\tsadness,fear\tsad,afraid",
    "furious\tanger\tangry",
    "ok\tx\thappy",
)


def piped(program: Program, monkeypatch: pytest.MonkeyPatch, content: bytes, *arguments: str) -> Ran:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    return program("feel", *arguments)


def table(folder: Path, *rows: str) -> str:
    (folder / "rows.tsv").write_bytes("\r\n".join(["text\tlabels\temotions", *rows]).encode())
    return "rows.tsv"


def test_json_tells_all_of_it(program: Program) -> None:
    ran = program("feel", "I can't wait, we WON!!! 🎉", "--json")
    told = json.loads(ran.out)
    model = open_model("embedded", None, None)
    reading = model.read("I can't wait, we WON!!! 🎉")
    assert list(told) == KEYS
    assert told["emotion"] == {name: round(strength, 4) for name, strength in reading.vector.items()}
    assert list(told["emotion"]) == list(EMOTIONS)
    assert told["top"] == "happy"
    assert told["cues"] == [[cue[0], cue[1], round(cue[2], 4)] for cue in reading.cues]
    assert told["model"] == model.name
    assert 0 < told["ms"] < 1000
    assert (ran.code, ran.err) == (0, "")


def test_people_see_bars_in_the_fixed_order_and_why(program: Program) -> None:
    told = program("feel", "I am so happy [red]!!!").out.splitlines()
    assert told[0] == "I am so happy [red]!!!"
    assert [line.split()[0] for line in told[1:9]] == list(EMOTIONS)
    top, why = told[9:11]
    assert top.split()[:2] == ["top", "happy"]
    assert top.endswith(" ms")
    assert "happy" in why
    assert len(told) == 11


def test_terminals_without_unicode_see_ascii(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.feel.for_terminal", lambda: ASCII)
    ran = program("feel", "太好了！ 🎉" * 200)
    assert ran.out.isascii()
    assert "##" in ran.out


@pytest.mark.parametrize("arguments", [["--json"], ["-", "--json"]])
def test_standard_input_is_a_text_a_line(
    program: Program, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    ran = piped(program, monkeypatch, "I am sad\r\n\n哈哈哈\nbro\xff\x00ken".encode("latin-1", "replace"), *arguments)
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["text"] for each in told] == ["I am sad", "", "???", "bro\ufffd\x00ken"]
    assert told[0]["top"] == "sad"
    assert told[1]["top"] == "calm"


class Endless(io.RawIOBase):
    """As /dev/zero: one line without an end."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self.given += len(into)
        into[:] = bytes(len(into))
        return len(into)


def test_a_line_without_end_is_read_from_its_beginning() -> None:
    endless = Endless()
    assert next(lines(io.BufferedReader(endless))) == "\0" * LONGEST_LINE
    assert endless.given < 2 * LONGEST_LINE


@pytest.mark.parametrize("more", [0, 1, 2, LONGEST_LINE - 1, LONGEST_LINE, 3 * LONGEST_LINE])
def test_the_rest_of_a_long_line_is_dropped_and_the_next_one_read(more: int) -> None:
    content = io.BytesIO(b"x" * (LONGEST_LINE + more - 1) + b"\r\nso sad\n" + "哈".encode() * LONGEST_LINE)
    long, sad, cut = lines(content)
    assert long == "x" * min(LONGEST_LINE, LONGEST_LINE + more - 1)
    assert sad == "so sad"
    assert cut == "哈" * (LONGEST_LINE // 3), "the character that was cut is left out"


def test_a_text_of_several_lines_is_several_texts(program: Program) -> None:
    assert [json.loads(line)["top"] for line in program("feel", "so happy\nso sad", "--json").out.splitlines()] == [
        "happy",
        "sad",
    ]


def test_whatever_comes_is_shown_and_not_obeyed(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = piped(program, monkeypatch, b"\x1b[2J\x1b[31mred \xe2\x80\xaeevil\n" + b"x" * 1_000_000 + "😭".encode() * 999)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert len(ran.out) < 5000


def test_a_profile_makes_something_of_it(program: Program) -> None:
    ran = program("feel", "I hate this stupid boss, I am furious!\n[sad] ok\nok", "--profile", "default", "--json")
    angry, asked, after = map(json.loads, ran.out.splitlines())
    assert list(angry) == [*KEYS, "mood", "voice", "note"]
    assert angry["top"] == "angry"
    assert angry["voice"]["angry"] < 0.1 < angry["voice"]["calm"], "a chatter's anger is not the streamer's"
    assert angry["note"]
    told = [*angry["emotion"].values(), *angry["mood"].values(), *angry["voice"].values()]
    assert told == [round(strength, 4) for strength in told]
    assert asked["voice"]["sad"] == 0.8
    assert after["mood"]["sad"] > 0, "the mood carries on"


def test_a_profile_stands_beside_the_text(program: Program) -> None:
    told = program("feel", "so happy", "--profile", "default").out.splitlines()
    assert told[1].split() == ["text", "mood", "voice"]
    [happy] = [line for line in told if line.startswith("  happy")]
    assert len([word for word in happy.split() if word.startswith("0.")]) == 3


def test_a_file_is_scored(program: Program) -> None:
    told = json.loads(program("feel", "--eval", table(program.folder, *ROWS), "--json").out)
    assert {"accuracy", "macro_f1", "f1", "ms_p50", "ms_p95"} <= told.keys()
    assert told["n"] == 4
    assert told["accuracy"] == 0.75
    assert told["f1"] == {"happy": pytest.approx(2 / 3), "angry": 1.0, "sad": 1.0}, "afraid: nobody missed it"
    assert told["macro_f1"] == pytest.approx((2 / 3 + 2) / 3)
    assert 0 < told["ms_p50"] <= told["ms_p95"]


def test_people_see_the_score_as_a_table(program: Program) -> None:
    ran = program("feel", "--eval", table(program.folder, *ROWS))
    assert ran.err == "", "no progress where nobody watches"
    shown = dict(line.rsplit(maxsplit=1) for line in ran.out.splitlines()[1:])
    assert {name.strip(): value for name, value in shown.items()}["accuracy"] == "0.750"


@pytest.mark.parametrize(
    ("line", "what", "fix"),
    [
        ("feel Hi --eval rows.tsv", "exclude each other", "one of them"),
        ("feel --eval rows.tsv --timeline e.jsonl", "exclude each other", "one of them"),
        ("feel Hi --out mood.svg", "--out needs a stream", "--timeline"),
        ("feel --eval rows.tsv --profile default", "--profile goes with a text", "Leave it out"),
        ("feel Hi --url http://127.0.0.1:1/v1", "--url needs --model server", "Add --model server"),
        ("feel Hi --model qwen --server-model x", "--server-model needs --model server", "leave --server-model out"),
        ("feel Hi --model embedded --model-dir x", "--model-dir needs --model qwen", "Add --model qwen"),
        ("feel --eval rows.tsv --model-dir x", "--model-dir needs --model qwen", "Add --model qwen"),
        ("feel --timeline e.jsonl --json", "--json does nothing with --timeline", "Leave --json out"),
        ("feel --timeline e.jsonl --model embedded", "--model does nothing with --timeline", "Leave --model out"),
        ("feel --timeline e.jsonl --url x", "--url does nothing with --timeline", "Leave --url out"),
        ("feel Hi --profile nobody", "no profile 'nobody'", "default"),
        ("feel --eval nothing.tsv", "Cannot read nothing.tsv", "path"),
        ("feel --eval rows.tsv", "rows.tsv, line 2: unknown emotion 'joy'", "happy, angry"),
        ("feel --timeline nothing.jsonl", "Cannot read nothing.jsonl", "path"),
        ("feel --timeline rows.tsv", "rows.tsv, line 1: this is no event", "--events"),
        ("feel --timeline empty.jsonl", "Nothing was felt in empty.jsonl", "--events"),
        ("feel --timeline empty.jsonl --out mood.png", "Cannot draw to mood.png", ".svg"),
        ("feel Hi --model qwen --model-dir nowhere", "nowhere", "--model-dir"),
        ("feel Hi --model server --url nonsense", "'nonsense' is no server's address", "http://"),
        ("feel Hi --model server --url http://127.0.0.1:1/v1", "cannot be reached", "--url"),
        ("feel", "Standard input is empty", "Pipe"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    program: Program, monkeypatch: pytest.MonkeyPatch, line: str, what: str, fix: str
) -> None:
    table(program.folder, "hi\tx\tjoy")
    (program.folder / "empty.jsonl").write_text('{"type": "ready"}\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    ran = program(*line.split())
    assert ran.code == 1, ran.err
    told, _, helped = ran.err.partition("try: ")
    assert ran.err.count("error: ") == 1
    assert what in told
    assert fix in helped
    assert ran.out == ""


def test_at_a_terminal_a_text_is_asked_for(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    ran = program("feel")
    assert ran.code == 1
    assert "There is no text to read" in ran.err


class Sad(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that finds every text sad."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        said = json.dumps(dict.fromkeys(EMOTIONS, 0) | {"sad": 0.6})
        answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    pytest.importorskip("openai")
    with ThreadingHTTPServer(("127.0.0.1", 0), Sad) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/v1"
        running.shutdown()


def test_a_server_is_asked_instead(program: Program, server: str) -> None:
    options = ("--model", "server", "--url", server, "--server-model", "tiny", "--json")
    told = json.loads(program("feel", "We won!", *options).out)
    assert (told["model"], told["top"], told["emotion"]["sad"]) == ("server", "sad", 0.6)
    assert Sad.asked[-1]["model"] == "tiny"
    assert Sad.asked[-1]["messages"][-1]["content"] == "We won!"
    score = json.loads(program("feel", "--eval", table(program.folder, *ROWS), *options).out)
    assert (score["model"], score["accuracy"]) == ("server", 0.25)
