"""The public classes on a tiny untrained model: every way to call, exact lengths, memory, and bad arguments."""

import io
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import soundfile
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.emotion.choice import choose
from indextts.errors import CheckpointError, IndexTTSError, OptionError, ReferenceAudioError, TextError
from indextts.infer_v2 import IndexTTS2 as Older
from indextts.infer_v2_5 import IndexTTS2 as Newer
from indextts.speech import Speech
from indextts.synthesizer import Voice

RATE = 22050
TEXT = "Hello there, how are you?"
QUICK = {"diffusion_steps": 2, "num_beams": 1, "max_mel_tokens": 30}


def tone(seconds: float = 2.0, hz: float = 150.0):
    t = np.arange(int(seconds * RATE)) / RATE
    return RATE, (0.3 * np.sin(2 * np.pi * hz * t) * (0.6 + 0.4 * np.sin(9 * t))).astype(np.float32)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("tiny")
    for version in ("2", "2.5"):
        write_random(root / version, tiny_config(version), version=version)
    return root


@pytest.fixture(scope="session")
def v2(folders):
    return Older(model_dir=folders / "2", device="cpu")


@pytest.fixture(scope="session")
def v25(folders):
    return Newer(model_dir=folders / "2.5", device="cpu")


@pytest.fixture(scope="session")
def voice_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("voice") / "ref.wav"
    rate, samples = tone()
    soundfile.write(path, samples, rate)
    return path


