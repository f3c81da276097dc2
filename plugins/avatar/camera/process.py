"""The camera's process: takes the latest pose, draws it, sends it, at an even pace, until its parent is gone."""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from engine.api import PluginError, settle
from plugins.avatar.camera.driver import Driver
from plugins.avatar.camera.order import END, CameraOrder, Figures, Refused, Report, Running
from plugins.avatar.camera.pace import Pace
from plugins.avatar.camera.thrift import Thrift
from plugins.avatar.painting import painter_for
from plugins.avatar.pose import Pose

_NICE = 5
"""The voice comes first where there are few cores."""
_REPORT_S = 5.0
_LEAVE_S = 2.0
"""How long a driver may take to let go after the parent is gone."""


class Latest:
    """The newest pose, read from the pipe by a thread; ``ended`` is set when the parent says so or is gone."""

    def __init__(self, pipe: Connection) -> None:
        self.pose = Pose()
        self.ended = threading.Event()
        self._pipe = pipe
        threading.Thread(target=self._read, name="poses", daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while (data := self._pipe.recv_bytes()) != END:
                self.pose = Pose.unpack(data)
        self.ended.set()
        time.sleep(_LEAVE_S)
        os._exit(1)  # a driver that hangs must not outlive the engine


def serve(pipe: Connection, order: CameraOrder) -> None:
    """The process's whole life."""
    settle(_NICE)
    latest = Latest(pipe)
    with contextlib.suppress(BrokenPipeError, ConnectionError, EOFError):
        try:
            show(order, latest, pipe.send)
        except PluginError as error:
            pipe.send(Refused(error.what, error.fix))
    pipe.close()


def show(
    order: CameraOrder,
    latest: Latest,
    report: Callable[[Report], None],
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Draw and send until ``latest.ended``.

    Raises:
        PluginError: the camera or the pictures cannot be opened.
    """
    if order.imports:
        importlib.import_module(order.imports)
    driver = Driver(order)
    try:
        painter = painter_for(order.pack, order.width, order.height)
        report(Running(driver.name))
        thrift = Thrift(order.fps)
        pace, told = Pace(order.fps, clock()), clock()
        while not latest.ended.is_set():
            driver.send(painter.paint(thrift.drawn(latest.pose), order.background), painter.rows)
            now = clock()
            if now - told >= _REPORT_S:
                report(Figures(pace.frames, pace.late, now - told))
                pace.frames = pace.late = 0
                told = now
            latest.ended.wait(pace.wait_s(now))
    finally:
        driver.close()
