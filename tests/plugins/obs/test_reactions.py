"""What feelings do is undone; what the streamer does by hand stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.obs.hold import USUAL
from plugins.obs.looking import Found
from plugins.obs.noted import Note
from plugins.obs.reaction_settings import Reaction, ReactionSettings
from plugins.obs.reactions import GoTo, Reactions
from plugins.obs.wishes import Filter, Put, Show

SETTINGS = ReactionSettings(
    on={
        "happy": Reaction(
            scene="Party", show=("Confetti", "Live/Sun"), filters=("Cam/Glow",), images={"Face": "h.png"}
        ),
        "sad": Reaction(show=("Rain", "Confetti"), hide=("Live/Sun",), images={"Face": "s.png"}),
        "angry": Reaction(scene="Fire"),
    },
    default_images={"Face": "n.png"},
)


class Shown:
    """OBS, as far as reactions reach."""

    def __init__(self) -> None:
        self.scene = "Live"
        self.visible = {"Confetti": False, "Sun": False, "Rain": False}
        self.filters = {"Glow": False}
        self.image = "n.png"

    def take(self, wish) -> None:
        match wish:
            case GoTo():
                wish.grant(self.ask)
            case Show():
                self.visible[wish.source] = wish.on
            case Filter():
                self.filters[wish.name] = wish.on
            case Put():
                self.image = wish.settings["file"]

    def ask(self, request: str, /, **data: object):
        if request == "SetCurrentProgramScene":
            self.scene = str(data["sceneName"])
        return {"currentProgramSceneName": self.scene}


@given(st.lists(st.sampled_from([USUAL, "happy", "sad", "angry"]), max_size=12))
def test_any_way_through_the_looks_ends_as_it_began(looks: list[str]) -> None:
    reactions, obs, before = Reactions(SETTINGS), Shown(), USUAL
    reactions.scene_is("Live")
    for look in [*looks, USUAL]:
        for wish in reactions.change(before, look):
            obs.take(wish)
        reactions.scene_is(obs.scene)
        before = look
        assert obs.image == {"happy": "h.png", "sad": "s.png"}.get(look, "n.png")
        assert obs.visible["Rain"] == (look == "sad")
        assert obs.visible["Confetti"] == (look in ("happy", "sad"))
        assert obs.filters["Glow"] == (look == "happy")
        assert obs.scene == {"happy": "Party", "angry": "Fire"}.get(look, "Live")


def test_a_look_that_a_crash_left_behind_is_undone() -> None:
    obs = Shown()
    obs.scene, obs.visible, obs.filters, obs.image = "Party", {"Confetti": True, "Sun": True}, {"Glow": True}, "h.png"
    for wish in Reactions(SETTINGS).found(Found("Party", "Main", home="Live")):
        obs.take(wish)
    assert (obs.scene, obs.image, obs.filters) == ("Live", "n.png", {"Glow": False})
    assert obs.visible == {"Confetti": False, "Sun": False, "Rain": False}


def test_without_a_note_the_scene_on_air_stays() -> None:
    obs = Shown()
    obs.scene = "Party"  # gone to by hand
    for wish in Reactions(SETTINGS).found(Found("Party", "Main")):
        obs.take(wish)
    assert obs.scene == "Party"


def test_home_is_noted_while_away() -> None:
    reactions = Reactions(SETTINGS)
    list(reactions.found(Found("Live", "Main")))
    notes = [wish.value for wish in reactions.change(USUAL, "happy") if isinstance(wish, Note)]
    notes += [wish.value for wish in reactions.change("happy", USUAL) if isinstance(wish, Note)]
    assert notes == [{"scene": "Live"}, {}]


def test_a_scene_chosen_by_hand_meanwhile_stays() -> None:
    reactions, obs = Reactions(SETTINGS), Shown()
    reactions.scene_is("Live")
    for wish in reactions.change(USUAL, "happy"):
        obs.take(wish)
    obs.scene = "Break"
    for wish in reactions.change("happy", USUAL):
        obs.take(wish)
    assert obs.scene == "Break"


def test_home_is_the_profile_s_scene_where_it_names_one() -> None:
    reactions = Reactions(SETTINGS.model_copy(update={"default_scene": "Studio"}))
    reactions.scene_is("Live")
    assert reactions.home == "Studio"
