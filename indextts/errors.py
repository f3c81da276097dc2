"""The library's one error tree. Each error says what happened and what to do next."""


class IndexTTSError(Exception):
    """Root of every error this library raises on purpose.

    Args:
        what: one sentence that says what went wrong.
        fix: one sentence that says what to do next; may be empty where ``what`` already says it.
    """

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(f"{what} {fix}".strip())
        self.what = what
        self.fix = fix


class ConfigError(IndexTTSError):
    """A configuration file is missing, broken or contradicts itself."""


class CheckpointError(IndexTTSError):
    """A weight file is missing, damaged, of another version, or does not fit the model."""


class DownloadError(IndexTTSError):
    """Weights could not be fetched: no network, no room, or the licence was not accepted."""


class ReferenceAudioError(IndexTTSError):
    """A reference recording cannot be used: unreadable, too short, silent or clipped."""


class VoiceFileError(ReferenceAudioError):
    """A ``.voice`` file cannot be used: damaged, of another format, or made with other weights."""


class TextError(IndexTTSError):
    """The text cannot be spoken: empty, too long, or nothing in it is readable."""


class OptionError(IndexTTSError, ValueError):
    """An argument is out of range or contradicts another one."""


class ExtraMissingError(IndexTTSError, ImportError):
    """An optional package is not installed."""
