"""Decides on the loop what OBS shall show now, and puts it into the outbox. Every look is cheap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.api import Clock, EmotionVector, Event, Moment, PluginError, Port
from plugins.lasting import lasting
from plugins.obs.captions import Caption, Captioner
from plugins.obs.colours import colour_settings
from plugins.obs.ducking import Ducker
from plugins.obs.hold import USUAL, Holder, wanted_look
from plugins.obs.looking import Found
from plugins.obs.outbox import Outbox
from plugins.obs.reactions import SCENE_KEY, Reactions
from plugins.obs.replay import ReplayTrigger
from plugins.obs.settings import ObsSettings
from plugins.obs.status_line import StatusLine
from plugins.obs.wishes import Once, Put, Wish

if TYPE_CHECKING:
    from plugins.obs.faces import Faces

NOTICE_S = 4.0
"""How long a caption of one's own, and the test, are shown."""


class Director:
    """One run of the plugin. On the loop's thread."""

    def __init__(self, settings: ObsSettings, port: Port, outbox: Outbox, clock: Clock) -> None:
        self._settings, self._port, self._outbox, self._clock = settings, port, outbox, clock
        self._captioner = Captioner(settings.captions)
        self._ducker = Ducker(settings.duck)
        self._reactions = Reactions(settings.reactions)
        self._holder = Holder(settings.reactions.hold_s)
        self._status = StatusLine(settings.status.text)
        self._replay = ReplayTrigger(settings.replay)
        self._faces = self._open_faces()
        self._caption: Caption | None = None
        self._notice = ("", 0.0)
        self._forced = (USUAL, 0.0)

    def look(self) -> None:
        """Follow the stage."""
        now, moment = self._clock(), self._port.stage.moment()
        self._show_caption(now)
        self._want(self._ducker.update(moment.speaking, now))
        self._react(moment, now)
        if self._faces is not None and (face := self._faces.look(now)):
            self._outbox.want(face)
        if self._settings.status.source and self._status.due(now):
            self._show_status()

    def hear(self, event: Event) -> None:
        """An event of the engine."""
        if self._replay.fires(event, self._clock()):
            self._outbox.once(Once("SaveReplayBuffer"))

    def found(self, found: Found) -> None:
        """OBS is connected."""
        self._ducker.found(found.volumes, found.collection)
        usual = list(self._reactions.found(found))
        if self._holder.current == USUAL:
            self._want(usual)

    def happened(self, name: str, data: dict[str, Any]) -> None:
        """An event of OBS."""
        if name == "CurrentProgramSceneChanged":
            self._scene_is(str(data.get("sceneName", "")))
        elif name == "InputVolumeChanged":
            source, decibels = str(data.get("inputName", "")), data.get("inputVolumeDb")
            if isinstance(decibels, int | float) and self._ducker.moved(source, float(decibels), self._clock()):
                self._outbox.forget(f"volume of {source}")

    def show_notice(self, text: str) -> None:
        """A caption of one's own for some seconds."""
        self._notice = (text, self._clock() + NOTICE_S)

    def show_test(self) -> str:
        """Show what can be shown for some seconds; returns what."""
        self.show_notice("Captions work. 字幕正常。")
        look = next(iter(self._settings.reactions.on), USUAL)
        self._forced = (look, self._clock() + NOTICE_S)
        return f"showing a caption and the look {look!r}" if look else "showing a caption; no feeling is mapped"

    def farewell(self) -> list[Wish]:
        """How to leave OBS: as it was. Called when nothing else is any more."""
        wishes = list(self._ducker.restored())
        wishes += self._reactions.change(self._holder.current, USUAL)
        for source in (self._settings.captions.source, self._settings.status.source):
            wishes += [Put(source, {"text": ""})] if source else []
        return wishes

    def _open_faces(self) -> Faces | None:
        settings = self._settings.faces
        if not settings.source:
            return None
        from plugins.obs.faces import Faces  # brings the avatar with it, which few need here

        try:
            return Faces(settings.source, settings.folder, self._port.stage)
        except PluginError as error:
            self._port.failed(error.what, error.fix)  # the rest works without faces
            return None

    def _want(self, wishes: Iterable[Wish]) -> None:
        for wish in wishes:
            self._outbox.want(wish)

    def _show_caption(self, now: float) -> None:
        settings = self._settings.captions
        if not settings.source:
            return
        text, until = self._notice
        moment = self._port.stage.moment(settings.ahead_s)
        caption = self._captioner.notice(text) if now < until else self._captioner.caption(moment)
        if caption != self._caption:
            self._caption = caption
            self._outbox.want(Put(settings.source, {"text": caption.text, **colour_settings(caption.colour)}))

    def _react(self, moment: Moment, now: float) -> None:
        settings = self._settings.reactions
        if not settings.on:
            return
        heard = lasting(moment, settings.linger_s, EmotionVector())
        emotion = self._port.stage.mood if settings.follow == "mood" else heard
        forced, until = self._forced
        wanted = forced if now < until else wanted_look(emotion, settings.on, settings.least)
        before = self._holder.current
        if self._holder.update(wanted, now):
            self._want(self._reactions.change(before, self._holder.current))

    def _show_status(self) -> None:
        vitals = self._port.control({"do": "status"}).get("status", {})
        self._outbox.want(Put(self._settings.status.source, {"text": self._status.text(vitals)}))

    def _scene_is(self, scene: str) -> None:
        if self._reactions.scene_is(scene) and self._holder.current == USUAL:
            self._outbox.forget(SCENE_KEY)  # what the streamer chooses from now on is not ours to change back
