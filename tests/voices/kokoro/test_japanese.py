"""Japanese through Open JTalk, where the extra is installed."""

import importlib.util

import pytest

from engine.voices.kokoro import japanese
from engine.voices.kokoro.frontend import phrases

MISSING = [name for name in japanese.PACKAGES if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f'{MISSING} not installed: pip install -e ".[kokoro-ja]"')


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("こんにちは, 世界!", "koɲɲiʨiβa, sekai!"),
        ("3時です.", "saɲʥi desɨ."),
        ("今日はMinecraftをします.", "mˈInkɹˌæft"),
    ],
)
def test_a_japanese_voice_reads_japanese(text, spoken):
    assert spoken in " ".join(phrase for phrase, _ in phrases(text, frozenset({"ja", "en"})))
