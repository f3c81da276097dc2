"""What cannot be done ends at once, with one line that says so and one that helps."""

from __future__ import annotations

import pytest

from tests.cli.program import Program


@pytest.mark.parametrize(
    ("line", "what", "fix"),
    [
        ("say Hi --duration 2 --pace 0.9 --out a.wav", "exclude each other", "one of them"),
        ("say Hi --pace 9 --out a.wav", "0.5 to 2.0", ""),
        ("say Hi --pace nan --out a.wav", "0.5 to 2.0", ""),
        ("say Hi --duration 0 --out a.wav", "600 seconds", ""),
        ("say Hi --duration inf --out a.wav", "600 seconds", ""),
        ("say Hi --emotion hapy=0.7 --out a.wav", "hapy", "happy"),
        ("say Hi --emotion happy=7 --out a.wav", "7", ""),
        ("say Hi --emotion happy=lots --out a.wav", "", ""),
        ("say Hi --voice nobody --out a.wav", "There is no voice 'nobody'", "hibari"),
        ("say Hi --profile nobody --out a.wav", "There is no profile 'nobody'", "default"),
        ("say Hi --out a.xyz", "a.xyz", ".flac"),
        ("say Hi --out text.txt/a.wav", "text.txt", ""),
        ("live --headless --sink loudspeaker", "Unknown sink 'loudspeaker'", "null:fast"),
        ("live --headless --sink wav:", "Unknown sink", "wav:PATH"),
        ("live --headless --sink null --profile deflaut", "deflaut", "default"),
        ("live --headless --sink null --profile no.toml", "no.toml", ""),
        ("live --headless --sink null --profile typo.toml", "audio.volumee", "volume"),
        ("live --headless --sink null --input nothing.jsonl", "nothing.jsonl", "path"),
        ("live --headless --sink null --voice hibari:hart", "hibari:hart", "hibari:heart"),
        ("live --headless --sink null --events text.txt/e.jsonl", "text.txt", ""),
        ("live --headless --sink null --port 70000", "port", ""),
        ("live --headless --sink null --host 0.0.0.0 --port 0", "without a token", "STREAMVOICE_TOKEN"),
        ("demo --headless --fast --out text.txt", "text.txt", ""),
        ("ctl dance", "dance", ""),
        ("ctl volume loud", "ctl volume loud", "0 to 2"),
        ("ctl event", "ctl event needs a value", "Type ctl event name"),
        ("ctl reader", "ctl reader needs a value", "Type ctl reader embedded"),
        ("ctl pause now", "ctl pause takes nothing", "Type ctl pause alone"),
        ("ctl evnt raid", "There is no verb ctl evnt", "Did you mean ctl event?"),
        ("ctl skip --port 1", "No streamvoice answers at ws://127.0.0.1:1/", "--port"),
        ("profiles nobody", "nobody", "default"),
    ],
)
def test_is_said_in_one_line(program: Program, monkeypatch: pytest.MonkeyPatch, line: str, what: str, fix: str) -> None:
    monkeypatch.delenv("STREAMVOICE_TOKEN", raising=False)
    (program.folder / "text.txt").write_text("not a folder")
    (program.folder / "typo.toml").write_text("[audio]\nvolumee = 1.0\n")
    ran = program(*line.split())
    assert ran.code == 1, ran.err
    assert ran.err.count("error: ") == 1
    told, _, helped = ran.err.partition("try: ")
    assert what in told
    assert fix in helped
    after = ran.err[ran.err.index("error: ") :].splitlines()
    assert len(after) == (2 if helped else 1), "a line each, however narrow the terminal"
    assert ran.out == ""


@pytest.mark.parametrize(
    "line", ["dance", "say", "live --loud", "say Hi --pace fast", "devices extra", "ctl skip --port 70000"]
)
def test_a_command_line_that_is_not_understood_ends_with_2(program: Program, line: str) -> None:
    ran = program(*line.split())
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert "Error" in ran.err
