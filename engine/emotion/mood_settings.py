"""What a profile says about feelings: how they rise, pass, colour the voice, and answer the chat."""

from __future__ import annotations

from pydantic import Field, ValidationInfo, field_validator

from engine.emotion.attitude import Attitude
from engine.emotion.crowd import CrowdSettings
from engine.emotion.levels import Named
from engine.emotion.rules import DEFAULT_RULES, Rule
from engine.settings import Settings
from engine.values import EMOTIONS


class MoodSettings(Settings):
    """How strongly and for how long sentences, the chat and happenings colour the streamer's mood and voice."""

    half_life_s: float = Field(20.0, ge=0.5, le=3600.0)
    """Seconds after which half of a mood has faded."""
    half_lives_s: dict[str, float] = Field(default={"surprised": 6.0, "sad": 35.0, "melancholic": 60.0})
    """The same for single emotions, by name; the others take half_life_s."""
    text_weight: float = Field(0.75, ge=0.0, le=1.0)
    """How much of the sentence's own feeling the voice gets; the mood fills the room that leaves."""
    mood_rate: float = Field(0.35, ge=0.0, le=1.0)
    """How far one sentence of full strength moves the mood towards its own feeling."""
    cap: float = Field(0.9, ge=0.05, le=1.0)
    """Greatest strength of one emotion in the voice."""
    mood_cap: float = Field(0.7, ge=0.0, le=1.0)
    """Greatest strength of one emotion in the mood."""
    mood_caps: Named = Field(default={"angry": 0.5, "disgusted": 0.4, "afraid": 0.5})
    """The same for single emotions, by name; the others take mood_cap."""
    max_step: float = Field(0.4, ge=0.05, le=1.0)
    """Greatest fall of an emotion from one sentence to the next, and greatest rise while another one is strong."""
    snap: bool = False
    """Turn from one feeling to another at once; off spreads a sudden swing over two or more sentences."""
    steady: float = Field(0.05, ge=0.0, le=0.3)
    """Changes of an emotion smaller than this leave the voice as it is, so that it does not flutter."""
    baseline: Named = Field(default_factory=dict)
    """Mood the persona returns to, by emotion name; empty is neutral."""
    attitude: Attitude = "empathise"
    """What a chatter's feeling does to the streamer: mirror it, empathise (anger is met calmly), or the matrix."""
    matrix: dict[str, Named] = Field(default_factory=dict, validate_default=True)
    """For attitude "matrix": what the streamer feels, by what the chatter feels; rows left out are mirrored."""
    rules: tuple[Rule, ...] = DEFAULT_RULES
    """What moves the mood besides words: a raid, a gift, a boss defeated; giving any replaces those that ship."""
    crowd: CrowdSettings = CrowdSettings()
    """How the chat's own emotion moves the mood."""
    emo_alpha: float = Field(0.6, ge=0.0, le=1.0)
    """Share of a feeling that cloning voices (indextts2) are given; a feeling that was asked for is given whole."""
    interjections: bool = False
    """Say a short "Wow!" or "Aww." before a line with a strong feeling."""
    interjection_gap_s: float = Field(30.0, ge=0.0, le=3600.0)
    """Least seconds from one interjection to the next."""

    @field_validator("half_lives_s")
    @classmethod
    def _half_lives_are_usable(cls, given: dict[str, float]) -> dict[str, float]:
        for name, seconds in given.items():
            if name not in EMOTIONS:
                raise ValueError(f"there is no emotion {name!r}, only {', '.join(EMOTIONS)}")
            if not 0.5 <= seconds <= 3600.0:
                raise ValueError(f"{name} = {seconds} is outside 0.5 to 3600 seconds")
        return given

    @field_validator("matrix")
    @classmethod
    def _rows_are_emotions(cls, matrix: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        unknown = [name for name in matrix if name not in EMOTIONS]
        if unknown:
            raise ValueError(f"there is no emotion {unknown[0]!r}, only {', '.join(EMOTIONS)}")
        return matrix

    @field_validator("matrix")
    @classmethod
    def _goes_with_the_attitude(
        cls, matrix: dict[str, dict[str, float]], info: ValidationInfo
    ) -> dict[str, dict[str, float]]:
        attitude = info.data.get("attitude")  # none where it was wrong itself
        if matrix and attitude in ("mirror", "empathise"):
            raise ValueError(f'it does nothing while attitude is "{attitude}": set attitude = "matrix", or take it out')
        if not matrix and attitude == "matrix":
            raise ValueError('attitude = "matrix" needs at least one row, for example sad = {happy = 0.8}')
        return matrix
