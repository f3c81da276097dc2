"""A voice's own means and variances: what the generator normalises by, so that blocks sound as the whole would.

Measured once for each style on whole phrases in its language, from one syllable to two lines, and kept in the user's
cache. The silence around them is a part of it: without, three phrases lost 0.2 to 0.5 of DNSMOS; with it, none.

A style has a row of its own for every number of symbols, and statistics move with it: by those of long phrases
"Hello!" is silent. So a phrase is led by the measured ones that are about as long.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.voices.kokoro import graph
from engine.voices.kokoro.files import cache_folder
from engine.voices.kokoro.frames import timing
from engine.voices.kokoro.network import Decoded, Floats, Network, Norms
from engine.voices.kokoro.parts import keep
from engine.voices.kokoro.style import Style
from engine.voices.kokoro.symbols import known, tokens
from engine.voices.prosody import NEUTRAL

VERSION = "4"
"""Goes up whenever something else is measured or kept, so that what older versions kept is left alone."""
PHRASES = {
    "zh": (
        "ɔ↗.",
        "xau↓!",
        "ni↓xau↓!",
        "ni↓ nɤ?",
        "twei↘ ma?",
        "ɕje↘ɕje↘.",
        "xa→xa→xa→!",
        "ʦau↓ʂa↘ŋxau↓.",
        "xwa→ni↗ŋ ni↓ lai↗.",
        "ni↓ ʨɥe↗tɤ ʦə↓nmɤja↘ŋ?",
        "wa↓nʂa↘ŋ xau↓, pʰə↗ŋjou↓ mən.",
        "ta↘ʨja→ xau↓, ʨi→ntʰjɛ→n tɤ tʰjɛ→nʨʰi↘ ꭧə→npu↘ʦʰwo↘, wo↓mən i↘ʨʰi↓ ʨʰy↘ kʊ→ŋɥɛ↗n ʦou↓ʦou↓ pa.",
        "ɕje↘ɕje↘ ni↓ sʊ↘ŋ tɤ li↓u↘, wo↓ ꭧə→ntɤ tʰai↘ kʰai→ɕi→n lɤ!",
        "ʦwo↗tʰjɛ→nwa↓nʂa↘ŋ wo↓ mei↗jou↓ ʂwei↘xau↓, i→nwei↘ kɤ↗pi↘ i↘ꭧɨ↗ ʦai↘ fa↘ŋ i→nɥe↘, ni↓ ʂwo→ ʨʰi↘pu↘ʨʰi↘ ɻə↗n?",
    ),
    "ja": (
        "e?",
        "hai!",
        "doːmo.",
        "jaʔta!",
        "kombaɴβa!",
        "aɾʲiɡatoː, ne.",
        "kʲoː βa naɲi o sɨɾɯ?",
        "mʲinasaɴ, koɲɲiʨiβa. kʲoː βa teŋkʲi ɡa ii desɨ ne.",
        "haiɕiɴ ɲi kʲite kɯɾete aɾʲiɡatoː, toːtemo ɯɾeɕii desɨ!",
        "kʲinoː βa tonaɾʲi ɡa ɯɾɯsakɯte, zeɴzeɴ neɾaɾemaseɴ deɕita. ɕiɴʥiɾaɾemasɨ ka?",
    ),
    "en": (
        "ˈO.",
        "hˈI!",
        "jˈɛs.",
        "həlˈO.",
        "θˈæŋk ju.",
        "ɡˈʊd mˈɔɹnɪŋ!",
        "sˈi ju lˈATəɹ.",
        "wˈɛlkəm tə ðə stɹˈim!",
        "həlˈO ˈɛvɹiwən, ðə wˈɛðəɹ ɪz lˈʌvli tədˈA, sˌO lˈɛt ˌʌs ɡˌO fɔɹ ɐ wˈɔk ɪn ðə pˈɑɹk.",
        "θˈæŋk ju sˌO mˈʌʧ fɔɹ ðə ɡˈɪft, ˌI ɐm ɹˈiᵊli hˈæpi əbˈWt ɪt!",
        "ˌI dˈɪd nˌɑt slˈip wˈɛl lˈæst nˈIt, bəkˈʌz sˈʌmbədi nˈɛkst dˈɔɹ wʌz plˈAɪŋ mjˈuzɪk.",
        "kˌæn ju bəlˈiv ðæt?",
    ),
}
LEVEL_RMS = 0.141
"""Where speech is brought: -17 dB of full scale over its sounding parts, about -19 LUFS as the embedded voice."""
_SOUNDING = 0.1
"""Windows of 25 ms under this share of the loudest are silence."""
REACH = 0.3
"""How far a measured phrase reaches: at exp(0.3) times as many symbols it counts 0.6 of what it does at its own."""
_log = logging.getLogger("streamvoice.voice")


@dataclass(frozen=True, slots=True)
class Voicing:
    """What was measured on K phrases of a style.

    ``symbols`` and ``steps`` [K] say how long they are, ``means`` and ``variances`` [K, C, 1] how they are normalised,
    ``levels`` [K] how many decibels bring each to the common loudness.
    """

    symbols: Floats
    steps: Floats
    means: Floats
    variances: Floats
    levels: Floats

    def norms(self, symbols: int) -> Norms:
        """For a phrase of so many symbols: mean and variance of those about as long, as if they were one."""
        weights = self._weights(symbols, self.steps)[:, None, None]
        mean = (weights * self.means).sum(axis=0, keepdims=True)
        square = (weights * (self.variances + self.means**2)).sum(axis=0, keepdims=True)
        return Norms(np.asarray(mean, np.float32), np.asarray(square - mean**2, np.float32))

    def level_db(self, symbols: int) -> float:
        """Decibels that bring a phrase of so many symbols to the common loudness."""
        return float(self._weights(symbols, np.ones_like(self.steps)) @ self.levels)

    def _weights(self, symbols: int, shares: Floats) -> NDArray[np.float64]:
        """How much each measured phrase counts, together 1."""
        apart = np.log(self.symbols.astype(np.float64) / max(symbols, 1)) / REACH
        weights = np.exp((apart**2).min() / 2 - apart**2 / 2) * shares
        return np.asarray(weights / weights.sum(), np.float64)


_KEPT = tuple(field.name for field in fields(Voicing))


def voicing(network: Network, style: Style) -> Voicing:
    """The voicing of ``style``, from the cache or measured now (half a minute).

    Raises:
        VoiceError: the cache cannot be written.
    """
    path = cache_folder(graph.VERSION) / f"voicing-{VERSION}-{style.key}.npz"
    kept = _kept(path)
    if kept is not None:
        return kept
    _log.warning("The voice kokoro:%s is measured for this machine, once; it takes up to a minute.", style.name)
    found = _measured(network, style)
    data = io.BytesIO()
    np.savez(data, allow_pickle=False, **{name: getattr(found, name) for name in _KEPT})
    keep(path, data.getvalue())
    return found


def _kept(path: Path) -> Voicing | None:
    """What an earlier start measured; None where that is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            found = Voicing(*(kept[name] for name in _KEPT))
    except FileNotFoundError:
        return None
    except Exception as damaged:  # noqa: BLE001  # zip, zlib and numpy each raise their own
        _log.info("%s cannot be read (%s); the voice is measured anew.", path, damaged)
        return None
    count = found.symbols.shape
    tracks = found.means.shape
    whole = len(count) == 1 and found.steps.shape == found.levels.shape == count
    return found if whole and tracks == found.variances.shape and len(tracks) == 3 and tracks[:1] == count else None


