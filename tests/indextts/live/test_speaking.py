"""Streaming through the public classes, on tiny untrained models of both versions."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.errors import OptionError
from indextts.live.options import Streaming
from indextts.live.speaking import LiveSpeaking
from indextts.options import FlowOptions, SpeakOptions
from indextts.s2mel.dit import DiT
from indextts.speaking import Speaking
from indextts.synthesizer import Voice
from indextts.t2s.decoder import Decoder
from indextts.t2s.sampling import SamplingOptions
from indextts.vocoder.stream import Chain

RATE = 22050
ONE, TWO = "One is here.", "One is here. Two is there, and so on."
QUICK = {"diffusion_steps": 2, "num_beams": 1, "max_mel_tokens": 90}
SMALL = Streaming(stream_codes=(8, 16), lookahead=4)
MANY = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def total(chunks):
    return sum(len(chunk.samples) for chunk in chunks if chunk is not None)


def joined(chunks):
    return np.concatenate([chunk.samples for chunk in chunks if chunk is not None])


class TestExactLengths:
    @MANY
    @given(
        seconds=st.floats(0.5, 2.5),
        seed=st.integers(0, 99),
        longest=st.sampled_from([10, 120]),
        codes=st.integers(5, 30),
        lookahead=st.integers(0, 12),
    )
    def test_seconds(self, v2, tone, seconds, seed, longest, codes, lookahead):
        how = {"streaming": Streaming((codes, 2 * codes), lookahead), "max_text_tokens_per_segment": longest}
        chunks = v2.stream(tone, TWO, duration=seconds, seed=seed, interval_silence=30, **how, **QUICK)
        assert total(chunks) == round(seconds * RATE)

    @MANY
    @given(seconds=st.floats(0.5, 2.5), seed=st.integers(0, 99), lookahead=st.integers(0, 8))
    def test_seconds_in_version_2_5(self, v25, tone, seconds, seed, lookahead):
        how = {"streaming": Streaming((6, 12), lookahead), "max_text_tokens_per_segment": 20, "lang": "EN"}
        chunks = v25.stream(tone, TWO, duration=seconds, seed=seed, interval_silence=30, **how, **QUICK)
        assert total(chunks) == round(seconds * RATE)

    @MANY
    @given(factor=st.floats(0.75, 1.25), seed=st.integers(0, 99), lookahead=st.integers(0, 8))
    def test_a_factor_gives_the_length_that_whole_lines_have(self, v2, tone, factor, seed, lookahead):
        natural = total(v2.stream(tone, ONE, seed=seed, streaming=False, **QUICK))
        how = Streaming((7, 14), lookahead)
        chunks = v2.stream(tone, ONE, seed=seed, duration_factor=factor, streaming=how, **QUICK)
        assert total(chunks) == max(256, round(natural * factor))

    @MANY
    @given(factor=st.floats(0.5, 2.0), seed=st.integers(0, 99))
    def test_a_factor_in_version_2_5(self, v25, tone, factor, seed):
        options = {"seed": seed, "duration_factor": factor, "lang": "EN", **QUICK}
        assert total(v25.stream(tone, ONE, streaming=SMALL, **options)) == total(
            v25.stream(tone, ONE, streaming=False, **options)
        )

    def test_the_trimmed_end_fades(self, v2, tone):
        made = joined(v2.stream(tone, ONE, duration=0.9003, seed=1, streaming=SMALL, **QUICK))
        assert abs(made[-1]) < 1e-3

    def test_sound_comes_before_the_end_is_known(self, v2, tone):
        """The budget is set from the start: some chunks come before the last code."""
        turns = list(v2.steps(tone, ONE, duration=1.6, seed=1, streaming=SMALL, **QUICK))
        first = next(index for index, turn in enumerate(turns) if turn is not None)
        assert first < 60 < len(turns)  # 80 codes are as many turns


class TestTurns:
    def test_each_does_one_thing_at_most(self, v2, tone, monkeypatch):
        done = []
        for kind, name in ((Decoder, "step"), (DiT, "moment"), (Chain, "push")):
            monkeypatch.setattr(kind, name, counted(getattr(kind, name), name, done))
        turns = v2.steps(tone, ONE, duration=1.0, seed=1, streaming=SMALL, **QUICK | {"diffusion_steps": 3})
        while True:
            done.clear()
            if next(turns, ...) is ...:
                break
            inner = [name for name, depth in done if depth == 0]
            assert len(inner) <= 1, inner

    def test_turn_about_is_as_alone(self, v2, v25, tone):
        def turns(seed):
            tts, lang = (v2, {}) if seed % 2 else (v25, {"lang": "EN"})
            return tts.steps(tone, TWO, seed=seed, streaming=SMALL, **lang, **QUICK)

        alone = [joined(turns(seed)) for seed in range(4)]
        speaking = {seed: turns(seed) for seed in range(4)}
        heard = {seed: [] for seed in speaking}
        while speaking:
            for seed in list(speaking):
                turn = next(speaking[seed], ...)
                if turn is ...:
                    del speaking[seed]
                elif turn is not None:
                    heard[seed].append(turn.samples)
        for seed, one in enumerate(alone):
            np.testing.assert_array_equal(np.concatenate(heard[seed]), one)

    @pytest.mark.parametrize("count", [1, 5, 20, 40])
    def test_left_anywhere_it_holds_up_nobody(self, v2, tone, count):
        left = v2.steps(tone, ONE, duration=1.6, seed=1, streaming=SMALL, **QUICK)
        for _ in range(count):
            next(left)
        with ThreadPoolExecutor(1) as thread:
            made = thread.submit(v2.infer, tone, ONE, None, **QUICK).result(timeout=60)
        left.close()
        assert next(left, ...) is ...
        assert len(made.samples)

    def test_stream_and_tensors_are_its_chunks(self, v2, tone):
        options = {"seed": 3, "streaming": SMALL, "interval_silence": 50, **QUICK}
        steps = [turn for turn in v2.steps(tone, ONE, **options) if turn is not None]
        stream = list(v2.stream(tone, ONE, **options))
        tensors = list(v2.infer(tone, ONE, None, stream_return=True, **options))
        assert [len(chunk.samples) for chunk in steps] == [len(chunk.samples) for chunk in stream]
        for chunk, tensor in zip(stream, tensors, strict=False):
            np.testing.assert_allclose(tensor[0].numpy(), chunk.samples * 32767, atol=1e-3)
        assert len(tensors) == len(stream) + 1  # the pause behind the last line, as released
        assert not tensors[-1].any()
        assert tensors[-1].shape == (1, RATE // 20)

    def test_several_lines_are_numbered_timed_and_parted(self, v2, tone):
        how = {"streaming": SMALL, "max_text_tokens_per_segment": 10, "interval_silence": 40}
        chunks = list(v2.stream(tone, TWO, seed=2, **how, **QUICK))
        lasts = [chunk for chunk in chunks if chunk.last]
        assert len(lasts) == chunks[-1].segment + 1 > 1
        assert sum(chunk.silence for chunk in chunks) == len(lasts) - 1
        at = 0
        for chunk in chunks:
            at += len(chunk.samples)
            if chunk.last:
                assert round(chunk.timing.end_s * RATE) == at
                assert min(chunk.timing.codes_wall_s, chunk.timing.mel_wall_s, chunk.timing.wave_wall_s) > 0

    def test_a_seed_repeats(self, v2, tone):
        one, same, other = (joined(v2.stream(tone, ONE, seed=seed, streaming=SMALL, **QUICK)) for seed in (5, 5, 6))
        np.testing.assert_array_equal(one, same)
        assert not np.array_equal(one, other)

    def test_with_beams_sound_begins_when_they_have_ended(self, v2, tone):
        options = QUICK | {"num_beams": 3}
        turns = list(v2.steps(tone, ONE, duration=1.0, seed=1, streaming=SMALL, **options))
        first = next(index for index, turn in enumerate(turns) if turn is not None)
        assert first >= 50
        assert sum(turn is not None for turn in turns) > 1
        assert total(turns) == RATE

    def test_progress_grows_to_one_and_an_error_in_it_ends_it(self, v2, tone):
        told = []

        def tell(share, _what):
            told.append(share)

        def stop(share, _what):
            if share > 0.1:
                raise KeyError

        options = {"duration": 1.0, "seed": 1, "streaming": SMALL, **QUICK}
        list(v2.stream(tone, ONE, progress=tell, **options))
        assert told == sorted(told)
        assert told[-1] == 1
        with pytest.raises(KeyError):
            list(v2.stream(tone, ONE, progress=stop, **options))

    def test_a_line_that_had_to_be_cut_is_told(self, v2, tone):
        told = []
        for seed in range(6):
            speaking = speech(v2, tone, seed=seed, codes=12)
            list(speaking.steps())
            told += speaking.warnings
        assert any("did not end by itself" in warning for warning in told)

    def test_bad_arguments_are_told_before_the_first_turn(self, v2, tone):
        with pytest.raises(OptionError, match="streaming"):
            v2.steps(tone, ONE, streaming=3)
        with pytest.raises(OptionError, match="60 s"):
            list(v2.steps(tone, ONE, duration=90))


def counted(real, name, done):
    depth = 0

    def call(self, *given_, **named):
        nonlocal depth
        done.append((name, depth))
        depth += 1
        try:
            return real(self, *given_, **named)
        finally:
            depth -= 1

    return call


def speech(tts, tone, *, seed, codes=90, streaming=SMALL, noise=None, steps=4):
    """A LiveSpeaking, or for no streaming a Speaking."""
    speaker = tts.synthesizer.speaker(Voice(tone))
    options = SpeakOptions(SamplingOptions(num_beams=1, max_mel_tokens=codes), FlowOptions(steps=steps), seed=seed)
    common = (tts.synthesizer.model, speaker, speaker.audio_emotion, tts.lines(ONE), options)
    if streaming is None:
        return Speaking(*common, noise=noise)
    return LiveSpeaking(*common, streaming, noise=noise)


class TestAgainstWholeLines:
    def test_with_the_same_noise_the_sound_is_nearly_the_whole_lines(self, v2, tone):
        model, speaker = v2.synthesizer.model, v2.synthesizer.speaker(Voice(tone))
        mels = speaker.mel.shape[1]
        noise = torch.randn(1, mels, 400, generator=torch.Generator().manual_seed(0))
        before = speaker.mel.shape[2]
        compared = 0
        for seed in range(6):
            whole = joined(
                speech(
                    v2,
                    tone,
                    seed=seed,
                    streaming=None,
                    noise=lambda _index, frames: torch.cat(
                        [torch.zeros(1, mels, before), noise[:, :, : frames - before]], dim=2
                    ),
                ).steps()
            )
            cut = Streaming((25, 50), 10)
            live = speech(v2, tone, seed=seed, streaming=cut, noise=lambda _index, a, b: noise[:, :, a:b])
            chunks = [chunk.samples for chunk in live.steps() if chunk is not None]
            made = np.concatenate(chunks)
            assert len(made) == len(whole)
            if len(chunks) < 2:
                continue
            compared += 1
            # untrained weights; a trained model's own figures are in the benchmark
            assert np.corrcoef(made, whole)[0, 1] > 0.9
            joins = np.cumsum([len(samples) for samples in chunks])[:-1]
            steps = np.abs(np.diff(made))[joins - 1]
            assert steps.max() <= np.quantile(np.abs(np.diff(whole)), 0.999)
        assert compared >= 2
        assert model.shelf.nbytes > 0

    def test_whole_lines_are_what_the_models_parts_make_of_them(self, v2, tone):
        """Nothing of streaming is in them: codes, condition, mel and wave in one go each, bit for bit."""
        model, speaker = v2.synthesizer.model, v2.synthesizer.speaker(Voice(tone))
        speaking = speech(v2, tone, seed=3, streaming=None)
        noise = {}
        drawn = speaking._noise
        speaking._noise = lambda index, frames: noise.setdefault(index, drawn(index, frames))
        made = joined(speaking.steps())
        line, options = v2.lines(ONE)[0], speaking._options
        found = model.codes(
            speaker, speaker.audio_emotion, line, options.sampling, generator=speaking._chances.of(0, "free")
        )
        frames = model.rate.frames(found.codes.shape[1])
        condition = model.condition(speaker, speaker.audio_emotion, line, found.codes, frames, found.kept)
        mel = model.mel(speaker, condition, noise[0], options.flow)
        np.testing.assert_array_equal(made, torch.cat(list(model.wave(mel))).numpy())
