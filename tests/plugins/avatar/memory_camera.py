"""A camera driver for pyvirtualcam that writes down what it is given. Importing this registers it as "mem".

Its device is a file: a line for the opening, then one for each frame, then one for the closing.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyvirtualcam

BACKEND = "mem"


class MemoryCamera:
    """Refuses the device "busy"; dies at the frame that a device ``PATH#N`` names."""

    def __init__(self, *, width: int, height: int, fps: float, fourcc: int, device: str | None, **_: Any) -> None:
        if device is None or device == "busy":
            raise RuntimeError("The device is busy. Close what uses it.")
        self._device = device
        path, _, fatal = device.partition("#")
        self._fatal, self._count = int(fatal or -1), 0
        self._file = Path(path).open("a", buffering=1)  # noqa: SIM115  closed by close()
        form = {pyvirtualcam.camera.encode_fourcc(each.value): each.name for each in pyvirtualcam.PixelFormat}[fourcc]
        self._tell(opened=[width, height, fps, form], pid=os.getpid())

    def send(self, frame: np.ndarray) -> None:
        self._count += 1
        if self._count == self._fatal:
            os._exit(3)
        corner = frame[:4].tolist()
        self._tell(
            t=time.perf_counter(),
            shape=list(frame.shape),
            dtype=str(frame.dtype),
            corner=corner,
            sum=int(frame[::97].sum(dtype=np.int64)),
        )

    def close(self) -> None:
        self._tell(closed=True)
        self._file.close()

    def device(self) -> str:
        return self._device

    def native_fourcc(self) -> int | None:
        return None

    def _tell(self, **what: Any) -> None:
        self._file.write(json.dumps(what) + "\n")


def told(path: Path) -> list[dict[str, Any]]:
    """What was written so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def frames(path: Path) -> list[dict[str, Any]]:
    return [line for line in told(path) if "t" in line]


pyvirtualcam.register_backend(BACKEND, MemoryCamera)
