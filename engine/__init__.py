"""streamvoice's live loop: chat or LLM text in, emotional speech out, to the sample."""

import os

# ONNX Runtime writes an identifier of the machine to disk and reports its use unless it is told not to before it is
# loaded; the variable's name differs between its versions. Whoever wants it sets the variable to 0.
for _name in ("ORT_TELEMETRY_DISABLED", "ORT_DISABLE_TELEMETRY"):
    os.environ.setdefault(_name, "1")
