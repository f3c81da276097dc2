import pytest

from engine.panel.authors import shown_author
from engine.status import Now, Waiting


@pytest.mark.parametrize(
    ("author", "kind", "platform", "shown"),
    [
        ("streamer", "say", "local", "you"),
        ("", "say", "local", "you"),
        ("", "chat", "local", "somebody"),
        ("", "say", "socket", "somebody"),
        ("", "raid", "twitch", "somebody"),
        ("\u200b", "chat", "twitch", "somebody"),
        ("streamer", "chat", "twitch", "streamer"),
        ("ana", "say", "local", "ana"),
    ],
)
def test_only_what_was_typed_here_is_yours(author, kind, platform, shown) -> None:
    assert shown_author(Waiting(1, author, "hi", kind, platform=platform), True) == shown
    assert shown_author(Now(1, author, "hi", kind=kind, platform=platform), True) == shown
