"""Does each emotion do what the literature says without breaking the voice? Prints one table.

    python benchmarks/voice_quality.py [--json] [--sentences 20] [--strength 1.0] [--write]

Every emotion and timbre speaks the same sentences as the neutral default voice and is compared pair by pair: DNSMOS,
word errors of a recogniser, F0, loudness, tempo, brightness. Effect sizes are Cohen's dz (mean difference over its
standard deviation). Needs the ``quality`` extra.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import speech_meters as meters
from benchmarks.report import machine, options
from engine.values import EMOTIONS, EmotionVector, Line
from engine.voices.hibari import HibariVoice
from engine.voices.prosody import NEUTRAL, RULES, Prosody, prosody
from engine.voices.timbre import TIMBRES

SENTENCES = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
PAGE = Path(__file__).resolve().parents[1] / "docs" / "voices.md"
LARGEST_MOS_DROP, LARGEST_WER_RISE, LARGEST_GAIN_ERROR = 0.25, 2.0, 1.0
CLEAR = 0.5
"""The smallest Cohen's dz that counts as moved (a medium effect)."""
SHOWN = {
    "pitch": "F0 mean (st)",
    "pitch_range": "F0 range (st)",
    "final": "F0 end (st)",
    "seconds": "length (s)",
    "loudness": "loudness (dB)",
    "brightness": "brightness (dB)",
    "wander": "F0 wander (st)",
}
EXPECTED = {
    "happy": {"pitch": 1, "pitch_range": 1, "seconds": -1, "loudness": 1, "brightness": 1},
    "angry": {"pitch": 1, "pitch_range": 1, "seconds": -1, "loudness": 1, "brightness": 1},
    "sad": {"pitch": -1, "pitch_range": -1, "seconds": 1, "loudness": -1, "brightness": -1},
    "afraid": {"pitch": 1, "pitch_range": 1, "seconds": -1, "wander": 1},
    "disgusted": {"pitch": -1, "pitch_range": 1, "seconds": 1, "loudness": -1, "final": -1},
    "melancholic": {"pitch": -1, "pitch_range": -1, "seconds": 1, "loudness": -1, "brightness": -1},
    "surprised": {"pitch": 1, "pitch_range": 1, "loudness": 1, "final": 1},
    "calm": {"pitch": -1, "pitch_range": -1, "seconds": 1, "loudness": -1, "brightness": -1},
}
"""Directions of Murray & Arnott 1993, Banse & Scherer 1996, Schröder 2001 and 2004, Juslin & Laukka 2003."""


