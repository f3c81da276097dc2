"""Voice files: as good as the recording bit by bit, bound to their weights, and nothing broken gets through."""

import json
import struct
import sys
from datetime import UTC, datetime

import numpy as np
import pytest
import soundfile
import torch
from safetensors.numpy import load, save

from indextts import voice_file
from indextts.checkpoint.convert import convert
from indextts.checkpoint.fingerprint import fingerprint
from indextts.checkpoint.layout import find
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.consent import consent_of
from indextts.errors import OptionError, VoiceFileError
from indextts.infer_v2 import IndexTTS2 as Older
from indextts.infer_v2_5 import IndexTTS2 as Newer
from indextts.synthesizer import Voice
from indextts.voice_card import Card

RATE = 44100
TEXT = "Hello there, how are you?"
QUICK = {"diffusion_steps": 2, "num_beams": 1, "max_mel_tokens": 30, "seed": 3}
VERSIONS = ("2", "2.5")
CARD = Card(
    name="aoi",
    seconds=2.0,
    recording="0" * 64,
    created=datetime(2026, 11, 24, tzinfo=UTC),
    consent=consent_of("own voice: Aoi Tanaka"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("voices")
    for version in VERSIONS:
        write_random(folder / version, tiny_config(version), version=version)
    t = np.arange(2 * RATE) / RATE
    wave = 0.3 * np.sin(900 * t) * (0.6 + 0.4 * np.sin(9 * t))
    soundfile.write(folder / "me.wav", wave, RATE)
    soundfile.write(folder / "other.wav", wave[::-1] * np.sin(300 * t), RATE)
    soundfile.write(folder / "stereo.wav", np.stack([wave, np.roll(wave, 9)], 1), RATE, subtype="PCM_24")
    return folder


@pytest.fixture(scope="module", params=VERSIONS)
def model(request, place):
    return (Older if request.param == "2" else Newer)(model_dir=place / request.param, device="cpu")


@pytest.fixture(scope="module")
def v2(place):
    return Older(model_dir=place / "2", device="cpu")


def made(model, recording, path):
    voice_file.write(path, model.synthesizer.voice_file(Voice(recording), CARD))
    return path


@pytest.fixture(scope="module")
def shelved(v2, place):
    return made(v2, place / "me.wav", place / "aoi.voice").read_bytes()


@pytest.fixture
def aoi(shelved, tmp_path):
    path = tmp_path / "aoi.voice"
    path.write_bytes(shelved)
    return path


class TestAsGoodAsTheRecording:
    @pytest.mark.parametrize(
        ("recording", "feeling"),
        [
            ("stereo.wav", {}),
            ("me.wav", {"emo_vector": [0.2, 0, 0.5, 0, 0, 0, 0, 0.1]}),
            ("me.wav", {"emo_audio_prompt": "other.wav", "emo_alpha": 0.4}),
        ],
        ids=["plain", "vector", "blend"],
    )
    def test_the_sound_is_equal_bit_by_bit(self, model, place, tmp_path, recording, feeling):
        if "emo_audio_prompt" in feeling:
            feeling = feeling | {"emo_audio_prompt": place / feeling["emo_audio_prompt"]}
        path = made(model, place / recording, tmp_path / "aoi.voice")
        model.synthesizer.forget()
        stored = model.infer(str(path), TEXT, None, **feeling, **QUICK).samples
        model.synthesizer.forget()
        heard = model.infer(place / recording, TEXT, None, **feeling, **QUICK).samples
        assert np.array_equal(stored, heard)

    def test_as_the_source_of_an_emotion_too(self, v2, place, aoi):
        by_file, by_recording = (
            v2.infer(place / "other.wav", TEXT, None, emo_audio_prompt=source, emo_alpha=0.7, **QUICK).samples
            for source in (aoi, place / "me.wav")
        )
        # A recording is heard for its emotion by way of 16 kHz at once, as the speaker's own emotion is.
        assert np.array_equal(by_file, by_recording)

    def test_half_precision_comes_back_as_it_was(self, place, tmp_path):
        model = Older(model_dir=place / "2", device="cpu", use_bf16=True)
        path = made(model, place / "me.wav", tmp_path / "half.voice")
        known = model.synthesizer.speaker(Voice(place / "me.wav"))
        back = model.synthesizer.speaker(Voice(path))
        assert back.audio_emotion.dtype == torch.bfloat16
        assert torch.equal(back.audio_emotion, known.audio_emotion)
        assert torch.equal(back.prompt, known.prompt)

    def test_the_recording_alone_is_enough(self, v2, place, tmp_path):
        samples, rate = soundfile.read(place / "me.wav", dtype="float32")
        voice_file.write(tmp_path / "later.voice", voice_file.VoiceFile(CARD, samples, rate))
        later = v2.infer(tmp_path / "later.voice", TEXT, None, **QUICK).samples
        assert np.array_equal(later, v2.infer(place / "me.wav", TEXT, None, **QUICK).samples)

    def test_a_recording_of_16_bits_is_kept_in_16_bits(self, v2, place, aoi, tmp_path):
        assert load(aoi.read_bytes())["recording"].dtype == np.int16
        stereo = made(v2, place / "stereo.wav", tmp_path / "stereo.voice")
        assert load(stereo.read_bytes())["recording"].dtype == np.float32


def test_a_file_is_read_once_and_again_when_it_has_changed(v2, place, aoi, tmp_path, monkeypatch):
    from indextts import synthesizer

    real, reads = synthesizer.read_voice, []
    monkeypatch.setattr(synthesizer, "read_voice", lambda path: reads.append(path) or real(path))
    first = v2.synthesizer.speaker(Voice(aoi))
    assert v2.synthesizer.speaker(Voice(str(aoi))) is first
    assert len(reads) == 1
    other = made(v2, place / "other.wav", tmp_path / "other.voice")
    reads.clear()
    other.replace(aoi)
    assert v2.synthesizer.speaker(Voice(aoi)) is not first
    assert len(reads) == 1


class TestBoundToItsWeights:
    def test_other_weights_refuse_it_and_say_how_to_make_it_anew(self, place, aoi, tmp_path):
        write_random(tmp_path / "tuned", tiny_config("2"), seed=1)
        tuned = Older(model_dir=tmp_path / "tuned", device="cpu")
        with pytest.raises(VoiceFileError, match=r"made with other weights.*indextts voice"):
            tuned.infer(aoi, TEXT, None, **QUICK)
        assert not tuned.synthesizer.fits(voice_file.read(aoi))
        again = made(tuned, aoi, tmp_path / "again.voice")
        stored = tuned.infer(again, TEXT, None, **QUICK).samples
        assert np.array_equal(stored, tuned.infer(place / "me.wav", TEXT, None, **QUICK).samples)

    def test_the_other_version_refuses_it(self, place, aoi):
        with pytest.raises(VoiceFileError, match=r"made with version 2, not with this model \(version 2\.5\)"):
            Newer(model_dir=place / "2.5", device="cpu").infer(aoi, TEXT, None, **QUICK)

    @pytest.mark.parametrize("version", VERSIONS)
    def test_a_conversion_is_the_same_weights_and_one_changed_tensor_is_not(self, tmp_path, version):
        folder = tmp_path / "model"
        write_random(folder, tiny_config(version), version=version, training_state=True)
        before = fingerprint(find(folder))
        assert len(list(convert(folder, half=True, remove=True))) >= 4
        assert fingerprint(find(folder)) == before
        tensors = load_bf16(find(folder).gpt)
        name = next(key for key in sorted(tensors) if tensors[key].ndim == 2)
        tensors[name][0, 0] += 1
        save_bf16(tensors, find(folder).gpt)
        assert fingerprint(find(folder)) != before

    def test_noise_cannot_be_removed_from_a_voice_file(self, v2, aoi):
        with pytest.raises(OptionError, match="--denoise"):
            v2.infer(aoi, TEXT, None, denoise=True, **QUICK)


def load_bf16(path):
    from safetensors.torch import load_file

    return load_file(path)


def save_bf16(tensors, path):
    from safetensors.torch import save_file

    save_file(tensors, path)


def changed(path, edit, card=None):
    """The file with its tensors edited, and its card too."""
    content = path.read_bytes()
    tensors = load(content)
    edit(tensors)
    text = json.loads(content[8 : 8 + struct.unpack("<Q", content[:8])[0]])["__metadata__"]["streamvoice"]
    values = json.loads(text) | (card or {})
    path.write_bytes(save(tensors, {"streamvoice": json.dumps(values)}))


BREAKAGES = {
    "nan": lambda t: t["mel"].__setitem__((0, 0, 0), np.nan),
    "infinite recording": lambda t: t.__setitem__("recording", np.full(9, np.inf, np.float32)),
    "a tensor missing": lambda t: t.pop("identity"),
    "a tensor too many": lambda t: t.__setitem__("pickle", np.zeros((1, 2), np.float32)),
    "another type": lambda t: t.__setitem__("style", t["style"].astype(np.float64)),
    "no values": lambda t: t.__setitem__("style", np.zeros((1, 0), np.float32)),
    "two axes of batch": lambda t: t.__setitem__("style", np.zeros((2, 24), np.float32)),
    "no rate": lambda t: t.pop("rate"),
    "a recording of two axes": lambda t: t.__setitem__("recording", np.zeros((2, 9), np.int16)),
}


class TestNothingBrokenGetsThrough:
    @pytest.mark.parametrize("name", BREAKAGES)
    def test_tensors(self, aoi, name):
        changed(aoi, BREAKAGES[name])
        with pytest.raises(VoiceFileError, match=r"'aoi\.voice' is no usable voice file"):
            voice_file.read(aoi)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"format": "x"},
            {"recording": "../../x"},
            {"seconds": -1},
            {"consent": None},
            {"surprise": 1},
            {"weights": {"version": "2", "fingerprint": "0" * 32, "dtypes": {"mel": "Storage"}}},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_cards(self, aoi, wrong):
        changed(aoi, lambda tensors: None, wrong)
        with pytest.raises(VoiceFileError):
            voice_file.read(aoi)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": "a\x1b]0;pwn\x07"},
            {"language": "\x9b31m"},
            {"language": "\u202een"},
            {"created": "9999-12-31T23:59:59-12:00"},
            {"consent": {"basis": "own voice", "speaker": "Aoi\x1b[2J", "at": "2026-11-24T00:00:00Z"}},
            {"consent": {"basis": "own voice", "speaker": "  ", "at": "2026-11-24T00:00:00Z"}},
        ],
        ids=["title", "colour", "turned", "no date", "cleared", "nobody"],
    )
    def test_cards_that_a_terminal_would_obey(self, aoi, wrong):
        changed(aoi, lambda tensors: None, wrong)
        with pytest.raises(VoiceFileError, match="its card is wrong at") as caught:
            voice_file.read_card(aoi)
        assert str(caught.value).isprintable()

    def test_a_date_without_a_zone_is_in_utc(self, aoi):
        changed(aoi, lambda tensors: None, {"created": "2026-11-24T01:02:03"})
        assert voice_file.read_card(aoi).created == datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)

    def test_a_later_format_says_update(self, aoi):
        changed(aoi, lambda tensors: None, {"format": 2, "new": True})
        with pytest.raises(VoiceFileError, match=r"later format.*Update"):
            voice_file.read(aoi)

    def test_sizes_that_are_not_the_models(self, v2, aoi):
        changed(aoi, lambda t: t.__setitem__("prompt", np.zeros((1, 9000, 32), np.float32)))
        with pytest.raises(VoiceFileError, match="does not fit the model"):
            v2.infer(aoi, TEXT, None, **QUICK)

    @pytest.mark.parametrize("cut", [0, 7, 8, 100, 5000, -1])
    def test_a_file_that_ends_early(self, aoi, cut):
        aoi.write_bytes(aoi.read_bytes()[:cut])
        with pytest.raises(VoiceFileError):
            voice_file.read(aoi)

    @pytest.mark.parametrize("content", [b"\xff" * 64, struct.pack("<Q", 2**62) + b"{}", b"PK\x03\x04" * 40])
    def test_files_that_are_something_else(self, tmp_path, content):
        (tmp_path / "x.voice").write_bytes(content)
        with pytest.raises(VoiceFileError):
            voice_file.read(tmp_path / "x.voice")

    def test_a_file_that_is_too_large_is_not_read_to_its_end(self, tmp_path, monkeypatch):
        monkeypatch.setattr(voice_file, "LARGEST_BYTES", 1000)
        (tmp_path / "x.voice").write_bytes(bytes(5000))
        with pytest.raises(VoiceFileError, match="larger than"):
            voice_file.read(tmp_path / "x.voice")

    @pytest.mark.parametrize("name", ["nowhere.voice", "a\0b.voice", "x" * 300 + ".voice"])
    def test_files_that_are_not_there(self, tmp_path, name):
        with pytest.raises(VoiceFileError, match="cannot be read"):
            voice_file.read(f"{tmp_path}/{name}")


