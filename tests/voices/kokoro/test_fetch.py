"""The archive of styles: only what the catalogue knows, byte for byte, is taken from it."""

import errno
import hashlib
import importlib.util
import io
import tarfile
import threading
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from importlib.resources import files as resources

import pytest

from engine.errors import ConnectionLostError, VoiceError
from engine.voices.kokoro import fetch

STYLE = (resources("engine.voices.kokoro") / "data" / "voices" / "af_heart.bin").read_bytes()
needs_pooch = pytest.mark.skipif(
    importlib.util.find_spec("pooch") is None, reason='pooch is not installed: pip install -e ".[kokoro]"'
)


def archive(path, *members):
    with tarfile.open(path, "w:gz") as out:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            out.addfile(member, io.BytesIO(data))
    return path


def test_styles_are_read_and_nothing_else(tmp_path):
    found = archive(
        tmp_path / "a.tgz",
        ("package/voices/af_heart.bin", STYLE),
        ("package/voices/../../../af_heart.bin", STYLE),
        ("/etc/af_heart.bin", STYLE),
        ("package/voices/af_unknown.bin", STYLE),
        ("package/voices/zf_xiaoni.bin", b"short"),
        ("package/dist/kokoro.js", b"code"),
    )
    assert list(fetch.styles_in(found)) == [("af_heart", STYLE)]


def test_a_link_is_no_style(tmp_path):
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as out:
        member = tarfile.TarInfo("package/voices/af_heart.bin")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(member)
    assert list(fetch.styles_in(tmp_path / "a.tgz")) == []


def test_a_wrong_style_is_refused(tmp_path):
    with pytest.raises(VoiceError, match="SHA-256"):
        list(fetch.styles_in(archive(tmp_path / "a.tgz", ("package/voices/af_bella.bin", STYLE))))


@pytest.mark.parametrize("data", [b"", b"not an archive", b"\x1f\x8b\x08\x00cut short"])
def test_a_broken_archive_is_refused(tmp_path, data):
    (tmp_path / "a.tgz").write_bytes(data)
    with pytest.raises(VoiceError, match="cannot be read"):
        list(fetch.styles_in(tmp_path / "a.tgz"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def server(tmp_path):
    """A registry on this machine that serves one small archive."""
    folder = tmp_path / "served"
    folder.mkdir()
    archive(folder / fetch.ARCHIVE, ("package/voices/af_heart.bin", STYLE))
    with HTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/", folder
        listening.shutdown()


@needs_pooch
def test_what_was_fetched_is_kept(tmp_path, monkeypatch, server):
    host, folder = server
    sha = hashlib.sha256((folder / fetch.ARCHIVE).read_bytes()).hexdigest()
    monkeypatch.setattr(fetch, "ARCHIVE_SHA256", sha)
    monkeypatch.setattr(fetch, "download_folder", lambda: tmp_path / "kept")
    assert fetch.fetch_styles(host=host) == ["af_heart"]
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["af_heart.bin"]
    assert (tmp_path / "kept" / "af_heart.bin").read_bytes() == STYLE


@needs_pooch
def test_another_archive_is_refused_and_nothing_kept(tmp_path, monkeypatch, server):
    monkeypatch.setattr(fetch, "TRIES", 1)
    monkeypatch.setattr(fetch, "download_folder", lambda: tmp_path / "kept")
    with pytest.raises(VoiceError, match="SHA-256"):
        fetch.fetch_styles(host=server[0])
    assert not (tmp_path / "kept").exists()


@needs_pooch
def test_a_registry_that_is_away_is_one_clear_error(monkeypatch):
    monkeypatch.setattr(fetch, "TRIES", 1)
    with pytest.raises(
        ConnectionLostError, match=r"cannot be downloaded from 127\.0\.0\.1: no answer \(ConnectionError\)"
    ):
        fetch.fetch_styles(host="http://127.0.0.1:9/")


@needs_pooch
def test_a_full_folder_for_temporary_files_is_one_clear_error(monkeypatch):
    import pooch

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", full)
    with pytest.raises(VoiceError) as refused:
        fetch.fetch_styles()
    assert "No space left on device" in refused.value.what
    assert "TMPDIR" in refused.value.fix