class TestTheSixCalls:
    """As users of the released system write them."""

    def test_clone_writes_16_bit_pcm_and_returns_the_path(self, v2, voice_file, tmp_path):
        made = v2.infer(spk_audio_prompt=str(voice_file), text=TEXT, output_path=str(tmp_path / "gen.wav"), **QUICK)
        assert os.fspath(made) == str(tmp_path / "gen.wav")
        info = soundfile.info(made)
        assert (info.samplerate, info.channels, info.subtype) == (RATE, 1, "PCM_16")
        assert info.frames == len(made.samples)

    def test_emotion_of_another_recording_and_weaker(self, v2, voice_file):
        other = tone(hz=300)
        full, weak, none = (
            v2.infer(voice_file, TEXT, None, emo_audio_prompt=other, emo_alpha=alpha, seed=1, **QUICK)
            for alpha in (1.0, 0.5, 0.0)
        )
        plain = v2.infer(voice_file, TEXT, None, seed=1, **QUICK)
        differs = [not np.array_equal(full.samples, speech.samples) for speech in (weak, none, plain)]
        assert differs == [True, True, True]

    def test_emotion_by_numbers(self, v2, voice_file):
        vector = [0, 0, 0.8, 0, 0, 0, 0, 0]
        sad = v2.infer(voice_file, TEXT, None, emo_vector=vector, use_random=False, seed=1, **QUICK)
        plain = v2.infer(voice_file, TEXT, None, seed=1, **QUICK)
        assert not np.array_equal(sad.samples, plain.samples)

    def test_random_prototypes_follow_the_seed(self, v2, voice_file):
        def emotion(seed, *, use_random=True):
            speaker = v2.synthesizer.speaker(Voice(voice_file))
            choice = choose(TEXT, vector=[0.5, 0, 0, 0, 0, 0, 0.2, 0], use_random=use_random)
            return tuple(v2.synthesizer.emotion(speaker, choice, seed)[0].tolist())

        assert emotion(3) == emotion(3)
        assert len({emotion(seed) for seed in range(8)}) > 1
        assert emotion(3, use_random=False) == emotion(4, use_random=False)

    def test_emotion_from_text_without_its_model_says_what_to_fetch(self, v2, voice_file):
        with pytest.raises(CheckpointError, match="indextts download"):
            v2.infer(voice_file, TEXT, None, use_emo_text=True, emo_alpha=0.6, **QUICK)

    def test_without_a_path_the_pair_of_rate_and_int16_comes_back(self, v2, voice_file):
        rate, samples = v2.infer(voice_file, TEXT, None, **QUICK)
        assert rate == RATE
        assert samples.dtype == np.int16
        assert samples.shape[1] == 1

    def test_streaming_gives_segments_and_silences_in_int16_scale(self, v2, voice_file):
        whole = v2.infer(voice_file, TEXT, None, seed=5, interval_silence=100, **QUICK)
        streamed = {"stream_return": True, "streaming": False}
        pieces = list(v2.infer(voice_file, TEXT, None, seed=5, interval_silence=100, **streamed, **QUICK))
        assert len(pieces) == 2
        assert pieces[1].shape == (1, RATE // 10)
        assert not pieces[1].any()
        assert np.allclose(pieces[0][0].numpy(), whole.samples * 32767, atol=1e-3)


def test_segments_are_joined_with_silences_and_timed(v2, voice_file):
    text = "One is here. Two is there. Three is everywhere. Four is gone."
    made = v2.infer(voice_file, text, None, max_text_tokens_per_segment=12, interval_silence=50, seed=2, **QUICK)
    assert len(made.segments) >= 3
    pause = RATE * 50 // 1000
    for before, after in zip(made.segments, made.segments[1:], strict=False):
        start, end = round(before.end_s * RATE), round(after.start_s * RATE)
        assert end - start == pause
        assert not made.samples[start:end].any()
    assert round(made.segments[-1].end_s * RATE) == len(made.samples)


def test_the_whole_is_the_stream_collected(v2, voice_file):
    whole = v2.infer(voice_file, TEXT, None, seed=4, **QUICK)
    spoken = v2.stream(voice_file, TEXT, seed=4, streaming=False, **QUICK)
    chunks = [chunk for chunk in spoken if not chunk.silence]
    assert np.array_equal(whole.samples, np.concatenate([chunk.samples for chunk in chunks]))
    assert chunks[-1].timing.codes == whole.segments[0].codes


def test_numbers_of_numpy_are_numbers(v2, voice_file):
    made = v2.infer(voice_file, TEXT, None, seed=np.int64(3), duration=np.float32(0.5), interval_silence=2.5, **QUICK)
    assert len(made.samples) == RATE // 2


def test_a_seed_repeats_and_another_does_not(v2, voice_file):
    one, same, other = (v2.infer(voice_file, TEXT, None, seed=seed, **QUICK).samples for seed in (7, 7, 8))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


class TestExactLengths:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(factor=st.floats(0.75, 1.25), seed=st.integers(0, 99))
    def test_a_factor_of_the_natural_length(self, v2, factor, seed):
        natural = v2.infer(tone(), TEXT, None, seed=seed, **QUICK)
        made = v2.infer(tone(), TEXT, None, seed=seed, duration_factor=factor, **QUICK)
        assert len(made.samples) == max(256, round(len(natural.samples) * factor))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seconds=st.floats(0.4, 2.0), seed=st.integers(0, 99), longest=st.sampled_from([10, 20, 120]))
    def test_absolute_seconds_over_one_or_more_segments(self, v2, seconds, seed, longest):
        text = "One is here. Two is there."
        made = v2.infer(tone(), text, None, duration=seconds, seed=seed, max_text_tokens_per_segment=longest, **QUICK)
        assert len(made.samples) == round(seconds * RATE)

    @pytest.mark.parametrize("seconds", [0.3, 1.0, 3.2])
    def test_absolute_seconds_in_version_2_5(self, v25, seconds):
        assert len(v25.infer(tone(), TEXT, None, "EN", duration=seconds, **QUICK).samples) == round(seconds * RATE)

    def test_the_codes_follow_the_length(self, v2):
        counts = [
            v2.infer(tone(), TEXT, None, duration=seconds, seed=1, **QUICK).segments[0].codes
            for seconds in (0.25, 0.5, 1.0)
        ]
        for count, seconds in zip(counts, (0.25, 0.5, 1.0), strict=True):
            assert count == pytest.approx(seconds * 50, rel=0.06, abs=1.5)

    def test_a_length_far_from_natural_is_told(self, v2):
        assert "naturally" in v2.infer(tone(), TEXT, None, duration=1.5, seed=1, **QUICK).warnings[-1]

    def test_the_end_of_a_trimmed_frame_fades(self, v2):
        made = v2.infer(tone(), TEXT, None, duration=0.5003, seed=1, **QUICK)
        assert abs(made.samples[-1]) < 1e-3


class TestStreaming:
    TWO = "One is here. Two is there."

    def test_a_stream_with_a_duration_is_exact_too(self, v2):
        options = {"max_text_tokens_per_segment": 10, "seed": 1, "duration": 1.5, **QUICK}
        chunks = list(v2.stream(tone(), self.TWO, **options))
        tensors = list(v2.infer(tone(), self.TWO, None, stream_return=True, **options))
        assert sum(len(chunk.samples) for chunk in chunks) == round(1.5 * RATE)
        assert sum(tensor.shape[1] for tensor in tensors) == round(1.5 * RATE)
        assert sum(chunk.last for chunk in chunks) == max(chunk.segment for chunk in chunks) + 1

    def test_a_length_changes_nothing_but_the_length(self, v2):
        """The free rendering beneath is the same for the same seed, segment by segment."""
        options = {"max_text_tokens_per_segment": 10, "seed": 2, **QUICK}
        free = v2.infer(tone(), self.TWO, None, **options)
        longer = v2.infer(tone(), self.TWO, None, duration_factor=1.1, **options)
        assert [s.natural_s for s in free.segments] == [s.natural_s for s in longer.segments]


