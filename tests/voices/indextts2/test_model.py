"""The shared model when things go wrong: memory runs out, a step raises. It is fit for the next line each time."""

import copy
import weakref
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.errors import UnspeakableError, UnsuitedError, VoiceError
from engine.voices import indextts2
from engine.voices.cloned import memory
from engine.voices.cloned.model import SharedModel
from engine.voices.indextts2_settings import IndexTTS2Settings
from indextts.errors import OptionError, ReferenceAudioError, TextError

BLOCK = SimpleNamespace(samples=np.ones(10, np.float32), timing=None)
SHORTAGES = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
    MemoryError(),
    RuntimeError("[enforce fail at alloc_cpu.cpp:124] . DefaultCPUAllocator: not enough memory: you tried to allocate"),
    RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
    RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)"),
    OSError(12, "Cannot allocate memory"),
]


class FakeModel:
    """Three blocks a line; ``trouble`` is raised before one of them."""

    factors = (0.75, 1.25)

    def __init__(self, troubles):
        self.troubles = troubles
        self.forgotten = 0

    def steps(self, voice, text, language, options):
        for number in range(3):
            if self.troubles and self.troubles[0][0] == number:
                held = Held()
                self.troubles.pop(0)[2].append(weakref.ref(held))
                raise copy.copy(self.errors.pop(0))  # the test's own holds no frames
            yield BLOCK if number else None

    def forget(self):
        self.forgotten += 1
        return 1


class Held:
    """Stands for tensors in the failed step's frame."""


def model_with(*troubles):
    """A shared model with (block, error) troubles, its inner models, and what was alive in the failed steps."""
    left, opened = [(at, error, []) for at, error in troubles], []
    held = [trouble[2] for trouble in left]
    errors = [error for _, error in troubles]

    def open_model(settings):
        inner = FakeModel(left)
        inner.errors = errors
        opened.append(inner)
        return inner

    return SharedModel(IndexTTS2Settings(), open_model), opened, held


def speak(model):
    return [piece for piece in model.steps("aoi.voice", "Hi.", "en", {}) if piece is not None]


@pytest.mark.parametrize("error", SHORTAGES, ids=lambda error: str(error)[:24])
@pytest.mark.parametrize("at", [0, 2])
def test_a_shortage_is_told_memory_is_given_back_and_the_next_line_is_spoken(error, at, monkeypatch):
    released = []
    monkeypatch.setattr(memory, "release", lambda: released.append(held[0][0]()))
    model, opened, held = model_with((at, error))
    with pytest.raises(VoiceError) as caught:
        speak(model)
    assert "Memory ran out" in caught.value.what
    assert "GB are free" in caught.value.what or "has no more" in caught.value.what
    assert "memory_gb" in caught.value.fix
    assert released == [None], "what the failed step held is gone before memory is given back"
    assert opened[0].forgotten == 1
    assert len(speak(model)) == 2
    assert len(opened) == 1


def test_a_second_shortage_in_a_row_puts_the_model_away(monkeypatch):
    model, opened, _ = model_with((1, MemoryError()), (0, MemoryError()))
    for _ in range(2):
        with pytest.raises(VoiceError, match="Memory ran out"):
            speak(model)
    assert len(speak(model)) == 2
    assert len(opened) == 2


def test_a_model_that_was_put_away_is_never_loaded_again():
    model, opened, _ = model_with()
    steps = model.steps("aoi.voice", "Hi.", "en", {})
    next(steps)
    model.put_away()
    for line in (steps, model.steps("aoi.voice", "Hi.", "en", {})):
        with pytest.raises(VoiceError, match="put away"):
            list(line)
    assert len(opened) == 1


def test_shortages_with_a_good_line_between_keep_the_model():
    model, opened, _ = model_with((1, MemoryError()), (2, MemoryError()))
    with pytest.raises(VoiceError):
        speak(model)
    model._model.troubles, kept = [], model._model.troubles
    speak(model)
    model._model.troubles = kept
    with pytest.raises(VoiceError):
        speak(model)
    assert len(speak(model)) == 2
    assert len(opened) == 1


def test_a_shortage_while_it_loads_is_told_and_it_is_loaded_at_the_next_try():
    tries = []

    def open_model(settings):
        tries.append(1)
        if len(tries) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return FakeModel([])

    model = SharedModel(IndexTTS2Settings(), open_model)
    with pytest.raises(VoiceError, match="Memory ran out"):
        speak(model)
    assert len(speak(model)) == 2


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (RuntimeError("CUDA error: device-side assert triggered\nmore"), VoiceError, "device-side assert triggered."),
        (ValueError(), VoiceError, "failed: ValueError."),
        (TextError("Nothing to say."), UnspeakableError, "Nothing to say."),
        (OptionError("2 s leave no room.", "Give more."), UnsuitedError, "leave no room"),
        (ReferenceAudioError("It is silent.", "Again."), VoiceError, "It is silent"),
        (ModuleNotFoundError("no", name="tiktoken"), VoiceError, "the package tiktoken"),
    ],
)
def test_other_errors_become_the_engines_and_the_model_stays(error, kind, words):
    model, opened, _ = model_with((1, error))
    with pytest.raises(kind) as caught:
        speak(model)
    assert words in caught.value.what
    assert "\n" not in caught.value.what
    assert opened[0].forgotten == 0
    assert len(speak(model)) == 2


@pytest.mark.parametrize("error", [RuntimeError("device-side assert"), ValueError("out of memory"), KeyError("x")])
def test_what_is_no_shortage(error):
    assert not memory.is_shortage(error)


def test_giving_memory_back_works_on_any_machine():
    memory.release()
    assert memory.told()


def test_the_gpu_that_is_used_is_told_and_the_computer_where_none_is(monkeypatch):
    room = {None: (1.5e9, 8e9), "cuda:1": (0.25e9, 24e9)}
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", room.__getitem__)
    assert memory.told() == "1.5 of the GPU's 8.0 GB are free"
    assert memory.told("cuda:1") == "0.2 of the GPU's 24.0 GB are free"
    assert "GPU" not in memory.told("cpu")


@pytest.mark.parametrize(("gigabytes", "share"), [(6.0, 5.4 / 8), (100.0, 1.0), (0.1, 0.01)])
def test_a_budget_is_held_on_a_gpu_and_means_nothing_on_a_cpu(monkeypatch, gigabytes, share):
    held = []
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: SimpleNamespace(total_memory=8e9))
    monkeypatch.setattr(torch.cuda, "set_per_process_memory_fraction", lambda *given: held.append(given))

    def model_on(name):
        matrix = SimpleNamespace(device=torch.device(name))
        return SimpleNamespace(synthesizer=SimpleNamespace(model=SimpleNamespace(matrix=matrix)))

    indextts2._limit(model_on("cpu"), gigabytes)
    indextts2._limit(model_on("cuda:1"), None)
    assert held == []
    indextts2._limit(model_on("cuda:1"), gigabytes)
    assert held == [(pytest.approx(share), torch.device("cuda:1"))]
