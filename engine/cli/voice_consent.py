"""Asks for the consent that cloning a voice needs."""

from __future__ import annotations

import sys

import typer

from engine.cli.console import people
from engine.errors import VoiceError
from engine.voices.indextts2 import consent
from indextts.consent import EXAMPLES, Consent


def asked_consent(statement: str) -> Consent:
    """What ``--consent`` states, or what is answered at the terminal.

    Raises:
        VoiceError: it states nothing usable, or nobody can be asked.
    """
    if statement:
        return consent(statement)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise VoiceError(
            "Cloning a voice needs its speaker's consent, and nobody is here to be asked. Nothing was stored.",
            f"Give --consent with {EXAMPLES}.",
        )
    people.print("\nA cloned voice can say anything. Its speaker has to agree, and the agreement is stored with it.")
    own = typer.confirm("Is this your own voice?", err=True)
    speaker = typer.prompt("Your name" if own else "Name of the speaker who allowed it", err=True)
    if not own:
        speaker += ", " + typer.prompt("How did they allow it (for example: by mail of 3 May)", err=True)
    stated = consent(f"{'own voice' if own else 'permission'}: {speaker}")
    if not typer.confirm(f'I state: "{stated.statement}". May it be recorded?', err=True):
        raise VoiceError("Without consent no voice is cloned. Nothing was stored.")
    return stated
