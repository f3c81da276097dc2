"""Markdown, code, brackets and tags: the words stay, the marks go."""

from __future__ import annotations

import re

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\((?:[^()\s]{1,400})\)")
_ACTION = re.compile(r"\A/me\s+")
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+", re.MULTILINE)
_LINE_START = re.compile(r"^[ \t]*(?:[-*+•]|#{1,6}|>+)[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|\|\||`+)")
_HTML = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")
_BRACKETS = str.maketrans("[]{}", "()()")
_EMPTY = re.compile(r"\(\s*\)")
_HASHTAG = re.compile(r"(?<![\w#&])#(?=[A-Za-z_])")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
_ENTITY = re.compile("|".join(_ENTITIES))


def drop_code(text: str) -> tuple[str, bool]:
    """``text`` without fenced code blocks, and whether there was one."""
    if "```" not in text:
        return text, False
    return _FENCE.sub(" ", text), True


def unwrap(text: str) -> str:
    """HTML entities as characters, markdown links as their text, "/me waves" as "waves"."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return _ACTION.sub("", text)


def drop_markup(text: str) -> str:
    """Markdown and HTML marks removed, brackets round, "#word" as "hashtag word", "1) one" as "1, one"."""
    if "<" in text:
        text = _HTML.sub(" ", text)
    text = _NUMBERED.sub(r"\1, ", _LINE_START.sub("", text))
    text = _EMPHASIS.sub("", text).translate(_BRACKETS)
    return _EMPTY.sub(" ", _HASHTAG.sub("hashtag ", text))
