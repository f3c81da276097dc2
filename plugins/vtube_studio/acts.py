"""What the panel and the command line can have done: move the mouth, show a face, press a hotkey, ask again."""

from __future__ import annotations

from collections.abc import Callable

from engine.api import EMOTIONS, InputError, Port
from plugins.vtube_studio.session import Session


class Acts:
    """Offers the acts.

    Args:
        session: the session of the moment, None while there is none.
        ask: have VTube Studio show its pop-up.
    """

    def __init__(self, port: Port, session: Callable[[], Session | None], ask: Callable[[], None]) -> None:
        self._session, self._ask = session, ask
        port.offer("test", "Open and close the model's mouth for a moment.", self._wiggle)
        port.offer("face", "Show what the model has for a feeling.", self._show, "feeling")
        port.offer("hotkey", "Press a hotkey of the model.", self._press, "hotkey")
        port.offer("allow", "Ask VTube Studio for permission; then click Allow there.", self._allow)

    def _wiggle(self, _: str) -> str:
        self._connected().wiggle()
        return "the mouth moves"

    def _show(self, emotion: str) -> str:
        if emotion not in EMOTIONS:
            raise InputError(f"There is no feeling {emotion[:40]!r}.", f"Use {', '.join(EMOTIONS)}.")
        session = self._connected()
        faces = session.faces_for(emotion)
        if not faces:
            raise InputError(f"The model has no face for {emotion}.", "Add one under [[plugins.vtube_studio.faces]].")
        session.wear(faces[0])
        return f"shows {faces[0].name}"

    def _press(self, name: str) -> str:
        session = self._connected()
        key = session.model.hotkey(name)
        if key is None:
            names = ", ".join(key.name for key in session.model.hotkeys[:8] if key.name)
            raise InputError(f"The model has no hotkey {name[:40]!r}.", f"It has {names or 'none'}.")
        session.press(key)
        return f"pressed {key.name or key.hotkey_id}"

    def _allow(self, _: str) -> str:
        if self._session() is not None:
            return "is allowed already"
        self._ask()
        return "click Allow in VTube Studio"

    def _connected(self) -> Session:
        session = self._session()
        if session is None:
            raise InputError("VTube Studio is not connected.", "The panel's stage page (t) says why.")
        return session