def _measured(network: Network, style: Style) -> Voicing:
    language = next((each for each in PHRASES if each in style.languages), "en")
    spelled = [known(phrase) for phrase in PHRASES[language]]
    phrases = [_decoded(network, phrase, style) for phrase in spelled]
    means, variances = map(np.stack, zip(*network.measure(phrases), strict=True))
    symbols = np.asarray([len(phrase) for phrase in spelled], np.float32)
    steps = np.asarray([decoded.steps for decoded, _ in phrases], np.float32)
    unlevelled = Voicing(symbols, steps, means, variances, np.zeros_like(steps))
    levels = [
        _level(network.sound(decoded, 0, decoded.steps, row, unlevelled.norms(len(phrase))))
        for phrase, (decoded, row) in zip(spelled, phrases, strict=True)
    ]
    return replace(unlevelled, levels=np.asarray(levels, np.float32))


def _decoded(network: Network, phrase: str, style: Style) -> tuple[Decoded, Floats]:
    row = style.row(len(phrase))
    spelled = network.spell(tokens(phrase), row)
    length = timing(spelled.durations, phrase, NEUTRAL)
    return network.decode(network.prosody(spelled, row, length.whole(round(length.total))), row), row


def _level(samples: Floats) -> float:
    """Decibels to ``LEVEL_RMS``, over the windows that sound."""
    windows = samples[: len(samples) // 600 * 600].reshape(-1, 600).astype(np.float64)
    power = (windows**2).mean(axis=1)
    sounding = power[power > power.max() * _SOUNDING**2]
    return float(20 * np.log10(LEVEL_RMS) - 10 * np.log10(sounding.mean()))
