"""`voice add`, `list`, `show`, `remove`, and `say` with a cloned voice, on a tiny untrained model."""

import importlib.util
import json

import numpy as np
import pytest
import soundfile

from engine.voices.cloned import shelf
from engine.voices.cloned.model import SharedModel

if importlib.util.find_spec("torch") is None:
    pytest.skip("cloned voices need the extra", allow_module_level=True)

RATE = 24000
OWN = ("--consent", "own voice: Aoi Tanaka")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    import torch

    from indextts.checkpoint.random_weights import write_random
    from indextts.checkpoint.tiny import tiny_config

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("model")
    write_random(folder, tiny_config("2"))
    return folder


@pytest.fixture
def at_home(program, monkeypatch):
    """The program with a shelf of its own, a recording, and a profile that finds no model."""
    monkeypatch.setattr(shelf, "folder", lambda: program.folder / "voices")
    monkeypatch.setattr(SharedModel, "_shared", None)
    t = np.arange(3 * RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 60))
    wave = 0.15 * buzz * np.clip(1.5 * np.sin(9 * t) + 0.7, 0, 1)
    soundfile.write(program.folder / "me.wav", wave, RATE)
    soundfile.write(program.folder / "silent.wav", 0 * wave, RATE)
    return program


@pytest.fixture
def with_model(at_home, model):
    text = f"""voice = "indextts2:aoi"
[voicing.indextts2]
checkpoints = {str(model)!r}
device = "cpu"
preset = "released"
solver_steps = 2
"""
    (at_home.folder / "mine.toml").write_text(text, encoding="utf-8")
    return at_home


def words(text):
    return " ".join(text.split())


def stored(program):
    folder = program.folder / "voices"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


