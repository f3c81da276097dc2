"""Where a remote voice is: an address, and after "#" what only our side reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from engine.access import is_loopback
from engine.errors import VoiceError

_LONGEST = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Address:
    """``url`` goes over the wire; ``options`` stood behind "#" as ``name=value&name=value`` and never do."""

    url: str
    host: str
    secure: bool
    options: Mapping[str, str]

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return is_loopback(self.host)


def address(name: str, schemes: tuple[str, str], options: Collection[str], example: str) -> Address:
    """Read what stands behind "openai:" or "stream:".

    Args:
        name: a URL, perhaps with "#"; a bare word behind it is the option "voice".
        schemes: the plain scheme and the encrypted one.
        options: the names that may stand behind "#".
        example: a good address, for the error.

    Raises:
        VoiceError: it is no address of these schemes, holds a secret, or names an unknown option.
    """
    parts = _split(name)
    if parts is None or parts.scheme not in schemes or not parts.hostname:
        raise VoiceError(f"{name[:80]!r} is no address of a voice.", f"Write it like {example}.")
    if parts.username is not None or parts.password is not None:
        raise VoiceError("A voice's address may not hold a password.", "Put secrets into the environment.")
    return Address(
        parts._replace(fragment="").geturl(),
        parts.hostname,
        parts.scheme == schemes[1],
        _options(parts.fragment, options),
    )


def _split(name: str) -> SplitResult | None:
    if len(name) > _LONGEST or not name.isascii() or not name.isprintable() or " " in name:
        return None
    try:
        parts = urlsplit(name)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _options(fragment: str, known: Collection[str]) -> dict[str, str]:
    """Split by hand: "+" stands for itself here, as in the mixed voices of some servers."""
    pairs = fragment.split("&") if "=" in fragment else [f"voice={fragment}"] if fragment else []
    found = {unquote(name): unquote(value) for name, _, value in (pair.partition("=") for pair in pairs)}
    for name in found:
        if name not in known:
            allowed = f"There may stand {', '.join(known)}." if known else "Nothing may stand there."
            raise VoiceError(f"{name[:40]!r} cannot stand behind #.", allowed)
    return found
