from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indextts.checkpoint.download import SCRATCH, Terms, download, plan
from indextts.checkpoint.hub import Hub
from indextts.checkpoint.hub_huggingface import HuggingFace
from indextts.checkpoint.hub_modelscope import ModelScope
from indextts.checkpoint.layout import Layout, Version
from indextts.checkpoint.sources import MODEL, wanted
from indextts.errors import DownloadError
from tests.indextts.checkpoint.fake_hub import FakeHub, Files

LICENCE = "MODEL LICENCE\nBe kind.\n"
EXTRAS = {
    "LICENSE.txt": LICENCE.encode(),
    "examples/voice_01.wav": b"not wanted",
    "qwen0.6bemo4-merge/config.json": b"{}",
    "qwen0.6bemo4-merge/model.safetensors": b"weights",
}


def published(layout: Layout, source: str) -> Files:
    """The layout's files as the repositories have them."""
    files: Files = {MODEL[layout.version].hub: dict(EXTRAS)}
    for item in wanted(layout.version):
        local = layout.folder / (item.local or item.remote)
        paths = [local] if local.is_file() else sorted(layout.folder.glob(item.local or item.remote))
        repository = item.repository.modelscope if source == "modelscope" else item.repository.hub
        for path in paths:
            remote = item.remote if item.local else path.relative_to(layout.folder).as_posix()
            files.setdefault(repository, {})[remote] = path.read_bytes()
    return files


@pytest.fixture(params=["huggingface", "modelscope"])
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(tiny: Callable[[Version], Layout], source: str) -> Iterator[FakeHub]:
    with FakeHub(published(tiny("2"), source)) as hub:
        yield hub


@pytest.fixture
def hub(server: FakeHub, source: str, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("MODELSCOPE_DOMAIN", server.url.removeprefix("http://"))
    monkeypatch.setenv("MODELSCOPE_URL_SCHEME", "http://")
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 10_000)  # what it writes at a time
    return HuggingFace() if source == "huggingface" else ModelScope()


def yes(_: tuple[Terms, ...]) -> bool:
    return True


def test_a_model_arrives_complete_and_in_its_place(
    hub: Hub, server: FakeHub, tmp_path: Path, tiny: Callable[[Version], Layout]
) -> None:
    seen: dict[str, tuple[int, int]] = {}
    layout = download(
        tmp_path / "m", "2", hub, yes, on_progress=lambda name, done, total: seen.update({name: (done, total)})
    )
    for name, path in tiny("2").files().items():
        assert layout.files()[name].read_bytes() == path.read_bytes()
    assert layout.has_qwen
    assert not (tmp_path / "m" / "examples").exists()
    assert not (tmp_path / "m" / SCRATCH).exists()
    size = layout.gpt.stat().st_size
    assert seen["gpt.pth"] == (size, size)


