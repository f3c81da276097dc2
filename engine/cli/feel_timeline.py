"""`feel --timeline`: the mood over a recorded stream, as a picture."""

from __future__ import annotations

from pathlib import Path

from engine.cli.console import people
from engine.cli.out_file import replacing
from engine.errors import InputError
from engine.timeline.mood import read_story
from engine.timeline.mood_picture import draw_mood

DEFAULT = Path("mood.svg")


def tell_mood(recorded: Path, picture: Path) -> None:
    """Draw the events file ``recorded`` to ``picture``, which appears when it is complete.

    Raises:
        InputError: the file is not one of events, or the picture cannot be written where it is wanted.
    """
    picture = picture.expanduser()
    if picture.suffix.lower() != ".svg":
        raise InputError(f"Cannot draw to {picture}.", "End the name in .svg.")
    story = read_story(recorded)
    drawn = draw_mood(story, f"Mood: {recorded.name}")
    try:
        with replacing(picture) as part:
            part.write_text(drawn, "utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {picture}: {error.strerror or error}.", "Choose another place.") from error
    counts = f"{len(story.felt)} sentences felt, {len(story.moved)} other moves of the mood"
    people.print(f"{counts}\nPicture: {picture}  (open it in a browser)", markup=False, soft_wrap=True)
