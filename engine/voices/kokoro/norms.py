"""A voice's own means and variances: what the generator normalises by, so that blocks sound as the whole would.

Measured once for each style on a few whole phrases in its language, and kept in the user's cache. The silence around
them is a part of it: without, three phrases lost 0.2 to 0.5 of DNSMOS; with it, none.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.voices.kokoro import graph
from engine.voices.kokoro.files import cache_folder
from engine.voices.kokoro.frames import timing
from engine.voices.kokoro.network import Decoded, Floats, Network, Norms
from engine.voices.kokoro.parts import keep
from engine.voices.kokoro.style import Style
from engine.voices.kokoro.symbols import known, tokens
from engine.voices.prosody import NEUTRAL

PHRASES = {
    "zh": (
        "ta↘ʨja→ xau↓, ʨi→ntʰjɛ→n tɤ tʰjɛ→nʨʰi↘ ꭧə→npu↘ʦʰwo↘, wo↓mən i↘ʨʰi↓ ʨʰy↘ kʊ→ŋɥɛ↗n ʦou↓ʦou↓ pa.",
        "ɕje↘ɕje↘ ni↓ sʊ↘ŋ tɤ li↓u↘, wo↓ ꭧə→ntɤ tʰai↘ kʰai→ɕi→n lɤ!",
        "ʦwo↗tʰjɛ→nwa↓nʂa↘ŋ wo↓ mei↗jou↓ ʂwei↘xau↓, i→nwei↘ kɤ↗pi↘ i↘ꭧɨ↗ ʦai↘ fa↘ŋ i→nɥe↘, ni↓ ʂwo→ ʨʰi↘pu↘ʨʰi↘ ɻə↗n?",
    ),
    "ja": (
        "mʲinasaɴ, koɲɲiʨiβa. kʲoː βa teŋkʲi ɡa ii desɨ ne.",
        "haiɕiɴ ɲi kʲite kɯɾete aɾʲiɡatoː, toːtemo ɯɾeɕii desɨ!",
        "kʲinoː βa tonaɾʲi ɡa ɯɾɯsakɯte, zeɴzeɴ neɾaɾemaseɴ deɕita. ɕiɴʥiɾaɾemasɨ ka?",
    ),
    "en": (
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
_log = logging.getLogger("streamvoice.voice")


@dataclass(frozen=True, slots=True)
class Voicing:
    """``norms`` of a style, and the ``level_db`` that brings it to the common loudness."""

    norms: Norms
    level_db: float


def voicing(network: Network, style: Style) -> Voicing:
    """The voicing of ``style``, from the cache or measured now (a few seconds).

    Raises:
        VoiceError: the cache cannot be written.
    """
    path = cache_folder(graph.VERSION) / f"voicing-{style.key}.npz"
    kept = _kept(path)
    if kept is not None:
        return kept
    _log.warning("The voice kokoro:%s is measured for this machine, once.", style.name)
    found = _measured(network, style)
    data = io.BytesIO()
    np.savez(data, means=found.norms.means, variances=found.norms.variances, level_db=found.level_db)
    keep(path, data.getvalue())
    return found


def _kept(path: Path) -> Voicing | None:
    """What an earlier start measured; None where that is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            found = Voicing(Norms(kept["means"], kept["variances"]), float(kept["level_db"]))
    except FileNotFoundError:
        return None
    except Exception as damaged:  # noqa: BLE001  # zip, zlib and numpy each raise their own
        _log.info("%s cannot be read (%s); the voice is measured anew.", path, damaged)
        return None
    whole = found.norms.means.shape == found.norms.variances.shape and found.norms.means.ndim == 3
    return found if whole else None


def _measured(network: Network, style: Style) -> Voicing:
    language = next((each for each in PHRASES if each in style.languages), "en")
    phrases = [_decoded(network, known(phrase), style) for phrase in PHRASES[language]]
    sounds, statistics = network.measure(phrases)
    weights = np.asarray([decoded.steps for decoded, _ in phrases], np.float32)
    return Voicing(_pooled(statistics, weights / weights.sum()), _level(np.concatenate(sounds)))


def _decoded(network: Network, phrase: str, style: Style) -> tuple[Decoded, Floats]:
    row = style.row(len(phrase))
    spelled = network.spell(tokens(phrase), row)
    length = timing(spelled.durations, phrase, NEUTRAL)
    return network.decode(network.prosody(spelled, row, length.whole(round(length.total))), row), row


def _pooled(statistics: list[tuple[Floats, Floats]], weights: Floats) -> Norms:
    """Mean and variance of all phrases as if they were one."""
    means = sum(weight * mean for (mean, _), weight in zip(statistics, weights, strict=True))
    squares = sum(weight * (var + mean**2) for (mean, var), weight in zip(statistics, weights, strict=True))
    return Norms(np.asarray(means, np.float32), np.asarray(squares - means**2, np.float32))


def _level(samples: Floats) -> float:
    """Decibels to ``LEVEL_RMS``, over the windows that sound."""
    windows = samples[: len(samples) // 600 * 600].reshape(-1, 600).astype(np.float64)
    power = (windows**2).mean(axis=1)
    sounding = power[power > power.max() * _SOUNDING**2]
    return float(20 * np.log10(LEVEL_RMS) - 10 * np.log10(sounding.mean()))
