"""Trains the embedded classifier: ``python -m engine.emotion.train FOLDER`` (extra ``train``)."""
