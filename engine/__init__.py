"""streamvoice's live loop: chat or LLM text in, emotional speech out, to the sample."""
