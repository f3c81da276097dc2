"""Links, mail addresses and file paths: named in a few words, never spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOPS = (
    "com|org|net|edu|gov|io|co|uk|de|fr|tv|gg|me|ly|ai|app|dev|be|eu|jp|cn|ru|us|ca|au|info|xyz|live|stream|shop|link"
)
_LINK = re.compile(
    r"(?<![\w@.])(?:[a-z][a-z0-9+.-]{1,9}://(?P<host>[^\s/?#<>()\[\]\"']{0,200})[^\s<>\"']*"
    rf"|(?P<bare>(?:[a-z0-9_-]{{1,63}}\.){{1,6}}(?:{_TOPS}))(?![\w@-]|\.\w)(?::\d{{1,5}})?(?:[/?#][^\s<>\"']*)?)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}(?![\w-])", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w/\\])(?:[A-Za-z]:\\[^\s]*|(?:~|\.{0,2})/[\w.-]{1,64}(?:/[\w.-]{0,64}){1,30})")
_ENDING = re.compile(r"[.,!?;:)\]]+$")
_SPEAKABLE_LABEL = re.compile(r"[a-z]{3,16}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What links are called; ``named`` holds the host's name, whose parts are joined by ``dot``."""

    named: str = "a link to {}"
    link: str = "a link"
    dot: str = " dot "
    mail: str = "an email address"
    path: str = "a file path"


ENGLISH = LinkWords()


def name_links(text: str, words: LinkWords = ENGLISH) -> str:
    """Replace every link by "link to example dot com" (or "a link"), mail addresses and paths by their kind."""
    if "@" in text:
        text = _MAIL.sub(words.mail, text)
    if "." in text or "://" in text:
        text = _LINK.sub(lambda match: _name(match, words), text)
    if "/" in text or "\\" in text:
        text = _PATH.sub(words.path, text)
    return text


def _name(match: re.Match[str], words: LinkWords) -> str:
    host = match["host"] if match["host"] is not None else match["bare"]
    ending = _ENDING.search(match[0])
    return _spoken_host(host, words) + (ending[0] if ending else "")


def _spoken_host(host: str, words: LinkWords) -> str:
    """Say "a link to example dot com" where the name can be said, else "a link"."""
    labels = host.lower().rpartition("@")[2].partition(":")[0].strip(".,!?;:)]").removeprefix("www.").split(".")
    if not 2 <= len(labels) <= 3 or not all(map(_SPEAKABLE_LABEL.match, labels[:-1])) or len(labels[-1]) > 6:
        return words.link
    top = labels[-1] if labels[-1] in ("com", "org", "net", "info", "live", "app", "dev") else labels[-1].upper()
    return words.named.format(words.dot.join([*labels[:-1], top]))
