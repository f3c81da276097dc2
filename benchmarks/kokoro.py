"""Kokoro: is it understood, exact in time, early and cheap, without joins? Prints one table.

    python benchmarks/kokoro.py [--json] [--write] [--only words,short,length,speed,joins] [--count 30]

Mandarin is heard by Whisper-base and scored by toneless pinyin, English by Moonshine-tiny, scored by words. Needs the
``kokoro``, ``quality`` and ``quality-zh`` extras. Feelings are measured by ``kokoro_emotion.py``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import mandarin_meters as mandarin
from benchmarks import speech_meters as meters
from benchmarks.report import Row, finish, options
from engine.values import Line, Samples
from engine.voices.kokoro.network import STEP
from engine.voices.kokoro.voice import KokoroVoice
from engine.voices.registry import load_voice

FOLDER = Path(__file__).parent
TEXTS = {
    "zh": (FOLDER / "mandarin.txt").read_text("utf-8").splitlines(),
    "en": (FOLDER / "sentences.txt").read_text("utf-8").splitlines(),
    "mixed": (FOLDER / "mixed.txt").read_text("utf-8").splitlines(),
}
SPOKEN_BY = {
    "zh": ("zf_xiaoxiao", "zf_xiaoyi", "zm_yunxi"),
    "en": ("af_heart", "am_michael"),
    "mixed": ("zf_xiaoxiao",),
}
SHORT = dict(zip(("zh", "en"), (FOLDER / "short.txt").read_text("utf-8").split("\n\n"), strict=True))
"""Greetings, thanks, laughs, names: most of what is said on a stream."""
LEVEL_DBFS, MOST_OFF_DB = -17.0, 3.0
"""Where every voice's speech is brought, and how far a short line may be from it."""
SHORT_LINE = "今天晚上八点我们一起看电影"
"""13 characters and the full stop behind them."""
CASES = 200
MOST_ERRORS, LATEST_MS, DEAREST_RTF = 2.0, 400.0, 0.45
LENGTHS = (0.55, 0.75, 0.9, 1.0, 1.111, 1.25, 1.6, 2.3)


def spoken(voice: KokoroVoice, text: str, **how: Any) -> Samples:
    """One text, as it would be said live."""
    return np.concatenate(list(voice.speak(Line(0, 0, voice.speakable(text), **how))))


def load(name: str) -> KokoroVoice:
    """A warm voice."""
    voice = load_voice(f"kokoro:{name}")
    assert isinstance(voice, KokoroVoice)
    voice.warm_up()
    return voice


def words(count: int) -> tuple[dict[str, Any], list[Row]]:
    """Errors of a recogniser, and DNSMOS, of every shipped voice in its language."""
    found: dict[str, Any] = {}
    rows: list[Row] = []
    for kind, voices in SPOKEN_BY.items():
        for name in voices:
            heard = _heard(load(name), kind, TEXTS[kind][:count])
            found[f"{kind} {name}"] = heard
            unit = "WER" if kind == "en" else "toneless pinyin error"
            told = f"{heard['percent']:.2f} % ({heard['errors']} of {heard['said']}), DNSMOS {heard['dnsmos']:.2f}"
            rows.append((f"{name}, {kind}: {unit}, {heard['texts']} lines", told, f"<= {MOST_ERRORS:g} %"))
    return found, rows


def short(_: int) -> tuple[dict[str, Any], list[Row]]:
    """Level of short lines against the voice's, and errors of a recogniser, for every shipped voice in its language."""
    found: dict[str, Any] = {}
    rows: list[Row] = []
    for kind, text in SHORT.items():
        texts = text.splitlines()
        for name in SPOKEN_BY[kind]:
            heard = found[f"{kind} {name}"] = _heard(load(name), kind, texts)
            off = heard["off_db"]
            far = sum(abs(each) > MOST_OFF_DB for each in off)
            told = f"{min(off):+.1f} to {max(off):+.1f} dB, {far} more than {MOST_OFF_DB:g} dB off"
            error = f"{heard['percent']:.1f} % ({heard['errors']} of {heard['said']})"
            rows.append((f"{name}, {kind}: level of {len(texts)} short lines", told, f"{MOST_OFF_DB:g} dB"))
            rows.append((f"{name}, {kind}: errors in these", error, ""))
    return found, rows