def test_what_is_there_is_not_fetched_again(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    download(tmp_path, "2", hub, yes)
    (tmp_path / "feat1.pt").unlink()
    server.asked.clear()
    download(tmp_path, "2", hub, yes)
    assert {path for _, path, _ in server.asked} == {"feat1.pt"}


def test_an_interrupted_download_goes_on_where_it_stopped(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    server.cut, server.cuts_left = {"gpt.pth": 100_000}, 1
    layout = download(tmp_path, "2", hub, yes)
    whole = next(files["gpt.pth"] for files in server.files.values() if "gpt.pth" in files)
    assert server.fetched("gpt.pth") == [0, 100_000]
    assert layout.gpt.read_bytes() == whole


def test_a_later_run_uses_what_an_earlier_one_left(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(name: str, done: int, total: int) -> None:
        if name == "gpt.pth" and done > 40_000:
            raise StopError

    with pytest.raises(StopError):
        download(tmp_path, "2", hub, yes, on_progress=stop)
    assert not (tmp_path / "gpt.pth").exists()
    download(tmp_path, "2", hub, yes)
    assert server.fetched("gpt.pth")[-1] > 0
    whole = next(files["gpt.pth"] for files in server.files.values() if "gpt.pth" in files)
    assert (tmp_path / "gpt.pth").read_bytes() == whole


def test_a_licence_that_is_not_accepted_fetches_no_weights(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    shown: list[Terms] = []

    def no(terms: tuple[Terms, ...]) -> bool:
        shown.extend(terms)
        return False

    with pytest.raises(DownloadError, match="not accepted"):
        download(tmp_path, "2", hub, no)
    assert shown[0].text == LICENCE.strip()
    assert {item.repository.hub for item in shown} == {item.repository.hub for item in wanted("2")}
    assert {path for _, path, _ in server.asked} == {"LICENSE.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "../LICENSE.txt",
        "/etc/LICENSE",
        "qwen0.6bemo4-merge/../../evil.json",
        "qwen0.6bemo4-merge/..\\..\\evil.json",
        "C:\\LICENSE",
        "\\\\host\\LICENSE",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_not_taken(name: str) -> None:
    class Hostile:
        def files(self, repository: object) -> dict[str, int]:
            return {name: 1} | {item.remote: 1 for item in wanted("2") if item.repository == repository}

    assert name not in [job.remote for job in plan(wanted("2"), Hostile())]  # type: ignore[arg-type]  # only files() is asked


def test_too_little_room_is_told_before_anything_is_fetched(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"needs .* GB more .* 0\.0 GB free"):
        download(tmp_path, "2", hub, yes, free=lambda _: 1_000_000)
    assert {path for _, path, _ in server.asked} <= {"LICENSE.txt"}


def test_a_disk_that_fills_up_is_told(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("indextts.checkpoint.download.os.replace", full)
    with pytest.raises(DownloadError, match=r"disk .* is full"):
        download(tmp_path, "2", hub, yes)


def test_no_network_is_told(source: str, tmp_path: Path) -> None:
    with FakeHub({}) as gone:
        url = gone.url
    hub: Hub = HuggingFace(url) if source == "huggingface" else ModelScope(url)
    with pytest.raises(DownloadError, match="cannot be reached"):
        download(tmp_path, "2", hub, yes)


def test_a_repository_that_answers_with_an_error_is_told(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    server.status = dict.fromkeys(server.files, 403)
    with pytest.raises(DownloadError, match=r"terms to be accepted|status 403"):
        download(tmp_path, "2", hub, yes)


def test_a_missing_file_is_told_by_name(hub: Hub, server: FakeHub, tmp_path: Path) -> None:
    for files in server.files.values():
        files.pop("s2mel.pth", None)
    with pytest.raises(DownloadError, match=r"has no s2mel\.pth"):
        download(tmp_path, "2", hub, yes)


@pytest.fixture
def modelscope(tiny: Callable[[Version], Layout]) -> Iterator[FakeHub]:
    with FakeHub(published(tiny("2"), "modelscope")) as hub:
        yield hub


def test_a_server_that_always_breaks_off_ends_in_one_error(modelscope: FakeHub, tmp_path: Path) -> None:
    modelscope.cut, modelscope.cuts_left = {"gpt.pth": 0}, 99
    with pytest.raises(DownloadError, match="cannot be reached"):
        download(tmp_path, "2", ModelScope(modelscope.url), yes)


def test_damaged_bytes_are_noticed(modelscope: FakeHub, tmp_path: Path) -> None:
    hub = ModelScope(modelscope.url)
    assert plan(wanted("2"), hub)
    files = modelscope.files[MODEL["2"].modelscope]
    files["feat1.pt"] = files["feat1.pt"][:-1] + bytes([files["feat1.pt"][-1] ^ 1])
    with pytest.raises(DownloadError, match=r"feat1\.pt came damaged"):
        hub.fetch(MODEL["2"], "feat1.pt", tmp_path, lambda _: None)


def test_version_2_5_needs_no_codec_from_elsewhere(tiny: Callable[[Version], Layout], tmp_path: Path) -> None:
    with FakeHub(published(tiny("2.5"), "huggingface")) as server:
        layout = download(tmp_path, "2.5", HuggingFace(server.url), yes, text_emotion=False)
    assert layout.version == "2.5"
    assert not layout.has_qwen