class TestAdd:
    @pytest.mark.parametrize("consent", [None, "", "yes", "I am allowed", "own voice:"])
    def test_without_consent_nothing_is_stored(self, at_home, consent):
        given = () if consent is None else ("--consent", consent)
        ran = at_home("voice", "add", "aoi", "me.wav", *given)
        assert ran.code == 1
        assert '"own voice: Aoi Tanaka"' in words(ran.err)
        assert "consent" in ran.err
        assert stored(at_home) == []

    def test_a_recording_is_shown_and_stored_and_heard_later_where_there_is_no_model(self, at_home):
        ran = at_home("voice", "add", "aoi", "me.wav", *OWN)
        assert ran.code == 0, ran.err
        shown = words(ran.out)
        for number in ("length 3.0 s usable", "sample rate 24000 Hz good", "loudness", "noise", "clipped 0.00 % good"):
            assert number in shown
        assert "language not told not measured" in shown
        assert "dBFS" in ran.out.splitlines()[0], "a picture first"
        assert "Stored as indextts2:aoi, with the consent of Aoi Tanaka." in words(ran.err)
        assert "indextts download" in ran.err
        assert stored(at_home) == ["aoi.voice"]

    def test_where_there_is_a_model_it_hears_it_at_once(self, with_model):
        assert with_model("voice", "add", "aoi", "me.wav", *OWN, "--profile", "mine.toml").code == 0
        shown = json.loads(with_model("voice", "show", "aoi", "--json").out)
        assert shown["weights"]["version"] == "2"
        assert with_model("voice", "add", "ben", "me.wav", *OWN, "--profile", "mine.toml", "--later").code == 0
        assert json.loads(with_model("voice", "show", "ben", "--json").out)["weights"] is None

    def test_a_voice_is_not_replaced_by_accident(self, at_home):
        at_home("voice", "add", "aoi", "me.wav", *OWN)
        before = (at_home.folder / "voices" / "aoi.voice").read_bytes()
        ran = at_home("voice", "add", "AOI", "me.wav", *OWN)
        assert ran.code == 1
        assert "--force" in ran.err
        assert (at_home.folder / "voices" / "aoi.voice").read_bytes() == before
        assert at_home("voice", "add", "aoi", "me.wav", "--force", "--consent", "permission: Ben, by mail").code == 0
        assert "permission: Ben, by mail" in words(at_home("voice", "show", "aoi").out)

    @pytest.mark.parametrize("name", ["../../x", "CON", "x" * 300, "葵", "a/b"])
    def test_names_that_are_none(self, at_home, name):
        ran = at_home("voice", "add", name, "me.wav", *OWN)
        assert ran.code == 1
        assert "cannot be called" in ran.err
        assert stored(at_home) == []
        assert not list(at_home.folder.parent.glob("x*"))

    @pytest.mark.parametrize("recording", ["silent.wav", "none.wav", "notes.txt"])
    def test_what_is_no_recording(self, at_home, recording):
        (at_home.folder / "notes.txt").write_text("no sound", encoding="utf-8")
        ran = at_home("voice", "add", "aoi", recording, *OWN)
        assert ran.code == 1
        assert ran.err.startswith("error: ")
        assert stored(at_home) == []

    def test_a_voice_file_from_elsewhere_keeps_its_consent_and_its_measurement(self, with_model):
        with_model("voice", "add", "aoi", "me.wav", *OWN, "--profile", "mine.toml")
        (with_model.folder / "voices" / "aoi.voice").rename(with_model.folder / "given.voice")
        assert with_model("voice", "add", "ben", "given.voice", "--profile", "mine.toml").code == 0
        shown = json.loads(with_model("voice", "show", "ben", "--json").out)
        assert (shown["name"], shown["consent"]["speaker"], shown["weights"]["version"]) == ("ben", "Aoi Tanaka", "2")
        (with_model.folder / "given.voice").write_bytes(b"torn")
        assert "no usable voice file" in with_model("voice", "add", "cho", "given.voice").err
        assert stored(with_model) == ["ben.voice"]

    @pytest.mark.parametrize("option", [OWN, ("--language", "ja"), ("--denoise",)], ids=lambda option: option[0])
    def test_what_a_voice_file_would_ignore_is_refused(self, at_home, option):
        at_home("voice", "add", "aoi", "me.wav", *OWN, "--later")
        (at_home.folder / "voices" / "aoi.voice").rename(at_home.folder / "given.voice")
        ran = at_home("voice", "add", "ben", "given.voice", "--later", *option)
        assert ran.code == 1
        assert f"{option[0]} would change nothing" in words(ran.err)
        assert stored(at_home) == []

    def test_without_the_extra_nobody_is_asked_anything(self, at_home, monkeypatch):
        import engine.cli.voice_add as adding

        monkeypatch.setattr(adding, "needs", lambda: "safetensors")
        monkeypatch.setattr(adding, "asked_consent", lambda statement: pytest.fail("asked for the consent"))
        ran = at_home("voice", "add", "aoi", "me.wav")
        assert ran.code == 1
        assert "need the package safetensors" in words(ran.err)
        assert ran.out == ""

    def test_a_language_is_kept_as_far_as_it_can_be_shown(self, at_home):
        assert at_home("voice", "add", "aoi", "me.wav", *OWN, "--later", "--language", "j\x1ba").code == 0
        assert json.loads(at_home("voice", "show", "aoi", "--json").out)["language"] == "ja"

    def test_at_a_terminal_it_asks(self, at_home, monkeypatch):
        import engine.cli.voice_consent as asking

        answers = {"confirm": [False, True], "prompt": ["Ben Sato", "by mail of 3 May"]}
        monkeypatch.setattr(asking.sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(asking.sys.stderr, "isatty", lambda: True, raising=False)
        for kind, given in answers.items():
            monkeypatch.setattr(asking.typer, kind, lambda *asked, given=given, **more: given.pop(0))
        stated = asking.asked_consent("")
        assert stated.statement == "permission: Ben Sato, by mail of 3 May"


class TestLookAndRemove:
    def test_all_voices_are_listed_and_what_they_need(self, with_model):
        with_model("voice", "add", "aoi", "me.wav", *OWN, "--later")
        (with_model.folder / "voices" / "torn.voice").write_bytes(b"torn")

        def needs(*profile):
            told = json.loads(with_model("voice", "list", "--json", *profile).out)
            return {voice["name"]: voice["needs"] for voice in told["voices"]}

        found = needs("--profile", "mine.toml")
        assert found["hibari:heart"] == found["indextts2:aoi"] == ""
        assert "no usable voice file" in found["indextts2:torn"]
        assert "indextts download" in needs()["indextts2:aoi"]
        shown = with_model("voice", "list")
        assert "indextts2:aoi" in shown.out
        assert shown.code == 0

    def test_a_voice_is_shown_with_its_consent_and_its_recording(self, at_home):
        at_home("voice", "add", "aoi", "me.wav", *OWN, "--language", "ja")
        shown = words(at_home("voice", "show", "indextts2:aoi").out)
        for part in ("own voice: Aoi Tanaka", "SHA-256", "language ja not measured", "none yet", "aoi.voice"):
            assert part in shown

    def test_removing_has_to_be_meant(self, at_home):
        at_home("voice", "add", "aoi", "me.wav", *OWN)
        assert "--yes" in at_home("voice", "remove", "aoi").err
        assert stored(at_home) == ["aoi.voice"]
        assert at_home("voice", "remove", "aoi", "--yes").code == 0
        assert stored(at_home) == []
        assert at_home("voice", "remove", "aoi", "--yes").code == 1


class TestSay:
    def test_a_cloned_voice_speaks_into_a_file_exactly_as_long_as_asked(self, with_model):
        with_model("voice", "add", "aoi", "me.wav", *OWN, "--later")
        say = ("say", "Hello chat, how are you today?", "--profile", "mine.toml", "--out", "a.wav")
        ran = with_model(*say, "--voice", "indextts2:aoi", "--duration", "2.0", "--json")
        assert ran.code == 0, ran.err
        assert "aoi is heard by this model for the first time" in words(ran.err)
        info = soundfile.info(with_model.folder / "a.wav")
        assert (info.samplerate, info.frames) == (22050, 44100)
        told = json.loads(ran.out)
        assert (told["voice"], told["samples"], told["seconds"]) == ("indextts2:aoi", 44100, 2.0)

    def test_a_voice_that_is_not_there(self, with_model):
        ran = with_model("say", "Hi.", "--profile", "mine.toml", "--voice", "indextts2:aoi", "--out", "a.wav")
        assert ran.code == 1
        assert "streamvoice voice add aoi" in words(ran.err)
        assert not (with_model.folder / "a.wav").exists()


def test_where_memory_runs_out_the_next_voice_goes_on_and_says_why(with_model, monkeypatch):
    """The whole engine, its threads and the tiny model; one line's tenth step finds no memory."""
    import torch

    from engine.voices.indextts2 import OpenModel
    from indextts.t2s.decoder import Decoder

    with_model("voice", "add", "aoi", "me.wav", *OWN, "--profile", "mine.toml")
    profile = with_model.folder / "mine.toml"
    text = profile.read_text("utf-8").replace('voice = "indextts2:aoi"', 'voices = ["indextts2:aoi", "hibari:heart"]')
    profile.write_text(text + "[voicing.fallback]\nfirst_s = 100.0\nstep_s = 100.0\nretry_s = 100.0\n", "utf-8")
    lines = [
        {"id": str(n), "text": said} for n, said in enumerate(("Hello chat.", "How are you today?", "Good night."))
    ]
    (with_model.folder / "chat.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    speak, step, said = OpenModel.steps, Decoder.step, []

    def speaking(model, voice, text, *given):
        said[:] = [text]
        return speak(model, voice, text, *given)

    def stepping(decoder, *given):
        said.append("step")
        if "today" in said[0] and len(said) == 10:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        return step(decoder, *given)

    monkeypatch.setattr(OpenModel, "steps", speaking)
    monkeypatch.setattr(Decoder, "step", stepping)
    ran = with_model(
        "live", "--headless", "--profile", "mine.toml", "--input", "chat.jsonl", "--fast", "--until-idle",
        "--sink", "wav:out.wav", "--events", "events.jsonl",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    told = [json.loads(line) for line in (with_model.folder / "events.jsonl").read_text("utf-8").splitlines()]
    assert sorted(event["id"] for event in told if event["type"] == "spoken") == ["0", "1", "2"]
    assert not [event for event in told if event["type"] in ("dropped", "interrupted")]
    assert "hibari:heart" in [event["voice"] for event in told if event["type"] == "chunk"]
    waiting = [event for event in told if event["type"] == "connection" and event["state"] == "waiting"]
    assert [event["name"] for event in waiting] == ["indextts2:aoi"]
    assert "Memory ran out" in waiting[0]["detail"]
    assert "hibari:heart speaks" in waiting[0]["detail"]
