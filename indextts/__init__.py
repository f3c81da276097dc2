"""IndexTTS2 as a library: zero-shot voice cloning with emotion apart from timbre and exact duration.

From text to wave: :mod:`indextts.text` (tokens), :mod:`indextts.features`, :mod:`indextts.speaker` and
:mod:`indextts.codec` (what is taken from the reference recording), :mod:`indextts.t2s` (text to semantic tokens),
:mod:`indextts.s2mel` (semantic tokens to mel), :mod:`indextts.vocoder` (mel to wave).
The public classes live in :mod:`indextts.infer_v2` and :mod:`indextts.infer_v2_5`.
"""
