"""Several speakers from one voice: longer or shorter vocal tract, lower or higher pitch, more or less breath."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import VoiceError


@dataclass(frozen=True, slots=True)
class Timbre:
    """``formants`` multiplies every resonance, ``pitch`` F0 and ``range`` the spread of log F0.

    ``tilt`` (dB per octave), ``breath`` and ``gain`` (dB) as in ``Prosody``; ``about`` is one sentence for a menu.
    """

    about: str
    formants: float = 1.0
    pitch: float = 1.0
    range: float = 1.0
    tilt: float = 0.0
    breath: float = 0.0
    gain: float = 0.0


TIMBRES = {
    "heart": Timbre("A warm young woman, the model as it was trained."),
    "bright": Timbre("A lighter, livelier woman.", formants=1.06, pitch=1.13, tilt=0.5),
    "soft": Timbre("A quiet, breathy woman close to the microphone.", formants=1.0, pitch=0.95, tilt=-1.0, breath=0.15),
    "deep": Timbre("A low, man-like voice.", formants=0.86, pitch=0.62),
    "tenor": Timbre("A lighter man-like voice.", formants=0.9, pitch=0.74),
    "child": Timbre("A small, high, child-like voice.", formants=1.12, pitch=1.3),
}
DEFAULT = "heart"


def timbre(name: str) -> Timbre:
    """The timbre called ``name``.

    Raises:
        VoiceError: there is none of that name.
    """
    try:
        return TIMBRES[name]
    except KeyError:
        raise VoiceError(f"The embedded voice has no timbre {name!r}.", f"Use {', '.join(TIMBRES)}.") from None