def _heard(voice: KokoroVoice, kind: str, texts: list[str]) -> dict[str, Any]:
    errors = said = 0
    quality, off, wrong = [], [], []
    for text in texts:
        samples = spoken(voice, text)
        low = meters.lowered(samples)
        heard = meters.transcribe(low) if kind == "en" else mandarin.hear(low)
        score = meters.word_errors if kind == "en" else mandarin.syllable_errors
        missed, count = score(text, heard)
        errors, said = errors + missed, said + count
        off.append(round(meters.sounding_dbfs(samples) - LEVEL_DBFS, 2))
        quality.append(meters.dnsmos(meters.lowered(meters.levelled(samples))))
        if missed:
            wrong.append({"said": text, "heard": heard.strip(), "errors": missed})
    return {"texts": len(texts), "errors": errors, "said": said, "percent": round(100 * errors / said, 2),
            "dnsmos": round(float(np.mean(quality)), 3), "off_db": off, "wrong": wrong}  # fmt: skip


def length(_: int) -> tuple[dict[str, Any], list[Row]]:
    """Samples too many or too few over ``CASES`` lines of wanted lengths; the last steps of the road are not run."""
    voice = load("zf_xiaoxiao")
    voice._network.sound = lambda decoded, start, stop, *_: np.zeros((stop - start) * STEP, np.float32)  # type: ignore[method-assign]
    texts, off = [*TEXTS["zh"], *TEXTS["mixed"]], 0
    for case in range(CASES):
        text = voice.speakable(texts[case % len(texts)])
        factor = LENGTHS[case % len(LENGTHS)] * (1 + 0.003 * (case % 17))
        if case % 2:
            wanted = round(voice.natural_seconds(Line(0, 0, text)) * factor, 4)
            line = Line(0, 0, text, duration=wanted)
            samples = round(wanted * voice.sample_rate)
        else:
            line = Line(0, 0, text, pace=min(2.0, factor))
            samples = round(voice.natural_seconds(Line(0, 0, text)) * voice.sample_rate * line.pace)
        off += abs(sum(map(len, voice.speak(line))) - samples)
    del voice._network.sound
    return {"cases": CASES, "samples_off": off}, [(f"samples off, {CASES} lines", str(off), "0")]


def speed(_: int, rounds: int = 8) -> tuple[dict[str, Any], list[Row]]:
    """First sound of a short line, and cost of a long one, on as many threads as the settings give."""
    voice = load("zf_xiaoxiao")
    first, rtf = [], []
    for number in range(rounds):
        line = Line(0, 0, voice.speakable(SHORT_LINE + "吗呢啊吧哦呀啦嘛"[number] + "。"))
        began = time.perf_counter()
        blocks = voice.speak(line)
        next(blocks)
        first.append(1000 * (time.perf_counter() - began))
        total = sum(map(len, blocks))
        began = time.perf_counter()
        total = sum(map(len, voice.speak(Line(0, 0, voice.speakable(TEXTS["zh"][number] + TEXTS["zh"][number + 8])))))
        rtf.append((time.perf_counter() - began) / (total / voice.sample_rate))
    told = {"first_sound_ms": [round(each) for each in first], "rtf": [round(each, 3) for each in rtf]}
    return told, [
        ("first sound of 14 characters, fastest / median", f"{min(first):.0f} / {statistics.median(first):.0f} ms",
         f"<= {LATEST_MS:g} ms"),
        ("RTF, fastest / median", f"{min(rtf):.2f} / {statistics.median(rtf):.2f}", f"<= {DEAREST_RTF:g}"),
    ]  # fmt: skip


def joins(count: int) -> tuple[dict[str, Any], list[Row]]:
    """Steps between samples at the joins of blocks, against the steps within them."""
    voice = load("zf_xiaoxiao")
    over = places = 0
    for text in TEXTS["zh"][:count]:
        blocks = list(voice.speak(Line(0, 0, voice.speakable(text))))
        steps = np.abs(np.diff(np.concatenate(blocks)))
        limit = np.quantile(steps, 0.999)
        ends = np.cumsum([len(block) for block in blocks])[:-1]
        over += int(sum(steps[end - 1] > limit for end in ends))
        places += len(ends)
    return {"joins": places, "over": over}, [(f"joins above the 99.9th percentile, of {places}", str(over), "0")]


SECTIONS: dict[str, Callable[[int], tuple[dict[str, Any], list[Row]]]] = {
    "words": words, "short": short, "length": length, "speed": speed, "joins": joins,
}  # fmt: skip


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--only", default=",".join(SECTIONS), help="which sections, separated by commas")
    parser.add_argument("--count", type=int, default=30, help="texts of each language")
    chosen = parser.parse_args()
    meters.require_meters((*meters.PACKAGES, *mandarin.PACKAGES))
    found, rows = {}, []
    for name in chosen.only.split(","):
        found[name], more = SECTIONS[name](chosen.count)
        rows += more
    finish(chosen, "kokoro", found, rows)


if __name__ == "__main__":
    main()
