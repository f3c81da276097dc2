"""What OBS's answers mean, in plain words: status codes of requests and close codes of the connection."""

from __future__ import annotations

from engine.api import ConnectionLostError, StreamvoiceError

NOT_READY = 207
"""OBS is busy with itself (starting, changing its scene collection): the same request works a moment later."""
NOT_FOUND = 600
EXISTS = 601
WRONG_PASSWORD = 4009
PASSWORD_VARIABLE = "STREAMVOICE_OBS_PASSWORD"  # noqa: S105  the variable's name, not a secret

_MEANINGS = {
    203: "the request has no type",
    204: "this OBS does not know the request; it is too old or a plugin is missing",
    205: "OBS failed without saying why",
    207: "OBS is not ready yet",
    300: "a field is missing",
    301: "the fields are missing",
    400: "a field is wrong",
    401: "a field has the wrong type",
    402: "a field is out of range",
    403: "a field is empty",
    500: "that output is running already",
    501: "that output is not running",
    502: "that output is paused",
    503: "that output is not paused",
    504: "that output is switched off in OBS",
    505: "studio mode is on",
    506: "studio mode is off",
    600: "there is no such source, scene or filter",
    601: "something of that name is there already",
    602: "it is of another type",
    603: "there is too little of something it needs",
    604: "it is in the wrong state",
    605: "this OBS has no such kind of source",
    606: "it cannot be configured",
    607: "this OBS has no such kind of filter",
    700: "OBS could not make it",
    701: "OBS could not do it",
    702: "OBS could not work on it",
    703: "it is not possible now",
}
_FIXES = {
    501: "Start it in OBS first.",
    504: "Set it up under Settings, Output in OBS (the replay buffer is switched on there).",
    600: "Check the name under [plugins.obs], or run: streamvoice obs setup.",
    604: "Set it up under Settings, Output in OBS (the replay buffer is switched on there).",
    605: "Install the plugin of OBS that has it, or choose another source.",
}


class RefusedError(StreamvoiceError):
    """OBS answered that it will not do something. ``code`` and ``comment`` are OBS's own."""

    def __init__(self, request: str, code: int, comment: str = "") -> None:
        meaning = _MEANINGS.get(code, "OBS refused it")
        said = f": {comment.rstrip('.')}" if comment else ""
        super().__init__(f"{request}: {meaning} (OBS {code}{said}).", _FIXES.get(code, ""))
        self.request, self.code, self.comment = request, code, comment


class WrongPasswordError(ConnectionLostError):
    """OBS wants a password, and ours is missing or another."""

    def __init__(self, given: bool) -> None:
        super().__init__(
            "OBS refuses the password." if given else "OBS asks for a password and none is set.",
            f"Set the environment variable {PASSWORD_VARIABLE} to that of OBS (Tools, WebSocket Server Settings).",
        )


def closed(code: int, password_given: bool) -> ConnectionLostError:
    """Why OBS closed the connection, by its close code."""
    if code == WRONG_PASSWORD:
        return WrongPasswordError(password_given)
    if code == 4010:
        return ConnectionLostError("OBS speaks another version of obs-websocket.", "Update OBS to 28 or later.")
    if code == 4011:
        return ConnectionLostError("OBS ended the session: somebody removed it in the list of sessions.")
    return ConnectionLostError(f"OBS closed the connection (code {code}).")
