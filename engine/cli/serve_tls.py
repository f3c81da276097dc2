"""`serve --certificate --key`: what encrypts the voice, or one line on why it cannot."""

from __future__ import annotations

import ssl
from pathlib import Path

from engine.errors import InputError


def encryption(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """The server's side of TLS; None without a certificate, which means ws://.

    Args:
        certificate: a PEM file, perhaps with the key in it.
        key: a PEM file with the key.

    Raises:
        InputError: there is a key alone, a file is missing or no PEM, or the two do not belong together.
    """
    if certificate is None:
        if key is not None:
            raise InputError("A --key alone encrypts nothing.", "Give its --certificate too, or leave out both.")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Where a key has a passphrase OpenSSL would ask the terminal, which nobody may be watching.
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        raise _unfit(certificate, key, error.reason) from error
    except OSError as error:
        files = " or ".join(str(file) for file in (certificate, key) if file is not None)
        raise InputError(f"The certificate {files} cannot be read: {error.strerror}.", "Give PEM files.") from error
    return context


def _unfit(certificate: Path, key: Path | None, reason: str | None) -> InputError:
    if reason == "KEY_VALUES_MISMATCH":
        return InputError(
            f"The key {key or certificate} does not match the certificate {certificate}.", "Give the one made with it."
        )
    if key is None:
        what = f"{certificate} is no PEM certificate, or the key is not in the same file."
        return InputError(what, "Give the key's file with --key.")
    what = f"The certificate {certificate} or the key {key} is no PEM file, or the key has a passphrase."
    return InputError(what, "Give PEM files, the key without a passphrase.")
