"""Chat text to what a person would read aloud, for voices of several languages.

Scripts of the voice's languages stay and numbers are left to the voice's own normaliser; all else goes as it does for
the English voice. Full-width marks become ordinary ones. Applying it twice changes nothing more; linear in the
text's length.
"""

from __future__ import annotations

import re

from engine.errors import UnspeakableError
from engine.text.cleanup import clean
from engine.text.links import ENGLISH, LinkWords, name_links
from engine.text.markup import drop_code, drop_markup, unwrap
from engine.text.pictures import drop_pictures
from engine.text.scripts import HAN, KANA, KANA_LETTERS, accented, drop_foreign, latin
from engine.text.speakable import limited, why_nothing
from engine.text.tidy import part_words, tidy
from engine.text.words import speak_words

_PASSES = 6
_TOLD_APART = frozenset({"zh", "ja", "en"})
_LINKS = {
    "zh": LinkWords("{}的链接", "一个链接", "点", "一个邮箱地址", "一个文件路径"),
    "ja": LinkWords("{}へのリンク", "リンク", "ドット", "メールアドレス", "ファイルの場所"),
}
_LONG_NUMBERS = {"zh": "一长串数字", "ja": "長い数字"}
_LONG_NUMBER = re.compile(r"\d{12,}")

_CJK = rf"{HAN}{KANA}\u1100-\u11ff\uac00-\ud7af"
_IDEOGRAPH = re.compile(f"[{_CJK}]")
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA_LETTERS}]")
_LATIN = re.compile("[A-Za-z]")
_SPANISH = re.compile("[¿¡À-ÖØ-öø-\u024f]")
_SOUND = re.compile(rf"[A-Za-z0-9\u00c0-\u024f{_CJK}\u0400-\u052f\u0370-\u03ff\u0590-\u06ff\u0900-\u0e7f]")

_MARKS = str.maketrans("、，。｡！？；「」『』《》〈〉【】", ',,..!?;""""""""()')
_FULL_MARK = re.compile(r"([、，。｡！？；])(?=[^\s、，。｡！？；）」』》】\"'”’])")
_STUCK = re.compile(rf"(?<=[{_CJK}])([,.!?;:])(?=[A-Za-z{_CJK}])|(?<=[A-Za-z0-9)\"])([,.!?;:])(?=[{_CJK}])")
_DASHES = re.compile("[—―]{2,}")
_RANGE = re.compile(r"(?<=\d)\s?[~～〜]\s?(?=\d)")
_MIDDLE = re.compile(f"(?<=[{_CJK}])[·・‧•](?=[{_CJK}])")
_MENTION = re.compile(f"@(?=[{_CJK}])")
_WORD = re.compile(r"[A-Za-z0-9]+(?:[A-Za-z0-9_'.+#-]*[A-Za-z0-9+#])?")
_HELD = re.compile(rf"([{_CJK}])\1{{3,}}")
_REPEATED = re.compile(rf"([{_CJK}]{{2,8}}?)\1{{3,}}")
_SPLIT = re.compile(rf"(\S*[{_CJK}]\S*)")


def readable(text: str, languages: frozenset[str]) -> str:
    """``text`` as a voice of ``languages`` is to read it, before its own normaliser.

    Args:
        text: what somebody wrote; anything.
        languages: codes ("zh", "en", "ja", "es", ...) of the languages the voice reads; empty for any.

    Raises:
        UnspeakableError: nothing in it can be read; ``what`` is one phrase ("only emoji").
    """
    skipped: dict[str, None] = {}
    for _ in range(_PASSES):
        before = text
        text, left_out = _pass(before, languages)
        skipped.update(dict.fromkeys(left_out))
        if text in (before, ""):
            break
    if not text:
        raise UnspeakableError(why_nothing(before, tuple(skipped)))
    return text


def main_language(text: str, languages: frozenset[str]) -> str:
    """Which of ``languages`` (empty: of any) most likely carries ``text``: "ja", "zh", or another ("en" if it may)."""
    languages = languages or _TOLD_APART
    if "ja" in languages and _KANA.search(text):
        return "ja"
    if languages & {"zh", "ja"} and (_HAN.search(text) or not latin(languages)):
        return "zh" if "zh" in languages else "ja"
    return "en" if "en" in languages else min(languages, default="en")


def _pass(text: str, languages: frozenset[str]) -> tuple[str, list[str]]:
    text, cut = limited(text)
    skipped = ["the rest of a long text"] if cut else []
    text, code = drop_code(_parted(clean(_plain_marks(text), accented(languages))))
    skipped += ["code"] if code else []
    language = main_language(text, languages)
    text, pictures = drop_pictures(name_links(unwrap(text), _LINKS.get(language, ENGLISH)))
    text = _LONG_NUMBER.sub(_LONG_NUMBERS.get(language, "a long number"), part_words(drop_markup(text)))
    text, foreign = drop_foreign(_MIDDLE.sub(" ", text), languages)
    text, words = _shortened(text, languages)
    skipped += [*pictures, *(f"text in {language}" for language in foreign), *words]
    text = tidy(text)
    return limited(text)[0] if _sounds(text, languages) else "", skipped


def _sounds(text: str, languages: frozenset[str]) -> bool:
    """Whether there is a letter or digit; of the scripts that some voice here reads, unless it is one for any."""
    return bool(_SOUND.search(text)) or (not languages and any(map(str.isalnum, text)))


def _plain_marks(text: str) -> str:
    """Full-width marks as ordinary ones with a space behind, or "100、200" would become one number."""
    text = _RANGE.sub("-", _DASHES.sub("—", text))
    return _FULL_MARK.sub(r"\1 ", text).translate(_MARKS)


def _shortened(text: str, languages: frozenset[str]) -> tuple[str, list[str]]:
    """Rows of the same character or word cut to three, and Latin words as English ones are read."""
    text = _REPEATED.sub(r"\1\1\1", _HELD.sub(r"\1\1\1", _MENTION.sub("", text)))
    if (languages and "en" not in languages) or (accented(languages) and _SPANISH.search(text)):
        return text, []
    skipped: list[str] = []
    lines = [_spoken_words(line, skipped) for line in text.split("\n")]
    return "\n".join(lines), skipped


def _spoken_words(line: str, skipped: list[str]) -> str:
    """English words as a person would say them; what holds another script stays as it is."""
    parts = _SPLIT.split(line)
    for at in range(0, len(parts), 2):
        parts[at], left_out = speak_words(parts[at])
        skipped += left_out
    return " ".join(part for part in map(str.strip, parts) if part)


def _parted(text: str) -> str:
    """A space between Latin words and the ideographs beside them, and after marks that stick two words together."""
    return _WORD.sub(_apart, _STUCK.sub(r"\1\2 ", text))


def _apart(match: re.Match[str]) -> str:
    """A bare number stays where it is."""
    if not _LATIN.search(match[0]):
        return match[0]
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return f"{' ' if _IDEOGRAPH.match(before) else ''}{match[0]}{' ' if _IDEOGRAPH.match(after) else ''}"
