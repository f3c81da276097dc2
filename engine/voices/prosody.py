"""The rule book: how each emotion changes the voice, and where that is known from.

Directions follow the reviews and studies below; sizes are ours, tuned until each was as strong as the voice bears
(docs/voices.md has the measurements).

======================= ========================================================================================
Murray & Arnott 1993    Implications of emotion in synthetic speech. JASA 93(2): table of rate, pitch average and
                        range, intensity, voice quality, pitch changes for anger, happiness, sadness, fear, disgust.
Banse & Scherer 1996    Acoustic profiles in vocal emotion expression. JPSP 70(3): 14 emotions, F0, energy, spectrum.
Schröder 2001           Emotional speech synthesis: a review. Eurospeech: rules of earlier systems, surprise too.
Scherer 2003            Vocal communication of emotion. Speech Communication 40: F0, energy, rate, high frequencies.
Juslin & Laukka 2003    Communication of emotions in vocal expression and music. Psychol. Bull. 129(5): 104 studies.
Schröder 2004           Dimensional emotion representation for speech synthesis: activation drives pitch, tempo, pauses.
Tartter 1980            Happy talk: smiling shortens the vocal tract and raises the formants.
======================= ========================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import exp, log

from engine.values import EmotionVector


@dataclass(frozen=True, slots=True)
class Prosody:
    """Changes to a neutral rendering; the defaults change nothing.

    ``pitch`` and ``final`` (its move over the last half second of voice) and ``jitter`` (random wander) in semitones;
    ``gain`` in dB; ``tilt`` in dB per octave about 1 kHz, above 0 is brighter; ``breath`` 0 to 1, aspiration as a
    share of the harmonics. The others multiply: ``range`` the spread of log F0, ``tempo`` durations (above 1 is
    slower), ``pause`` pauses, ``formants`` resonances.
    """

    pitch: float = 0.0
    range: float = 1.0
    tempo: float = 1.0
    gain: float = 0.0
    tilt: float = 0.0
    breath: float = 0.0
    formants: float = 1.0
    pause: float = 1.0
    final: float = 0.0
    jitter: float = 0.0


NEUTRAL = Prosody()
FACTORS = ("range", "tempo", "formants", "pause")

RULES = {
    # Faster or level, much higher and wider, louder, upward inflections (M&A 1993); smile (Tartter 1980).
    "happy": Prosody(2.2, 1.4, 0.96, 2.6, 1.0, 0.0, 1.02, 0.8, 1.0),
    # Slightly faster, higher, wider, louder, abrupt (M&A 1993); strong high frequencies (B&S 1996, J&L 2003).
    "angry": Prosody(1.6, 1.35, 0.93, 4.2, 1.9, 0.0, 1.0, 0.7, -1.0),
    # Slower, lower, narrower, softer, downward (M&A 1993); dark (Scherer 2003); breathy (Schröder 2001).
    "sad": Prosody(-2.0, 0.5, 1.2, -3.0, -1.2, 0.3, 1.0, 1.4, -1.0),
    # Much faster and higher, wider, normal intensity, irregular voicing (M&A 1993); short pauses (Schröder 2004).
    "afraid": Prosody(2.3, 1.25, 0.95, 1.2, 0.5, 0.05, 1.0, 0.8, 0.5, 0.35),
    # Much slower and lower, slightly wider, softer, grumbled, wide falls at the end (M&A 1993).
    "disgusted": Prosody(-2.4, 1.25, 1.16, -1.0, -0.5, 0.0, 0.95, 1.2, -6.0),
    # Quiet sadness, less than despair (B&S 1996): low activation, so long pauses, soft, dark (Schröder 2004).
    "melancholic": Prosody(-1.3, 0.7, 1.12, -2.0, -1.0, 0.2, 1.0, 1.6, -0.5),
    # Much higher, very wide, a little louder, final rise (Schröder 2001).
    "surprised": Prosody(2.6, 1.35, 0.98, 3.0, 0.8, 0.0, 1.0, 0.8, 4.0),
    # Tenderness and low activation: a little slower, lower, narrower, softer, darker (J&L 2003, Schröder 2004).
    "calm": Prosody(-0.7, 0.8, 1.08, -1.2, -0.6, 0.05, 1.0, 1.2),
}


def prosody(emotion: EmotionVector) -> Prosody:
    """The prosody of ``emotion``: its rules, each by its strength, added (factors in their logarithms).

    Strengths that sum to more than 1 are shared out, so a blend is never stronger than its parts; the result
    changes continuously with every strength. The zero vector gives exactly ``NEUTRAL``.
    """
    felt = [(RULES[name], strength) for name, strength in emotion.items() if strength > 0]
    if not felt:
        return NEUTRAL
    share = 1.0 / max(1.0, sum(strength for _, strength in felt))
    return Prosody(**{field.name: _blend(field.name, felt, share) for field in fields(Prosody)})


def _blend(name: str, felt: list[tuple[Prosody, float]], share: float) -> float:
    if name in FACTORS:
        return exp(sum(log(getattr(rule, name)) * strength * share for rule, strength in felt))
    return float(sum(getattr(rule, name) * strength * share for rule, strength in felt))
