"""Reads a feeling from text with the shipped weights; trained by ``python -m engine.emotion.train``."""

from __future__ import annotations

import numpy as np

from engine.emotion.embedded.evidence import cjk_share, evidence
from engine.emotion.embedded.grams import grams, readable
from engine.emotion.embedded.reasons import reasons
from engine.emotion.embedded.stored import Experts, shipped
from engine.emotion.embedded.weights import Floats, softmax
from engine.emotion.lists.lexicon import UNSURE, LexiconModel
from engine.emotion.reading import Reading
from engine.values import EmotionVector


class EmbeddedModel:
    """Linear over n-grams and word lists, calibrated; implements ``EmotionModel``.

    Args:
        experts: for Latin and for CJK writing; those shipped unless given.

    Raises:
        EmotionModelError: the shipped weights cannot be read.
    """

    name = "embedded"

    def __init__(self, experts: Experts | None = None) -> None:
        self._experts = shipped() if experts is None else experts
        self._lists = LexiconModel()

    def read(self, text: str) -> Reading:
        """The text's own emotion and its cues, strongest first; weak calm where nothing in it is known.

        A strength is the share of texts read like this one that carry the emotion. A text in two scripts is read by
        both experts, each counting by its script's share. Only the first 600 characters are read.
        """
        text = readable(text)
        listed, features = self._lists.read_cleaned(text), grams(text)
        row, share = evidence(text, listed), cjk_share(text)
        counted = [(expert, of) for expert, of in zip(self._experts, (1.0 - share, share), strict=True) if of]
        hits = [expert.vocabulary.look_up(features.hashes) for expert, _ in counted]
        if not listed.cues and not any(len(found.at) for found in hits):
            return Reading(UNSURE)
        scores = [
            expert.sharpened(expert.logits(found, row)) * np.float32(of)
            for (expert, of), found in zip(counted, hits, strict=True)
        ]
        strengths = softmax(np.sum(scores, axis=0))
        chosen = int(strengths.argmax())
        main = max(range(len(counted)), key=lambda number: counted[number][1])
        why = reasons(counted[main][0].vocabulary, hits[main], features, chosen, listed.cues)
        return Reading(_vector(strengths), listed.cues + why)


def _vector(strengths: Floats) -> EmotionVector:
    return EmotionVector(*np.round(strengths.astype(float), 4).tolist())