class TestVersion25:
    def test_a_language_and_a_factor_of_whole_frames(self, v25, voice_file):
        natural = v25.infer(voice_file, TEXT, None, "EN", seed=1, **QUICK)
        longer = v25.infer(voice_file, TEXT, None, "EN", seed=1, duration_factor=1.5, **QUICK)
        codes = natural.segments[0].codes
        assert len(natural.samples) == 256 * int(2 * codes * 1.72)
        assert len(longer.samples) == 256 * int(2 * codes * 1.72 * 1.5)

    @pytest.mark.parametrize("lang", ["ZH", "EN", "ES", "AR"])
    def test_every_language_speaks(self, v25, voice_file, lang):
        assert len(v25.infer(voice_file, "Hola 你好 hello 123.", None, lang, **QUICK).samples) > 0


def test_alternating_voices_are_measured_once_each(folders, monkeypatch):
    tts = Older(model_dir=folders / "2", device="cpu")
    measured = []
    real = tts.synthesizer.model.speaker
    monkeypatch.setattr(tts.synthesizer.model, "speaker", lambda recording: measured.append(1) or real(recording))
    for _ in range(2):
        for hz in (120, 240):
            tts.infer(tone(hz=hz), TEXT, None, **QUICK)
    assert len(measured) == 2


def test_voices_used_longest_ago_are_forgotten(folders, monkeypatch):
    tts = Older(model_dir=folders / "2", device="cpu", remembered=1)
    measured = []
    real = tts.synthesizer.model.speaker
    monkeypatch.setattr(tts.synthesizer.model, "speaker", lambda recording: measured.append(1) or real(recording))
    for hz in (120, 240, 120):
        tts.infer(tone(hz=hz), TEXT, None, **QUICK)
    assert len(measured) == 3


def test_progress_grows_to_one_and_an_error_in_it_ends_the_work(v2, voice_file):
    told = []
    v2.infer(voice_file, TEXT, None, progress=lambda share, what: told.append(share), **QUICK)
    assert told == sorted(told)
    assert told[-1] == 1

    class EnoughError(Exception):
        pass

    def stop(_share, _what):
        raise EnoughError

    with pytest.raises(EnoughError):
        v2.infer(voice_file, TEXT, None, progress=stop, **QUICK)
    assert len(v2.infer(voice_file, TEXT, None, **QUICK).samples) > 0  # and the model still speaks


def test_a_stream_nobody_finishes_holds_up_nobody(v2, voice_file):
    abandoned = v2.stream(voice_file, "One is here. Two is there.", max_text_tokens_per_segment=10, **QUICK)
    next(abandoned)
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(v2.infer, voice_file, TEXT, None, **QUICK).result(timeout=30)
        rest = thread.submit(list, abandoned).result(timeout=30)  # and it may go on in another thread
    assert len(made.samples) > 0
    assert rest[-1].last


def test_two_threads_speak_at_once(v2):
    def speak(hz):
        return v2.infer(tone(hz=hz), TEXT, None, seed=1, **QUICK).samples

    alone = [speak(hz) for hz in (110, 220)]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(speak, (110, 220)))
    assert [len(samples) for samples in together] == [len(samples) for samples in alone]
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_the_callers_chance_is_left_alone(v2, voice_file):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    v2.infer(voice_file, TEXT, None, **QUICK)
    assert torch.rand(1) == expected


def test_half_precision_and_the_fast_preset_speak(folders):
    for options in ({"use_bf16": True}, {"preset": "fast"}):
        tts = Older(model_dir=folders / "2", device="cpu", **options)
        samples = tts.infer(tone(), TEXT, None, duration=0.5, max_mel_tokens=30).samples
        assert len(samples) == RATE // 2
        assert np.isfinite(samples).all()


def test_switches_without_meaning_are_accepted_with_one_warning(folders, caplog):
    Older(model_dir=folders / "2", device="cpu", use_cuda_kernel=True, use_deepspeed=True, use_accel=True)
    assert len(caplog.records) == 1
    assert "use_accel, use_cuda_kernel, use_deepspeed" in caplog.text


