import json
import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.emotion.slow.asking import EXAMPLES, GRAMMAR, SCHEMA, answer, messages
from engine.emotion.slow.completion import LARGEST_REPLY, scores_of
from engine.emotion.slow.judged import judged
from engine.emotion.slow.models import ModelSettings, open_slow_model
from engine.emotion.slow.server import AT_ONCE, KEY, LONGEST_TEXT, ServerModel
from engine.errors import EmotionModelError
from engine.values import EMOTIONS, EmotionVector
from tests.emotion.slow.fake_server import Fake, completion, serving

HAPPY = answer(("0.8", "0", "0", "0", "0", "0", "0.3", "0.05"))


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "meant for another server")


def read(fake, texts=("hello",), **options):
    with serving(fake) as url:
        return ServerModel(url, **options).read_all(texts)


def test_a_text_is_asked_about_with_a_schema_and_its_answer_read():
    fake = Fake(completion(HAPPY))
    (reading,) = read(fake, ["We won"], model="qwen3")
    assert reading.vector == EmotionVector(happy=0.8, surprised=0.3, calm=0.05)
    assert reading.cues == (("server", "happy", 0.8), ("server", "surprised", 0.3))
    (asked,) = fake.asked
    assert asked["messages"] == messages("We won")
    assert asked["model"] == "qwen3"
    assert asked["temperature"] == 0
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert "grammar" not in asked


def test_llama_cpp_gets_its_grammar_and_no_thinking():
    fake = Fake(completion(HAPPY))
    read(fake, grammar=True)
    (asked,) = fake.asked
    assert asked["grammar"] == GRAMMAR
    assert asked["chat_template_kwargs"] == {"enable_thinking": False}
    assert "response_format" not in asked


def test_texts_keep_their_order_and_a_few_are_asked_at_once():
    def reply(asked):
        strength = asked["messages"][-1]["content"].removeprefix("text ")
        return completion(answer((strength, *["0"] * 7)))

    fake = Fake(reply, delay_s=0.05)
    strengths = [index / 20 for index in range(12)]
    readings = read(fake, [f"text {strength}" for strength in strengths])
    assert [reading.vector.happy for reading in readings] == strengths
    assert 1 < fake.most <= AT_ONCE


def test_no_words_are_neutral_and_not_sent():
    fake = Fake(completion(HAPPY))
    readings = read(fake, ["", "  \n", "hi"])
    assert [reading.vector.happy for reading in readings] == [0, 0, 0.8]
    assert len(fake.asked) == 1
    assert read(fake, []) == []


def test_odd_texts_are_sent_within_bounds():
    fake = Fake(completion(HAPPY))
    read(fake, ["\ud800 lone", "🎉" * 1_000_000, "\x00\x07"])
    assert all(0 < len(asked["messages"][-1]["content"]) <= LONGEST_TEXT for asked in fake.asked)


def test_the_key_comes_from_its_own_variable_only(monkeypatch):
    fake = Fake(completion(HAPPY))
    read(fake)
    monkeypatch.setenv(KEY, "secret")
    read(fake)
    assert fake.keys == ["Bearer none", "Bearer secret"]


def test_a_key_never_travels_in_clear_text(monkeypatch):
    monkeypatch.setenv(KEY, "secret")
    with pytest.raises(EmotionModelError, match="clear text") as error:
        ServerModel("http://llm.example/v1")
    assert "secret" not in str(error.value)
    ServerModel("https://llm.example/v1")
    monkeypatch.delenv(KEY)
    ServerModel("http://llm.example/v1")


@pytest.mark.parametrize(
    "url", ["", "localhost:8080", "ftp://x/v1", "http://", "http://x:99999/v1", "http://[::1", "http://x:0/"]
)
def test_a_wrong_address_is_told_at_once(url):
    with pytest.raises(EmotionModelError, match="no server's address"):
        ServerModel(url)


def test_a_dead_server_is_one_clear_error():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    with pytest.raises(EmotionModelError, match="cannot be reached"):
        ServerModel(url).read_all(["a", "b", "c"])


@pytest.mark.parametrize("slow", [{"delay_s": 5.0}, {"drip_s": 0.1}])
def test_a_slow_server_is_given_up_in_time(slow):
    begun = time.monotonic()
    with serving(Fake(completion(HAPPY), **slow)) as url:
        with pytest.raises(EmotionModelError, match=r"longer than 0\.5 s"):
            ServerModel(url, timeout_s=0.5).read_all(["hello"])
        assert time.monotonic() - begun < 3


def test_a_server_that_never_speaks_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(EmotionModelError, match="longer than"):
            ServerModel(url, timeout_s=0.3).read_all(["hello"])


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_one_clear_error_and_not_tried_again(status):
    fake = Fake(b'{"error": {"message": "no"}}', status=status)
    with pytest.raises(EmotionModelError, match=f"answered {status}") as caught:
        read(fake)
    assert ("the server's own log" if status >= 500 else "server_model") in caught.value.fix
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        b"", b"hello", b"\xff\xfe\x00", b"[]", b"null", b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}', b"[" * 50_000, b"x" * 10 * LARGEST_REPLY,
        *map(completion, ["", "happy", "{}", '{"happy": 1}', HAPPY.replace("0.8", "NaN"), HAPPY.replace("0.8", "1e999"),
                          HAPPY.replace("0.8", '"very"'), HAPPY[:-1]]),
    ],
)  # fmt: skip
def test_garbage_is_one_clear_error(garbage):
    with pytest.raises(EmotionModelError, match=r"answered no eight numbers|longer than \d+ bytes"):
        read(Fake(garbage))


@pytest.mark.parametrize(
    "said", [f"```json\n{HAPPY}\n```", f"<think>{{}} hm</think>\n{HAPPY}", HAPPY.replace(" ", "\n")]
)
def test_an_answer_within_other_words_is_found(said):
    assert scores_of(completion(said))[0] == 0.8


@given(st.binary(max_size=300))
def test_any_bytes_give_eight_numbers_or_one_error(reply):
    with pytest.raises(EmotionModelError):
        scores_of(reply)


@given(st.lists(st.floats(-3, 3), min_size=8, max_size=8))
def test_numbers_are_clipped_and_the_clear_ones_shown_strongest_first(numbers):
    reading = judged(scores_of(completion(json.dumps(dict(zip(EMOTIONS, numbers, strict=True))))), "server")
    assert list(reading.vector) == [min(max(number, 0), 1) for number in numbers]
    strengths = [strength for _, _, strength in reading.cues]
    assert strengths == sorted(strengths, reverse=True)
    assert all(dict(reading.vector.items())[emotion] == strength for _, emotion, strength in reading.cues)


def test_after_a_failure_the_next_text_is_read():
    fake = Fake(b"garbage")
    with serving(fake) as url:
        model = ServerModel(url)
        with pytest.raises(EmotionModelError):
            model.read_all(["a"])
        fake.reply = completion(HAPPY)
        assert model.read_all(["a"])[0].vector.happy == 0.8


def test_settings_open_it():
    with serving(Fake(completion(HAPPY))) as url:
        model = open_slow_model(ModelSettings(model="server", server_url=url))
        assert model.name == "server"
        assert model.read_all(["a"])[0].vector.happy == 0.8


def test_the_examples_are_what_the_schema_and_the_grammar_allow():
    for _, numbers in EXAMPLES:
        spoken = json.loads(answer(numbers))
        assert list(spoken) == SCHEMA["required"] == list(EMOTIONS)
        assert all(0 <= number <= 1 for number in spoken.values())
