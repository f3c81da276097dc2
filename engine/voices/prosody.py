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
    ``gain`` in dB; ``tilt`` in dB per octave about 550 Hz, above 0 is brighter; ``breath`` 0 to 1, aspiration as a
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
    "happy": Prosody(pitch=2.2, range=1.4, tempo=0.96, gain=2.6, tilt=1.0, formants=1.02, pause=0.8, final=1.0),
    # Slightly faster, higher, wider, louder, abrupt (M&A 1993); strong high frequencies (B&S 1996, J&L 2003).
    "angry": Prosody(pitch=1.6, range=1.35, tempo=0.93, gain=4.2, tilt=1.9, pause=0.7, final=-1.0),
    # Slower, lower, narrower, softer, downward (M&A 1993); dark (Scherer 2003); breathy (Schröder 2001).
    "sad": Prosody(pitch=-2.0, range=0.5, tempo=1.2, gain=-3.0, tilt=-1.2, breath=0.3, pause=1.4, final=-1.0),
    # Much faster and higher, wider, normal intensity, irregular voicing (M&A 1993); short pauses (Schröder 2004).
    "afraid": Prosody(
        pitch=2.5, range=1.25, tempo=0.95, gain=1.2, tilt=0.5, breath=0.05, pause=0.8, final=0.5, jitter=0.27
    ),
    # Much slower and lower, slightly wider, softer, grumbled, wide falls at the end (M&A 1993).
    "disgusted": Prosody(
        pitch=-2.4, range=1.25, tempo=1.16, gain=-1.0, tilt=-0.5, formants=0.95, pause=1.2, final=-6.0
    ),
    # Quiet sadness, less than despair (B&S 1996): low activation, so long pauses, soft, dark (Schröder 2004).
    "melancholic": Prosody(pitch=-1.3, range=0.7, tempo=1.12, gain=-2.0, tilt=-1.0, breath=0.2, pause=1.6, final=-0.5),
    # Much higher, very wide, a little louder, final rise (Schröder 2001).
    "surprised": Prosody(pitch=2.6, range=1.35, tempo=0.98, gain=3.0, tilt=0.8, pause=0.8, final=4.0),
    # Tenderness and low activation: a little slower, lower, narrower, softer, darker (J&L 2003, Schröder 2004).
    "calm": Prosody(pitch=-0.7, range=0.8, tempo=1.08, gain=-1.2, tilt=-0.6, breath=0.05, pause=1.2),
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
