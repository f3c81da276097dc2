"""The drawing library, loaded when something is drawn: it is optional and takes a while."""

from __future__ import annotations

import functools
from typing import Any

from engine.api import PluginError

FIX = 'Install the extra: pip install -e ".[avatar]"'


@functools.cache
def skia() -> Any:
    """The module ``skia``.

    Raises:
        PluginError: it is not installed or cannot be loaded here.
    """
    try:
        import skia as library
    except (ImportError, OSError) as error:
        raise PluginError(f"The avatar is drawn by skia-python, which does not load: {error}.", FIX) from error
    return library