def test_a_full_disk_leaves_the_older_file(aoi, monkeypatch):
    before = aoi.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(VoiceFileError, match="No space left on device"):
        voice_file.write(aoi, voice_file.read(aoi))
    assert aoi.read_bytes() == before
    assert [path.name for path in aoi.parent.iterdir()] == ["aoi.voice"]


def test_a_read_only_disk_is_told(aoi, monkeypatch):
    def refused(*given, **more):
        raise OSError(30, "Read-only file system")

    stored = voice_file.read(aoi)
    monkeypatch.setattr(voice_file.Path, "open", refused)
    monkeypatch.setattr(voice_file.Path, "unlink", refused)  # of what is not there, too
    with pytest.raises(VoiceFileError, match="Read-only file system"):
        voice_file.write(aoi, stored)


class TestConsent:
    def test_who_and_on_which_ground(self):
        given = consent_of("  Permission:  Aoi Tanaka,\n by mail of 3 May ")
        assert (given.basis, given.speaker) == ("permission", "Aoi Tanaka, by mail of 3 May")
        assert given.at.tzinfo is UTC
        assert given.statement == "permission: Aoi Tanaka, by mail of 3 May"

    def test_names_of_any_script_and_none_that_steers_a_terminal(self):
        for name in ("علی\u200cرضا", "葵\u3000田中", "Zoë"):
            assert consent_of(f"own voice: {name}").speaker == name.replace("\u3000", " ")
        for name in ("Aoi\x1b[2J", "Aoi\u202e", "Aoi\x9b1m"):
            with pytest.raises(OptionError, match="control characters"):
                consent_of(f"own voice: {name}")

    @pytest.mark.parametrize(
        "said", ["", "yes", "I consent", "own voice", "own voice:", "permission: 123", "own voice: -"]
    )
    def test_what_is_none(self, said):
        with pytest.raises(OptionError, match="consent"):
            consent_of(said)


