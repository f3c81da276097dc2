"""Does each feeling move a Kokoro voice as the rule book says? Prints one table.

    python benchmarks/kokoro_emotion.py [--json] [--write] [--voice zf_xiaoxiao] [--count 10] [--strength 1.0] [--deaf]

Every feeling speaks the same lines as the neutral voice and is compared pair by pair (``voice_quality.py``): medians
and Cohen's dz. ``--deaf`` leaves the recogniser out. Needs the ``kokoro``, ``quality`` and ``quality-zh`` extras.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import mandarin_meters as mandarin
from benchmarks import speech_meters as meters
from benchmarks.kokoro import TEXTS, load
from benchmarks.report import keep, machine, options
from benchmarks.voice_quality import EXPECTED, SHOWN, Spoken, compare
from engine.values import EMOTIONS, EmotionVector, Line
from engine.voices.kokoro.voice import KokoroVoice
from engine.voices.prosody import prosody


def speak_all(voice: KokoroVoice, emotion: EmotionVector, texts: list[str], *, deaf: bool) -> Spoken:
    """Speak and measure every text."""
    clips = [np.concatenate(list(voice.speak(Line(0, 0, voice.speakable(text), emotion)))) for text in texts]
    chinese = "zh" in voice.languages
    hear = (lambda _: "") if deaf else mandarin.hear if chinese else meters.transcribe
    found = meters.measure_all(clips, hear)
    score = mandarin.syllable_errors if chinese else meters.word_errors
    pairs = [(0, 1)] if deaf else [score(text, each.heard) for text, each in zip(texts, found, strict=True)]
    return Spoken(found, sum(errors for errors, _ in pairs), sum(words for _, words in pairs))


def run(name: str, count: int, strength: float, *, deaf: bool) -> dict[str, Any]:
    """Every feeling against none."""
    voice = load(name)
    texts = TEXTS["zh" if "zh" in voice.languages else "en"][:count]
    plain = speak_all(voice, EmotionVector(), texts, deaf=deaf)
    rows = {"neutral": compare(plain, plain, {})}
    for emotion in EMOTIONS:
        felt = EmotionVector.of({emotion: strength})
        spoken = speak_all(voice, felt, texts, deaf=deaf)
        rows[emotion] = compare(plain, spoken, EXPECTED[emotion], prosody(felt).gain)
    return {"benchmark": "kokoro_emotion", "voice": name, "lines": len(texts), "strength": strength,
            "machine": machine(), "date": datetime.now(UTC).date().isoformat(), "rows": rows}  # fmt: skip


def table(found: dict[str, Any]) -> str:
    """As Markdown: bold is a direction the literature asks for, a cross one that was missed."""
    head = ["", "DNSMOS (change)", "errors %", "gain asked (dB)", "tempo", *SHOWN.values()]
    lines = [head, ["---"] * len(head)]
    for name, row in found["rows"].items():
        expected, cells = EXPECTED.get(name, {}), []
        for key in SHOWN:
            told = f"{row['moved'][key]['median']:+.2f} ({row['moved'][key]['dz']:+.1f})"
            mark = "✗" if key in row["missed"] else "**"
            cells.append(f"{mark}{told}{mark}" if key in expected else told)
        gain = f"{row['gain']:+.1f}" if row["gain"] else ""
        gain = f"✗{gain}✗" if "gain" in row["missed"] else gain
        mos = f"{row['dnsmos']:.2f} ({row['dnsmos_change']:+.2f})"
        lines.append([name, mos, f"{row['wer']:.1f}", gain, f"{row['tempo']:.2f}", *cells])
    about = "{voice}, {lines} lines, strength {strength:g}; {machine}; {date}.".format(**found)
    return "\n".join([about, "", *(f"| {' | '.join(line)} |" for line in lines)])


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--voice", default="zf_xiaoxiao", help="whose style")
    parser.add_argument("--count", type=int, default=10, help="how many lines")
    parser.add_argument("--strength", type=float, default=1.0, help="strength of each feeling, 0 to 1")
    parser.add_argument("--deaf", action="store_true", help="do not count errors of a recogniser")
    chosen = parser.parse_args()
    meters.require_meters((*meters.PACKAGES, *mandarin.PACKAGES))
    found = run(chosen.voice, chosen.count, chosen.strength, deaf=chosen.deaf)
    print(json.dumps(found, ensure_ascii=False) if chosen.json else table(found))
    if chosen.write:
        keep("kokoro_emotion", table(found))


if __name__ == "__main__":
    main()