@dataclass(frozen=True)
class Spoken:
    """The figures of one way of speaking over all sentences."""

    measures: list[meters.Measures]
    errors: int
    words: int

    def column(self, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """One measure of every sentence."""
        return np.array([getattr(each, name) for each in self.measures])

    @property
    def wer(self) -> float:
        """Word errors in percent."""
        return 100.0 * self.errors / self.words


def speak_all(voice: HibariVoice, emotion: EmotionVector, sentences: list[str]) -> Spoken:
    """Speak and measure every sentence."""
    clips = [np.concatenate(list(voice.speak(Line(0, 0, text, emotion)))) for text in sentences]
    found = meters.measure_all(clips)
    pairs = [meters.word_errors(text, each.heard) for text, each in zip(sentences, found, strict=True)]
    return Spoken(found, sum(errors for errors, _ in pairs), sum(words for _, words in pairs))


def compare(plain: Spoken, changed: Spoken, expected: dict[str, int], gain: float = 0.0) -> dict[str, Any]:
    """One row: medians, paired differences with effect sizes, and what was expected but did not happen."""
    row: dict[str, Any] = {
        "gain": gain,
        "dnsmos": round(float(changed.column("dnsmos").mean()), 3),
        "dnsmos_change": round(float((changed.column("dnsmos") - plain.column("dnsmos")).mean()), 3),
        "wer": round(changed.wer, 2),
        "wer_change": round(changed.wer - plain.wer, 2),
        "loudness_lufs": round(float(np.median(changed.column("loudness"))), 1),
        "peak": round(float(changed.column("peak").max()), 3),
        "tempo": round(float(np.median(changed.column("seconds") / plain.column("seconds"))), 3),
        "moved": {},
    }
    for name in SHOWN:
        apart = changed.column(name) - plain.column(name)
        spread = float(apart.std(ddof=1)) or 1e-9
        row["moved"][name] = {"median": round(float(np.median(apart)), 3), "dz": round(float(apart.mean()) / spread, 2)}
    row["missed"] = [name for name, sign in expected.items() if sign * row["moved"][name]["dz"] < CLEAR]
    if expected and abs(row["moved"]["loudness"]["median"] - gain) > LARGEST_GAIN_ERROR:
        row["missed"].append("gain")
    row["ok"] = (
        not row["missed"] and row["dnsmos_change"] >= -LARGEST_MOS_DROP and row["wer_change"] <= LARGEST_WER_RISE
    )
    return row


def run(count: int, strength: float) -> dict[str, Any]:
    """Every emotion of the default timbre and every timbre without emotion, against the default without emotion."""
    sentences = SENTENCES[:count]
    voice = HibariVoice.load()
    plain = speak_all(voice, EmotionVector(), sentences)
    emotions = {}
    for name in EMOTIONS:
        emotion = EmotionVector.of({name: strength})
        emotions[name] = compare(plain, speak_all(voice, emotion, sentences), EXPECTED[name], prosody(emotion).gain)
    timbres = {
        name: compare(plain, speak_all(HibariVoice.load(name), EmotionVector(), sentences), {})
        for name in TIMBRES
        if name != "heart"
    }
    neutral = compare(plain, plain, {})
    return {
        "benchmark": "voice_quality",
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "sentences": len(sentences),
        "strength": strength,
        "neutral": neutral,
        "emotions": emotions,
        "timbres": timbres,
        "ok": all(row["ok"] for row in emotions.values()),
    }


def cells(name: str, row: dict[str, Any], expected: dict[str, int]) -> list[str]:
    """One row of the table; bold marks a direction the literature asks for, a cross one that failed."""
    out = [name, f"{row['dnsmos']:.2f} ({row['dnsmos_change']:+.2f})", f"{row['wer']:.1f}"]
    gain = f"{row['gain']:+.1f}" if row["gain"] else ""
    out += [f"{row['loudness_lufs']:.1f}", f"✗{gain}✗" if "gain" in row["missed"] else gain, f"{row['tempo']:.2f}"]
    for key in SHOWN:
        moved = row["moved"][key]
        text = f"{moved['median']:+.2f} ({moved['dz']:+.1f})"
        mark = "✗" if key in row["missed"] else "**"
        out.append(f"{mark}{text}{mark}" if key in expected else text)
    return out


def table(found: dict[str, Any]) -> str:
    """The table as Markdown."""
    head = ["", "DNSMOS (change)", "WER %", "LUFS", "gain asked (dB)", "tempo", *SHOWN.values()]
    rows = [cells("neutral", found["neutral"], {})]
    rows += [cells(name, row, EXPECTED[name]) for name, row in found["emotions"].items()]
    rows += [cells(f"timbre {name}", row, {}) for name, row in found["timbres"].items()]
    lines = [" | ".join(row) for row in (head, ["---"] * len(head), *rows)]
    about = f"{found['sentences']} sentences, strength {found['strength']}; {found['machine']}; {found['date']}."
    return "\n".join([about, "", *(f"| {line} |" for line in lines)])


def rules() -> str:
    """The rule book as Markdown."""
    names = [field.name for field in fields(Prosody)]
    lines = [" | ".join(["", *names]), " | ".join(["---"] * (len(names) + 1))]
    for emotion, rule in RULES.items():
        values = (getattr(rule, name) for name in names)
        plain = (getattr(NEUTRAL, name) for name in names)
        lines.append(" | ".join([emotion, *("" if a == b else f"{a:g}" for a, b in zip(values, plain, strict=True))]))
    return "\n".join(f"| {line} |" for line in lines)


def write(section: str, text: str) -> None:
    """Replace what stands between the markers of ``section`` in docs/voices.md."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--sentences", type=int, default=20, help=f"how many sentences, at most {len(SENTENCES)}")
    parser.add_argument("--strength", type=float, default=1.0, help="strength of each emotion, 0 to 1")
    chosen = parser.parse_args()
    meters.require_meters()
    found = run(chosen.sentences, chosen.strength)
    print(json.dumps(found, ensure_ascii=False) if chosen.json else table(found))
    if chosen.write:
        write("rules", rules())
        write("voice_quality", table(found))


if __name__ == "__main__":
    main()
