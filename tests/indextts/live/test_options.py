import pytest

from indextts.errors import OptionError
from indextts.live.options import Streaming


@pytest.mark.parametrize(
    "options",
    [
        {"stream_codes": ()},
        {"stream_codes": (4,)},
        {"stream_codes": (2000,)},
        {"stream_codes": (25.5,)},
        {"stream_codes": "25"},
        {"stream_codes": 25},
        {"lookahead": -1},
        {"lookahead": 1.5},
        {"lookahead": 201},
        {"early": -1},
        {"early": 0.5},
        {"context_s": 0},
        {"context_s": float("nan")},
        {"context_s": "long"},
    ],
)
def test_what_cannot_be_is_refused(options):
    with pytest.raises(OptionError) as raised:
        Streaming(**options)
    assert raised.value.fix


def test_true_takes_the_defaults_and_false_whole_lines():
    own = Streaming(stream_codes=[30, 60])
    assert Streaming.of(True) == Streaming()
    assert Streaming.of(False) is None
    assert Streaming.of(own) is own
    assert own.stream_codes == (30, 60)
    with pytest.raises(OptionError, match="streaming"):
        Streaming.of("fast")
