"""What VTube Studio's error numbers mean and what to do about them (its ErrorID.cs)."""

from __future__ import annotations

from engine.api import ConnectionLostError, StreamvoiceError, clean_line

ALLOW = "Run `streamvoice vtube-studio connect` (or /stage vtube_studio allow) and click Allow in VTube Studio."
ACCESS_OFF, NOT_AUTHENTICATED = 1, 8
DENIED, ANOTHER_POPUP = 50, 51
PARAMETER_UNKNOWN, PARAMETER_TAKEN = 453, 454
PASSING = frozenset({200, 203, 205})
"""A hotkey could not be pressed just now: too many, too soon, or a window is open."""

MEANINGS: dict[int, tuple[str, str]] = {
    0: ("VTube Studio failed on a request.", "Look into its log; restart it if this goes on."),
    ACCESS_OFF: (
        "VTube Studio's plugin API is switched off.",
        'Turn on "Allow Plugin API access" in its settings.',
    ),
    NOT_AUTHENTICATED: ("VTube Studio does not know us any more.", ALLOW),
    DENIED: ("VTube Studio has not allowed streamvoice, or took it back.", ALLOW),
    ANOTHER_POPUP: ("VTube Studio is asking about another plugin.", "Answer its pop-up."),
    200: ("VTube Studio has too many hotkeys to press.", "Give the faces longer hold_s."),
    201: ("No model is loaded in VTube Studio.", "Load one."),
    202: ("The model has no such hotkey.", "`streamvoice vtube-studio check` lists them."),
    203: ("The hotkey was pressed too soon after the last time.", "Give its face a longer hold_s."),
    204: ("The hotkey's file is missing in the model.", "Set the hotkey up again in VTube Studio."),
    205: ("VTube Studio cannot press hotkeys while this window of it is open.", "Close its settings window."),
    352: ("Another plugin made a parameter with our name.", "Remove it there, or set custom = false."),
    354: ("VTube Studio has a parameter of its own with our name.", "Set custom = false."),
    355: ("VTube Studio takes no more parameters from us.", "Remove the access of old plugins there."),
    356: ("VTube Studio takes no more parameters from plugins (300).", "Remove the access of old plugins there."),
    PARAMETER_UNKNOWN: ("VTube Studio lacks a parameter that we move.", "Check mouth_open and mouth_smile."),
    PARAMETER_TAKEN: (
        "Another plugin moves the same parameter in VTube Studio.",
        "Close that plugin, or empty mouth_open and mouth_smile.",
    ),
    650: ("The expression's name must end in .exp3.json.", "`streamvoice vtube-studio check` lists them."),
    651: ("The model has no such expression.", "`streamvoice vtube-studio check` lists them."),
    652: ("No model is loaded in VTube Studio.", "Load one."),
}


class RefusedError(StreamvoiceError):
    """VTube Studio answered a request with an error; ``error_id`` is its number."""

    def __init__(self, error_id: int, message: str) -> None:
        said = clean_line(message, 160)
        what, fix = MEANINGS.get(error_id, (f"VTube Studio refused a request ({error_id}): {said}", ""))
        super().__init__(what, fix)
        self.error_id = error_id


class NotAllowedError(StreamvoiceError):
    """There is no permission, or it was taken back: only the streamer can change that."""


def unreachable(url: str) -> ConnectionLostError:
    """Nobody answers there."""
    return ConnectionLostError(
        f"VTube Studio does not answer at {url}.",
        'Start it and turn on "Allow Plugin API access" in its settings; the port stands beside it.',
    )
