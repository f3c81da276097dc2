"""The user's own pronunciations: terms and what is said for them, one file per model folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from indextts.errors import ConfigError
from indextts.text.language import Language

Spoken = str | Mapping[Language, str]
"""What is said for a term, in every text or by the path of the text."""

FILE_NAME = "glossary.yaml"
"""Next to the weights."""


class Glossary:
    """Terms and their replacements.

    Args:
        terms: ``{"K8s": {"en": "kubernetes", "zh": "K 八 S"}, "Wi-Fi": "wai fai"}``.

    Raises:
        ConfigError: an empty term, or a replacement that is neither text nor a mapping from zh and en to text.
    """

    def __init__(self, terms: Mapping[str, Spoken]) -> None:
        for term, spoken in terms.items():
            _check(term, spoken)
        self.terms = dict(terms)
        longest_first = sorted(terms, key=len, reverse=True)
        self._patterns = [(re.compile(re.escape(term), re.IGNORECASE), terms[term]) for term in longest_first]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def replaced(self, text: str, path: Language) -> str:
        """Replace every term, whatever its case, the longest term first.

        A shorter term is also found inside what a longer one became. A term without a form for ``path`` stays.
        """
        for pattern, spoken in self._patterns:
            form = spoken if isinstance(spoken, str) else spoken.get(path)
            if form is not None:
                text = form.join(pattern.split(text))
        return text

    def save(self, file: Path) -> None:
        """Write the terms as YAML.

        Raises:
            ConfigError: the file cannot be written.
        """
        try:
            file.write_text(yaml.safe_dump(self.terms, allow_unicode=True, sort_keys=False), encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{file} cannot be written: {error}.", "Choose another place.") from error


def read_glossary(file: Path) -> Glossary:
    """Read a glossary; a missing file is an empty one.

    Raises:
        ConfigError: the file is no YAML mapping, or an entry is malformed.
    """
    if not file.exists():
        return Glossary({})
    try:
        terms: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{file} cannot be read: {error}.", "Write one 'term: pronunciation' per line.") from error
    if terms is None:
        return Glossary({})
    if not isinstance(terms, dict):
        raise ConfigError(f"{file} holds no terms.", "Write one 'term: pronunciation' per line.")
    return Glossary(terms)


def _check(term: object, spoken: object) -> None:
    forms = spoken.values() if isinstance(spoken, Mapping) else [spoken]
    known = not isinstance(spoken, Mapping) or set(spoken) <= {"zh", "en"}
    if not isinstance(term, str) or not term or not known or not all(isinstance(form, str) for form in forms):
        raise ConfigError(
            f"The glossary entry {term!r}: {spoken!r} is malformed.",
            "Write 'term: text', or 'term: {zh: text, en: text}', in quotes where it looks like a number.",
        )
