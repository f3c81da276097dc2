"""Chat in several scripts: what stays, what goes, what is refused, whatever comes in."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.errors import UnspeakableError
from engine.text.multilingual import main_language, readable
from engine.text.speakable import CHARS_LIMIT

from .texts import CHAT

CHINESE = frozenset({"zh", "en"})
JAPANESE = frozenset({"ja", "en"})
FOUR = frozenset({"zh", "en", "ja", "es"})
ANY: frozenset[str] = frozenset()
SLOW = [HealthCheck.too_slow]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("大家好！我是小明，今天3.5度。", "大家好! 我是小明, 今天3.5度."),
        ("价格是100、200、300元", "价格是100, 200, 300元"),
        ("12：30开会，3~5天", "12:30开会, 3-5天"),
        ("看这个https://www.bilibili.com/video/BV1xx 太好笑了", "看这个 bilibili 点 com 的链接 太好笑了"),
        ("哈哈哈哈哈哈哈哈哈哈", "哈哈哈"),
        ("加油加油加油加油加油加油", "加油加油加油"),
        ("我喜欢Python和iPhone15😂😂", "我喜欢 Python 和 iPhone15"),
        ("大家好,this is good.我们走", "大家好, this is good. 我们走"),
        ("主播soooo good啊", "主播 so good 啊"),
        ("@小明 你好", "小明 你好"),
        ("——真的吗……好吧", "真的吗...好吧"),
        ("哈利·波特", "哈利 波特"),
        ("编号123456789012345678", "编号一长串数字"),
        ("```\nx = 1\n```好的", "好的"),
        ("日本語です你好", "日本語 你好"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("you're so cute lol", "you're so cute lol"),
    ],
)
def test_chinese_chat(written, read):
    assert readable(written, CHINESE) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("今日は天気がいいですね。", "今日は天気がいいですね."),
        ("Pythonが好き！", "Python が好き!"),
        ("東京", "東京"),
        ("ラーメン・ライス", "ラーメン ライス"),
        ("https://example.com 見て", "example ドット com へのリンク 見て"),
    ],
)
def test_japanese_chat(written, read):
    assert readable(written, JAPANESE).replace(" ", "") == read.replace(" ", "")


def test_accents_matter_to_spanish_and_not_to_english():
    assert readable("el niño comió u", FOUR) == "el niño comió u"
    assert readable("déjà vu", CHINESE) == "deja vu"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello chat!", "Hello chat!"),
        ("It's 5 o'clock \N{GRINNING FACE}", "It's 5 o'clock"),
        ("déjà vu", "déjà vu"),
        ("大家好！", "大家好!"),
        ("привет, мир", "привет, мир"),
        ("안녕", "안녕"),
        ("नमस्ते।", "नमस्ते।"),
        ("வணக்கம்", "வணக்கம்"),
        ("مرحبا ✪", "مرحبا"),
        ("看这个https://www.bilibili.com/video/BV1xx", "看这个 bilibili 点 com 的链接"),
    ],
)
def test_no_language_means_any_and_keeps_every_script(written, read):
    assert readable(written, ANY) == read


@pytest.mark.parametrize(
    ("text", "languages", "reason"),
    [
        ("", CHINESE, "nothing to read"),
        ("！！！", CHINESE, "only punctuation"),
        ("😂😂", CHINESE, "only emoji"),
        ("😂😂", ANY, "only emoji"),
        ("привет", CHINESE, "no voice here speaks Russian"),
        ("今日はいいですね", CHINESE, "no voice here speaks Japanese"),
        ("我们这里", JAPANESE, "no voice here speaks Chinese"),
        ("안녕", JAPANESE, "no voice here speaks Korean"),
        ("hello there", frozenset({"zh"}), "no voice here speaks English"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_phrase(text, languages, reason):
    with pytest.raises(UnspeakableError) as refused:
        readable(text, languages)
    assert refused.value.what == reason


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        ("你好 world", CHINESE, "zh"),
        ("hello", CHINESE, "en"),
        ("東京です", FOUR, "ja"),
        ("東京", JAPANESE, "ja"),
        ("123", frozenset({"zh"}), "zh"),
        ("hola", frozenset({"es"}), "es"),
        ("東京です", ANY, "ja"),
        ("hola", ANY, "en"),
    ],
)
def test_main_language(text, languages, language):
    assert main_language(text, languages) == language


WIDE = st.one_of(
    CHAT,
    st.text("你好の日本ラー、。！？「」『』：～·…—@#12.3aB 😂\n", max_size=60),
    st.binary(max_size=80).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(st.sampled_from(["😂", "👨‍👩‍👧", "🇯🇵", "你", "❤️"]), max_size=60).map("".join),
)


@given(WIDE, st.sampled_from([CHINESE, JAPANESE, FOUR, frozenset({"zh"}), ANY]))
@settings(max_examples=250, deadline=None, suppress_health_check=SLOW)
@example("好,a.b、c", CHINESE)
def test_reading_twice_changes_nothing(text, languages):
    try:
        once = readable(text, languages)
    except UnspeakableError as refused:
        once, reason = "", refused.what
    if not once:
        assert 5 <= len(reason) <= 160
        return
    assert 0 < len(once) <= CHARS_LIMIT
    assert "\n" not in once
    assert readable(once, languages) == once


@pytest.mark.parametrize(
    "text", ["你" * 1_000_000, "😂" * 1_000_000, "你a" * 500_000, "、1" * 500_000, "@你" * 500_000, "の" * 1_000_000,
             "http://" * 140_000, "你好，" * 300_000, "\u0301" * 1_000_000, "a.你" * 300_000, "1" * 1_000_000]
)  # fmt: skip
def test_a_megabyte_is_read_as_its_first_part(text):
    try:
        read = readable(text, CHINESE)
    except UnspeakableError:
        read = ""
    assert len(read) <= CHARS_LIMIT
