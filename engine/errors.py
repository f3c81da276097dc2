"""The one error tree. Each error says what happened and what to do next."""


class StreamvoiceError(Exception):
    """Root of every error streamvoice raises on purpose.

    Args:
        what: one sentence that says what went wrong.
        fix: one sentence that says what to do next; may be empty where ``what`` already says it.
    """

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(f"{what} {fix}".strip())
        self.what = what
        self.fix = fix


class ProfileError(StreamvoiceError):
    """A profile file is missing, broken, or names a setting that does not exist."""


class InputError(StreamvoiceError):
    """Something from outside (a chat line, a JSON object, an option) cannot be used."""


class DeviceError(StreamvoiceError):
    """An audio device is absent, busy, or vanished."""


class VoiceError(StreamvoiceError):
    """A voice is unknown or cannot speak this line."""


class UnsuitedError(VoiceError):
    """This line cannot be spoken as it was asked for; nothing is wrong with the voice."""


class UnspeakableError(UnsuitedError):
    """The text holds nothing this voice can read aloud."""


class StalledError(VoiceError):
    """A voice takes too long over a line."""


class PluginError(StreamvoiceError):
    """A plugin is unknown, or its settings are wrong."""


class ConnectionLostError(StreamvoiceError):
    """A peer (chat server, control socket) went away or refused us."""


class EmotionModelError(StreamvoiceError):
    """A model that reads feelings from text is not installed, cannot be opened, or gave no usable answer."""
