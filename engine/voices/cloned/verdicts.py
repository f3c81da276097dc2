"""What the numbers of a recording mean for a voice made from it, and what to do about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.errors import VoiceError
from engine.voices.cloned.clip import HEARD_S
from engine.voices.cloned.measure import AUDIBLE_DB, Measured

Verdict = Literal["good", "usable", "bad"]
SHORTEST_S = 2.0
LEAST_SPEECH_S = 1.0
RUINED = 0.1
"""Share of clipped samples beyond which nothing is left of a voice."""


@dataclass(frozen=True)
class Finding:
    """One number: what was measured, its value in words, the verdict, and what to do (empty where nothing)."""

    what: str
    value: str
    verdict: Verdict
    advice: str = ""


def refuse(measured: Measured, name: str) -> None:
    """Raise where no voice can be made of it.

    Raises:
        VoiceError: it is too short, silent, holds hardly any speech, or is clipped throughout.
    """
    if measured.seconds < SHORTEST_S:
        raise VoiceError(f"{name} is only {measured.seconds:.2f} s long.", "Record 5 to 15 s of steady speech.")
    if measured.peak_db < AUDIBLE_DB:
        raise VoiceError(f"{name} is silent.", "Check the microphone and record it again.")
    if measured.speech_s < LEAST_SPEECH_S:
        raise VoiceError(f"{name} holds {measured.speech_s:.1f} s of speech.", "Record 5 to 15 s without long pauses.")
    if measured.clipped > RUINED:
        raise VoiceError(f"{name} is clipped: {measured.clipped:.0%} of it.", "Turn the microphone down and repeat it.")


def findings(measured: Measured) -> list[Finding]:
    """Every number with its verdict."""
    return [
        _length(measured.seconds),
        _at_least("sample rate", measured.rate, 22050, 16000, "{:.0f} Hz", "Record with 44100 or 48000 Hz."),
        _level(measured.speech_db),
        _noise(measured),
        _at_most("clipped", 100 * measured.clipped, 0.01, 0.5, "{:.2f} %", "Turn the microphone down and repeat it."),
        _at_least(
            "bandwidth",
            measured.bandwidth_hz / 1000,
            7.0,
            4.5,
            "{:.1f} kHz",
            "It sounds like a telephone: record anew.",
        ),
        _at_least("speech", 100 * measured.speech_share, 60, 35, "{:.0f} %", "Cut the pauses out."),
    ]


def _length(seconds: float) -> Finding:
    value = f"{seconds:.1f} s"
    if seconds > HEARD_S + 0.5:
        return Finding("length", value, "usable", f"Only the first {HEARD_S:.0f} s are heard; put the best there.")
    if seconds < 3:
        return Finding("length", value, "bad", "Record 5 to 15 s.")
    return Finding("length", value, "good" if seconds >= 5 else "usable", "" if seconds >= 5 else "5 to 15 s are best.")


def _level(level_db: float) -> Finding:
    value = f"{level_db:.0f} dBFS"
    if level_db > -10:
        return Finding("loudness", value, "usable", "Very loud: mind the clipping.")
    return _at_least("loudness", level_db, -32, -45, "{:.0f} dBFS", "Speak closer or turn the microphone up.")


def _noise(measured: Measured) -> Finding:
    value = f"{measured.noise_db:.0f} dBFS, speech {measured.snr_db:.0f} dB above"
    if measured.snr_db >= 25:
        return Finding("noise", value, "good")
    if measured.snr_db >= 18:
        return Finding("noise", value, "usable", "A quieter room is better; --denoise takes noise out.")
    return Finding("noise", value, "bad", "The voice will rustle too: a quieter room, or --denoise.")


def _at_least(what: str, value: float, good: float, usable: float, form: str, advice: str) -> Finding:
    verdict: Verdict = "good" if value >= good else "usable" if value >= usable else "bad"
    return Finding(what, form.format(value), verdict, "" if verdict == "good" else advice)


def _at_most(what: str, value: float, good: float, usable: float, form: str, advice: str) -> Finding:
    verdict: Verdict = "good" if value <= good else "usable" if value <= usable else "bad"
    return Finding(what, form.format(value), verdict, "" if verdict == "good" else advice)
