"""The pure parts: envelopes, faces, parameters, what a model has."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.values import EMOTIONS, EmotionVector
from plugins.avatar.mouth import MouthShape
from plugins.vtube_studio import FaceSettings, VTubeStudioSettings, requests
from plugins.vtube_studio.faces import Faces
from plugins.vtube_studio.model import Hotkey, Model, lacks, wearables
from plugins.vtube_studio.parameters import CUSTOM, Parameters
from plugins.vtube_studio.protocol import Answer, Envelopes, Refusal, Unreadable, read
from tests.plugins.vtube_studio.schema import checked

vectors = st.builds(
    EmotionVector.of, st.dictionaries(st.sampled_from(EMOTIONS), st.floats(0, 1, allow_nan=False), max_size=3)
)
face = st.builds(
    FaceSettings,
    emotion=st.sampled_from(EMOTIONS),
    hotkey=st.sampled_from(["a", "b", "c"]),
    at_least=st.floats(0.05, 1.0),
    hold_s=st.floats(0.2, 5.0),
)


@given(
    st.text()
    | st.binary()
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_anything_at_all_can_be_read(frame: str | bytes) -> None:
    assert isinstance(read(frame), Answer | Refusal | Unreadable)


@given(st.dictionaries(st.sampled_from(["messageType", "requestID", "data"]), st.sampled_from([None, 1, "x", {}, []])))
def test_an_envelope_with_wrong_fields_is_read_or_refused(fields: dict[str, object]) -> None:
    frame = json.dumps({"apiName": "VTubeStudioPublicAPI", **fields})
    complete = isinstance(fields.get("messageType"), str) and isinstance(fields.get("requestID"), str)
    assert isinstance(read(frame), Answer) == complete


@pytest.mark.parametrize("error_id", [None, True, "8", 8.5, [], {}])
def test_an_error_without_a_number_is_unreadable(error_id: object) -> None:
    message = {"apiName": "VTubeStudioPublicAPI", "messageType": "APIError", "requestID": "x"}
    assert isinstance(read(json.dumps({**message, "data": {"errorID": error_id}})), Unreadable)


def test_requests_are_numbered_and_have_the_documented_shape() -> None:
    envelopes = Envelopes()
    asked = [
        requests.STATE,
        requests.TOKEN,
        requests.authentication("abc"),
        requests.CURRENT_MODEL,
        requests.HOTKEYS,
        requests.EXPRESSIONS,
        requests.PARAMETERS,
        requests.expression("a.exp3.json", True, 2.0),
        requests.hotkey("Wave"),
        requests.subscription("ModelLoadedEvent"),
        requests.injection({"MouthOpen": (0.5, 1.0)}, True),
        *(requests.creation(parameter) for parameter in CUSTOM),
    ]
    sent = [envelopes.request(*each) for each in asked]
    assert len({request_id for request_id, _ in sent}) == len(asked)
    for request_id, frame in sent:
        assert checked(frame)[0].requestID == request_id


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1), st.booleans(), vectors, st.floats(0, 10)), max_size=20),
    st.floats(0, 1),
)
@settings(max_examples=60)
def test_values_are_always_within_their_ranges(
    steps: list[tuple[float, float, bool, EmotionVector, float]], idle: float
) -> None:
    parameters = Parameters(VTubeStudioSettings(idle_weight=idle))
    ranges = {parameter.name: (parameter.least, parameter.most) for parameter in CUSTOM}
    now = 0.0
    for wide, form, speaking, emotion, passed in steps:
        now += passed
        values = parameters.values(MouthShape(wide, form), speaking, emotion, now)
        checked(Envelopes().request(*requests.injection(values, True))[1])
        assert set(values) == set(parameters.names)
        for name, (value, weight) in values.items():
            least, most = ranges.get(name, (0.0, 1.0))
            assert least <= value <= most
            assert 0.0 <= weight <= 1.0


def test_a_feeling_glides_and_does_not_jump() -> None:
    parameters = Parameters(VTubeStudioSettings())
    glad = EmotionVector(happy=1.0)
    series = [parameters.values(MouthShape(), True, glad, t)["StreamvoiceHappy"][0] for t in np.arange(0.0, 1.0, 0.025)]
    assert max(np.diff(series)) < 0.2
    assert series[-1] > 0.99


@given(st.lists(face, max_size=5), st.lists(st.tuples(vectors, st.floats(0.0, 3.0)), max_size=40))
def test_a_face_holds_goes_when_its_feeling_goes_and_is_never_one_of_two(
    faces: list[FaceSettings], steps: list[tuple[EmotionVector, float]]
) -> None:
    core = Faces(faces)
    now, worn, since = 0.0, None, 0.0
    for emotion, passed in steps:
        now += passed
        new = core.step(emotion, now)
        if new is not worn:
            assert worn is None or now - since >= worn.hold_s
            worn, since = new, now
        if worn is not None and now - since >= worn.hold_s:
            assert getattr(emotion, worn.emotion) > 0
    assert core.step(EmotionVector(), now + 61.0) is None


@given(st.lists(face, min_size=1, max_size=5), vectors)
def test_the_strongest_feeling_that_reaches_its_threshold_wins(
    faces: list[FaceSettings], emotion: EmotionVector
) -> None:
    worn = Faces(faces).step(emotion, 0.0)
    claims = [getattr(emotion, each.emotion) for each in faces if getattr(emotion, each.emotion) >= each.at_least]
    assert (worn is None) == (not claims)
    if worn is not None:
        assert getattr(emotion, worn.emotion) == max(claims)


def test_a_wavering_feeling_does_not_flicker() -> None:
    core = Faces([FaceSettings(emotion="happy", hotkey="a", at_least=0.5, hold_s=0.2)])
    seen = {core.step(EmotionVector(happy=0.52 if n % 2 else 0.45), n * 0.3) is None for n in range(1, 20)}
    assert seen == {False}


@pytest.mark.parametrize(
    "wrong",
    [
        {"emotion": "happy"},
        {"emotion": "happy", "expression": "a.exp3.json", "hotkey": "b"},
        {"emotion": "happy", "expression": "smile"},
        {"emotion": "happy", "expression": "../../a.exp3.json"},
        {"emotion": "joyful", "hotkey": "b"},
    ],
)
def test_a_wrong_face_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        FaceSettings.model_validate(wrong)


def test_what_a_model_has_and_lacks() -> None:
    keys = (Hotkey("h1", "Wave", "TriggerAnimation", "w"), Hotkey("h2", "Cry", "ToggleExpression", "cry.exp3.json"))
    model = Model("Akari", True, keys, ("smile.exp3.json", "cry.exp3.json"))
    faces = [FaceSettings(emotion="happy", hotkey=name) for name in ("wave", "h2", "none")]
    (wave, cry), missing = wearables(faces, model)
    assert wave.on == requests.hotkey("h1")
    assert wave.off is None
    assert cry.on == requests.expression("cry.exp3.json", True)
    assert cry.off == requests.expression("cry.exp3.json", False)
    assert missing == faces[2:]
    assert lacks(model, missing) == (
        "The model 'Akari' has no 'none' (happy).",
        "It has smile.exp3.json, cry.exp3.json, Wave, Cry.",
    )
