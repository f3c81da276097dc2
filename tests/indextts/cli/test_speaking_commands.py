"""``indextts synth``, ``batch`` and ``verify`` as users call them, on a tiny untrained model."""

import json
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from safetensors.torch import load_file, save_file

from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.cli.voice_options import parse_emotion
from indextts.errors import OptionError

RATE = 22050


def indextts(*arguments, cwd):
    command = [sys.executable, "-m", "indextts", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working folder with two models and a voice; its name is not the easiest."""
    folder = tmp_path_factory.mktemp("ein Ort 声")
    write_random(folder / "checkpoints", tiny_config("2"))
    write_random(folder / "newer", tiny_config("2.5"), version="2.5")
    t = np.arange(2 * RATE) / RATE
    soundfile.write(folder / "me.wav", 0.3 * np.sin(900 * t) * (0.6 + 0.4 * np.sin(9 * t)), RATE)
    return folder


def test_synth_speaks_exactly_as_long_as_asked(place):
    done = indextts("synth", "Hello there.", "--voice", "me.wav", "-o", "a.flac", "--duration", "0.8", cwd=place)
    assert done.returncode == 0, done.stderr
    assert soundfile.info(place / "a.flac").frames == round(0.8 * RATE)
    assert "0.800 s" in done.stderr


def test_the_old_command_still_speaks_and_does_not_write_over(place):
    old = ("Hello there.", "--voice", "me.wav", "--output_path", "old.wav", "--model-dir", "checkpoints")
    assert indextts(*old, cwd=place).returncode == 0
    before = (place / "old.wav").read_bytes()
    again = indextts(*old, cwd=place)
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert (place / "old.wav").read_bytes() == before
    assert indextts(*old, "--force", cwd=place).returncode == 0


def test_version_2_5_speaks_through_the_same_command(place):
    done = indextts("synth", "Hola.", "-v", "me.wav", "-o", "es.wav", "--model-dir", "newer", "--lang", "ES", cwd=place)
    assert done.returncode == 0, done.stderr
    assert soundfile.info(place / "es.wav").frames > 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("synth", "Hi.", "-v", "no.wav", "-o", "x.wav"), "no.wav"),
        (("synth", "", "-v", "me.wav", "-o", "x.wav"), "nothing to say"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.aac"), "format"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--emo-vector", "bored=1"), "bored"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--emo-alpha", "7"), "emo_alpha"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--model-dir", "nowhere"), "nowhere"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--device", "cuda:9"), "cuda:9"),
        (("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--lang", "EN"), "version 2.5"),
        (("batch", "no.jsonl"), "no.jsonl"),
        (("verify", "checkpoints"), "golden"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(place, arguments, says):
    done = indextts(*arguments, cwd=place)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (place / "x.wav").exists()


def test_batch_speaks_every_line_and_goes_on_after_one_that_fails(place):
    lines = [
        {"text": "One.", "voice": "me.wav", "output": "out/1.wav", "duration": 0.5},
        {"text": "Two.", "voice": "missing.wav", "output": "out/2.wav"},
        {"text": "Three.", "voice": "me.wav", "output": "out/3.wav", "emo_vector": "sad=0.5", "seed": 3},
    ]
    (place / "lines.jsonl").write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = indextts("batch", "lines.jsonl", cwd=place)
    assert done.returncode == 1
    assert "line 3" in done.stderr
    assert soundfile.info(place / "out" / "1.wav").frames == RATE // 2
    assert (place / "out" / "3.wav").exists()
    shutil.copy(place / "me.wav", place / "missing.wav")
    first = (place / "out" / "1.wav").stat().st_mtime_ns
    again = indextts("batch", "lines.jsonl", cwd=place)
    assert again.returncode == 0, again.stderr
    assert "2 of 3" in again.stderr
    assert (place / "out" / "1.wav").stat().st_mtime_ns == first


def test_batch_tells_a_broken_line_and_speaks_the_rest(place):
    lines = ['{"text": "a", "voice": "me.wav", "output": "b1.wav", "duration": 0.5}', '{"text": 5}', "nonsense"]
    lines += ['{"text": "a", "voice": "me.wav", "output": "b\\u0000.wav"}']
    (place / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = indextts("batch", "bad.jsonl", cwd=place)
    assert done.returncode == 1
    assert all(f"line {number}" in done.stderr for number in (2, 3, 4))
    assert "Traceback" not in done.stderr
    assert (place / "b1.wav").exists()


def test_verify_passes_on_recorded_cases_and_reports_json(golden_folder, tmp_path):
    done = indextts("verify", golden_folder, "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert report["passed"]
    assert {"mel", "kaldi_fbank", "semantic_codec", "text_cases"} <= {c["component"] for c in report["components"]}
    assert all(component["checks"] for component in report["components"])


def test_verify_fails_on_a_tensor_that_is_off_and_looks_at_the_rest(golden_folder, tmp_path):
    for name in ("mel", "length_regulator"):
        for ending in ("json", "safetensors"):
            shutil.copy(golden_folder / f"{name}.{ending}", tmp_path)
    tensors = load_file(tmp_path / "mel.safetensors")
    tensors["out.mel80"][0, 0, 0] += 0.01
    save_file(tensors, tmp_path / "mel.safetensors")
    done = indextts("verify", tmp_path, "--json", cwd=tmp_path)
    assert done.returncode == 1
    passed = {component["component"]: component["passed"] for component in json.loads(done.stdout)["components"]}
    assert passed == {"mel": False, "length_regulator": True}


def test_verify_tells_a_broken_case_without_a_traceback(golden_folder, tmp_path):
    shutil.copy(golden_folder / "mel.json", tmp_path)
    (tmp_path / "mel.safetensors").write_bytes(b"broken")
    done = indextts("verify", tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert "FAIL" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_verify_fails_where_half_a_case_is_missing(golden_folder, tmp_path):
    shutil.copy(golden_folder / "mel.safetensors", tmp_path)
    done = indextts("verify", tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert "mel.json" in done.stdout


def test_a_configuration_with_impossible_sizes_is_refused(place):
    shutil.copytree(place / "checkpoints", place / "impossible")
    config = place / "impossible" / "config.yaml"
    config.write_text(re.sub(r"heads: \d+", "heads: 0", config.read_text(encoding="utf-8")), encoding="utf-8")
    done = indextts("synth", "Hi.", "-v", "me.wav", "-o", "x.wav", "--model-dir", "impossible", cwd=place)
    assert done.returncode == 1
    assert "greater than 0" in done.stderr
    assert "Traceback" not in done.stderr


def test_emotions_by_name_and_by_number():
    assert parse_emotion("sad=0.5, calm=0.1") == [0, 0, 0.5, 0, 0, 0, 0, 0.1]
    assert parse_emotion("0,0,1,0,0,0,0,0") == [0, 0, 1, 0, 0, 0, 0, 0]
    assert parse_emotion(None) is None
    with pytest.raises(OptionError, match="bored"):
        parse_emotion("bored=1")
    with pytest.raises(OptionError, match="no emotion"):
        parse_emotion("sad=much")
