"""Inputs get quieter while the voice speaks and are as before afterwards, whatever happens between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.obs.ducking import Ducker, look_at_volumes
from plugins.obs.meanings import RefusedError
from plugins.obs.noted import Note
from plugins.obs.settings import DuckSettings
from plugins.obs.wishes import Volume

SLOT = "streamvoice.volumes of Main"
SETTINGS = DuckSettings(inputs=("Music",), by_db=-12.0, attack_ms=100.0, release_ms=200.0, hold_ms=100.0)


def ducker(settings: DuckSettings = SETTINGS) -> Ducker:
    made = Ducker(settings)
    made.found({"Music": -3.0}, "Main")
    return made


def volumes(wishes) -> list[float]:
    return [wish.decibels for wish in wishes if isinstance(wish, Volume)]


def test_it_ramps_down_holds_through_a_pause_and_ramps_back() -> None:
    made, sent = ducker(), []
    for tick in range(100):
        now = tick * 0.01
        speaking = 0.1 <= now < 0.3 or 0.35 <= now < 0.5
        sent += [(now, decibels) for decibels in volumes(made.update(speaking, now))]
    levels = [decibels for _, decibels in sent]
    assert min(levels) == -15.0
    assert levels[-1] == -3.0
    lowest = levels.index(-15.0)
    assert levels[: lowest + 1] == sorted(levels[: lowest + 1], reverse=True)
    assert levels[lowest:] == sorted(levels[lowest:])
    assert 0.18 <= sent[lowest][0] <= 0.22
    assert 0.75 <= sent[-1][0] <= 0.82


def test_the_usual_volumes_are_noted_before_and_struck_out_after() -> None:
    made = ducker()
    list(made.update(False, 0.0))
    down = list(made.update(True, 1.0))
    assert down[0] == Note(SLOT, {"Music": -3.0})
    list(made.update(True, 2.0))
    back = [wish for at in (3.0, 4.0) for wish in made.update(False, at)]
    assert back[-1] == Note(SLOT, {})


def test_it_restores_at_the_end() -> None:
    made = ducker()
    list(made.update(False, 0.0))
    list(made.update(True, 1.0))
    assert volumes(made.restored()) == [-3.0]
    assert volumes(made.restored()) == []


def test_a_fader_moved_by_hand_is_the_new_usual_volume() -> None:
    made = ducker()
    list(made.update(False, 0.0))
    assert made.moved("Music", -8.0, 5.0)
    list(made.update(True, 6.0))
    assert not made.moved("Music", -20.0, 6.1)  # our own doing
    assert not made.moved("Mic", -8.0, 6.1)
    assert volumes(made.restored()) == [-8.0]


def test_other_scenes_have_other_usual_volumes() -> None:
    made = ducker()
    list(made.update(False, 0.0))
    list(made.update(True, 1.0))
    made.found({"Music": -9.0}, "Other")
    assert list(made.update(True, 1.01)) == [
        Note("streamvoice.volumes of Other", {"Music": -9.0}),
        Volume("Music", -21),
    ]
    assert list(made.update(True, 1.02)) == []


@given(st.lists(st.tuples(st.booleans(), st.floats(0.001, 2.0)), max_size=50), st.floats(-100, 26), st.floats(-100, 0))
def test_volumes_stay_between_ducked_and_usual_and_always_come_back(
    steps: list[tuple[bool, float]], usual: float, by_db: float
) -> None:
    made, now, sent = Ducker(SETTINGS.model_copy(update={"by_db": by_db})), 0.0, []
    made.found({"Music": usual})
    for speaking, passed in steps:
        now += passed
        sent += volumes(made.update(speaking, now))
    sent += volumes(made.update(False, now + 1.0)) + volumes(made.update(False, now + 2.0))
    assert all(max(-100.0, usual + by_db) - 0.01 <= each <= usual + 0.01 for each in sent)
    assert not sent or abs(sent[-1] - usual) <= 0.01


class Obs:
    """Answers as OBS after a crash: ducked, with our note."""

    def __init__(self, note: object) -> None:
        self.volumes, self.note = {"Music": -15.0, "Game": -1.0}, note

    def __call__(self, request: str, /, **data: object):
        match request:
            case "GetPersistentData":
                return {"slotValue": self.note}
            case "SetPersistentData":
                self.note = data["slotValue"]
            case "SetInputVolume":
                self.volumes[str(data["inputName"])] = float(str(data["inputVolumeDb"]))
            case "GetInputVolume":
                if data["inputName"] not in self.volumes:
                    raise RefusedError(request, 600, "No source was found.")
                return {"inputVolumeDb": self.volumes[str(data["inputName"])]}
        return {}


def test_volumes_left_ducked_by_a_crash_are_put_back() -> None:
    obs = Obs({"Music": -3.0})
    assert look_at_volumes(obs, ("Music", "Game"), "Main") == ({"Music": -3.0, "Game": -1.0}, [])
    assert obs.volumes["Music"] == -3.0
    assert obs.note == {}


def test_a_missing_input_is_told_and_a_spoilt_note_ignored() -> None:
    found, missing = look_at_volumes(Obs(["nonsense"]), ("Nothing", "Game"), "Main")
    assert found == {"Game": -1.0}
    assert len(missing) == 1
    assert "'Nothing'" in missing[0]
