"""The outbox is held while OBS changes its scenes, and no longer."""

from __future__ import annotations

from plugins.obs.changing import Changing
from plugins.obs.outbox import Outbox
from plugins.obs.wishes import Put


class Box(Outbox):
    @property
    def held(self) -> bool:
        return self.take(0.0, 0.0) is None


def box() -> Box:
    made = Box()
    for number in range(9):
        made.want(Put(f"source {number}", {}))
    return made


def test_a_look_holds_it_and_lets_it_go() -> None:
    outbox = box()
    changing = Changing(outbox, lambda: 0.0)
    assert changing.unseen
    change = changing.look()
    assert outbox.held
    changing.looked(change)
    assert not outbox.held
    assert not changing.unseen
    assert not changing.under_way


def test_scenes_that_change_during_a_look_are_unseen_and_it_stays_held() -> None:
    outbox = box()
    changing = Changing(outbox, lambda: 0.0)  # the clock stands still, as that of Windows does for 15 ms
    change = changing.look()
    changing.begun()
    changing.looked(change)
    assert outbox.held
    changing.done()
    assert changing.unseen
    changing.looked(changing.look())
    assert not outbox.held


def test_a_change_that_never_ends_is_given_up() -> None:
    now = [0.0]
    outbox = box()
    changing = Changing(outbox, lambda: now[0])
    changing.begun()
    assert changing.under_way
    now[0] = 29.0
    assert not changing.overdue
    now[0] = 31.0
    assert changing.overdue
    changing.give_up()
    assert not outbox.held
    assert not changing.overdue
