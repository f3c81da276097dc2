"""File names as PNGTuber tools and their users write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.avatar.pack.names import state_named
from plugins.avatar.states import STATES, State, state_of


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("closed", State()),
        ("open", State(mouth="open")),
        ("closed_blink", State(blink=True)),
        ("open_blink", State(mouth="open", blink=True)),
        ("blink", State(blink=True)),
        ("idle", State()),
        ("talk", State(mouth="open")),
        ("talking-blink", State(mouth="open", blink=True)),
        ("mouth_closed", State()),
        ("mouth_open", State(mouth="open")),
        ("MouthOpen", State(mouth="open")),
        ("mouthclosed_eyesclosed", State(blink=True)),
        ("mouth_closed_eyes_open", State()),
        ("mouth open eyes closed", State(mouth="open", blink=True)),
        ("closed mouth open eyes", State()),
        ("open mouth closed eyes", State(mouth="open", blink=True)),
        ("open eyes closed mouth", State()),
        ("eyes_closed_mouth_open", State(mouth="open", blink=True)),
        ("eyes_closed", State(blink=True)),
        ("MC_EO", State()),
        ("mo-ec", State(mouth="open", blink=True)),
        ("happy", State("happy")),
        ("happy/talk_blink", State("happy", "open", True)),
        ("Joy-Speaking", State("happy", "open")),
        ("angry_open_1", State("angry", "open")),
        ("my avatar sad idle", State("sad")),
        ("shocked_o", State("surprised", "round")),
        ("half_open", State(mouth="half")),
        ("default_ee", State(mouth="wide")),
    ],
)
def test_usual_names(name: str, state: State) -> None:
    assert state_named(name) == state


@pytest.mark.parametrize("name", ["avatar", "IMG_1234", "", "___", "background", "画像"])
def test_names_that_say_nothing(name: str) -> None:
    assert state_named(name) is None


@pytest.mark.parametrize("state", STATES)
def test_rendered_names_are_read_back(state: State) -> None:
    assert state_named(state.file.removesuffix(".png")) == state


@given(st.text(max_size=60))
def test_any_name_is_read_or_not(name: str) -> None:
    found = state_named(name)
    assert found is None or found in STATES


def test_a_pose_at_rest_is_a_closed_mouth() -> None:
    from plugins.avatar.pose import Pose

    assert state_of(Pose()).file == "neutral_closed.png"