class TestCommand:
    def run(self, monkeypatch, *arguments):
        from indextts.cli.app import run

        monkeypatch.setattr(sys, "argv", ["indextts", *map(str, arguments)])
        try:
            run()
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    def test_a_voice_is_made_and_spoken_with(self, place, tmp_path, monkeypatch, capsys):
        path, made_from = tmp_path / "new" / "aoi.voice", place / "me.wav"
        command = ("voice", made_from, path, "--model-dir", place / "2", "--device", "cpu")
        assert self.run(monkeypatch, *command) == 1
        assert "own voice: Aoi" in " ".join(capsys.readouterr().err.split())
        assert not path.exists()
        assert self.run(monkeypatch, *command, "--consent", "own voice: Aoi", "--lang", "ja") == 0
        card = voice_file.read_card(path)
        assert (card.name, card.language, card.seconds) == ("aoi", "ja", 2.0)
        assert self.run(monkeypatch, *command, "--consent", "own voice: Aoi") == 1
        assert "--force" in capsys.readouterr().err
        anew = ("voice", path, path, "--model-dir", place / "2.5", "--device", "cpu", "--force")
        assert self.run(monkeypatch, *anew) == 0
        assert voice_file.read_card(path).weights.version == "2.5"
        assert voice_file.read_card(path).consent == card.consent
        said = ("synth", "Hi.", "--voice", path, "-o", tmp_path / "a.wav", "--duration", "0.5", "--lang", "EN")
        assert self.run(monkeypatch, *said, "--model-dir", place / "2.5", "--device", "cpu") == 0
        assert soundfile.info(tmp_path / "a.wav").frames == 11025
