"""placeholder"""

from engine.audio.playout import Playout


class Recorder:
    def __init__(self, playout: Playout, path: object, report: object) -> None: ...
    def stop(self) -> None: ...