BAD = {
    "alpha too large": ({"emo_alpha": 7, "emo_audio_prompt": tone()}, OptionError, "emo_alpha"),
    "alpha not a number": ({"emo_alpha": float("nan")}, OptionError, "emo_alpha"),
    "vector with NaN": ({"emo_vector": [float("nan")] * 8}, OptionError, None),
    "vector too short": ({"emo_vector": [0.1] * 7}, OptionError, "8|eight"),
    "vector of words": ({"emo_vector": ["a"] * 8}, OptionError, None),
    "negative pause": ({"interval_silence": -1}, OptionError, "pause"),
    "seed": ({"seed": -1}, OptionError, "seed"),
    "duration": ({"duration": -3}, OptionError, "duration"),
    "factor": ({"duration_factor": 3}, OptionError, "duration_factor"),
    "beams": ({"num_beams": 0}, OptionError, None),
    "temperature": ({"temperature": 0}, OptionError, None),
    "top_p": ({"top_p": 2}, OptionError, None),
    "beams as text": ({"num_beams": "3"}, OptionError, "num_beams"),
    "half a step": ({"diffusion_steps": 2.5}, OptionError, "diffusion_steps"),
    "half a seed": ({"seed": 1.5}, OptionError, "seed"),
    "a pause in words": ({"interval_silence": "long"}, OptionError, "interval_silence"),
    "segments in words": ({"more_segment_before": "x"}, OptionError, "more_segment_before"),
    "too much feeling": ({"emo_vector": [100] * 8}, OptionError, "100"),
    "duration in words": ({"duration": "3 s"}, OptionError, "duration"),
    "a minute for a word": ({"duration": 90}, OptionError, "60 s"),
    "no function": ({"progress": 5}, OptionError, "progress"),
    "path of bytes": ({"output_path": 5}, OptionError, "path"),
    "zero in the path": ({"output_path": "a\0.wav"}, OptionError, "zero"),
    "vector of digits": ({"emo_vector": "12345678"}, OptionError, "order"),
    "unknown": ({"loudness": 2}, OptionError, "loudness"),
    "steps": ({"diffusion_steps": 0}, OptionError, "steps"),
    "solver": ({"solver": "magic"}, OptionError, "magic"),
    "segment size": ({"max_text_tokens_per_segment": 0}, OptionError, None),
    "ending": ({"output_path": "a.xyz"}, OptionError, "format"),
    "no such file": ({"spk_audio_prompt": "no.wav"}, ReferenceAudioError, "no.wav"),
    "no sound": ({"spk_audio_prompt": (RATE, np.zeros(RATE * 2, np.float32))}, ReferenceAudioError, None),
    "too short": ({"spk_audio_prompt": tone(0.05)}, ReferenceAudioError, None),
    "broken": ({"spk_audio_prompt": io.BytesIO(b"RIFF nonsense")}, ReferenceAudioError, None),
    "broken emotion": ({"emo_audio_prompt": b"nonsense"}, ReferenceAudioError, None),
    "empty text": ({"text": ""}, TextError, None),
    "blank text": ({"text": " \n "}, TextError, None),
    "only marks": ({"text": "?!..."}, TextError, None),
    "no text": ({"text": None}, TextError, None),
    "100,000 characters": ({"text": "word " * 20_000}, TextError, "100,000"),
}


@pytest.mark.parametrize(("given_", "error", "says"), BAD.values(), ids=BAD)
def test_bad_arguments_get_one_clear_error(v2, voice_file, given_, error, says):
    arguments = {"spk_audio_prompt": voice_file, "text": TEXT, "output_path": None, **QUICK, **given_}
    with pytest.raises(error, match=says) as raised:
        v2.infer(**arguments)
    assert isinstance(raised.value, IndexTTSError)
    assert raised.value.fix


def test_the_wrong_class_for_a_folder_names_the_right_one(folders):
    with pytest.raises(CheckpointError, match="infer_v2_5"):
        Older(model_dir=folders / "2.5", device="cpu")
    with pytest.raises(CheckpointError, match="infer_v2 "):
        Newer(model_dir=folders / "2", device="cpu")


def test_a_failed_file_leaves_nothing_behind(v2, voice_file, tmp_path):
    with pytest.raises(OptionError):
        v2.infer(voice_file, TEXT, tmp_path / "a.wav", duration=-1, **QUICK)
    assert list(tmp_path.iterdir()) == []


def test_speech_knows_what_it_took(v2, voice_file):
    made = v2.infer(voice_file, TEXT, None, **QUICK)
    assert isinstance(made, Speech)
    timing = made.segments[0]
    assert timing.codes > 0
    assert timing.text_tokens > 0
    assert min(timing.codes_wall_s, timing.mel_wall_s, timing.wave_wall_s) > 0
