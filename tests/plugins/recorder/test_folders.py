from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.api import InputError
from plugins.recorder.folders import create, find, sessions
from plugins.recorder.tidying import Tidied, tidy
from tests.plugins.recorder.made import hold, session

NOW = datetime(2026, 1, 2, 3, 4, 5)


def never(folder) -> bool:
    return False


def test_two_sessions_of_one_second_have_folders_of_their_own(tmp_path) -> None:
    assert [create(tmp_path, NOW).name for _ in range(3)] == [
        "2026-01-02_03-04-05", "2026-01-02_03-04-05_1", "2026-01-02_03-04-05_2",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Cannot record to"):
        create(tmp_path / "file", NOW)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["..", "../secret", "/etc", "2026-01-02_03-04-05/..", "2026-01-02_03-04-05\\..", "last/..", ""]
        ),
    )
)
def test_no_name_leads_out_of_the_folder(tmp_path_factory, name) -> None:
    base = tmp_path_factory.getbasetemp() / "names"
    if not base.exists():
        session(base / "sessions")
        session(base / "secret")
    try:
        found = find(base / "sessions", name)
    except InputError:
        return
    assert found.parent == base / "sessions"


def test_a_misspelled_name_finds_the_nearest(tmp_path) -> None:
    session(tmp_path)
    with pytest.raises(InputError) as error:
        find(tmp_path, "2026-01-02_03-04-06")
    assert error.value.fix == "Did you mean 2026-01-02_03-04-05?"


def test_the_oldest_are_removed_and_nothing_that_is_not_ours(tmp_path) -> None:
    for day in range(1, 6):
        session(tmp_path, f"2026-01-0{day}_00-00-00")
    (tmp_path / "2025-01-01_00-00-00").mkdir()  # looks like one, holds no session
    (tmp_path / "2026-01-01_00-00-00" / "mine.txt").write_text("notes")
    (tmp_path / "holiday.jpg").write_text("")
    gone = ["2026-01-03_00-00-00", "2026-01-02_00-00-00", "2026-01-01_00-00-00"]
    assert tidy(tmp_path, 2, 0, never) == Tidied(gone)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2025-01-01_00-00-00", "2026-01-01_00-00-00", "2026-01-04_00-00-00", "2026-01-05_00-00-00", "holiday.jpg",
    ]  # fmt: skip
    assert [path.name for path in (tmp_path / "2026-01-01_00-00-00").iterdir()] == ["mine.txt"]


def test_a_size_is_kept_to_but_the_newest_stays_and_so_does_what_runs(tmp_path) -> None:
    for day in range(1, 5):
        session(tmp_path, f"2026-01-0{day}_00-00-00", seconds=2.0)
    one = 2.0 * 8000 * 2
    first = tidy(tmp_path, 0, 2.5 * one, lambda folder: folder.name.startswith("2026-01-01"))
    assert first.removed == ["2026-01-02_00-00-00"]
    assert tidy(tmp_path, 0, 1, never).removed == ["2026-01-03_00-00-00", "2026-01-01_00-00-00"]
    assert [folder.name for folder in sessions(tmp_path)] == ["2026-01-04_00-00-00"]


def test_one_that_cannot_be_removed_stays_and_the_others_go(tmp_path, monkeypatch) -> None:
    for day in range(1, 5):
        session(tmp_path, f"2026-01-0{day}_00-00-00")
    hold(monkeypatch, "2026-01-02_00-00-00")
    assert tidy(tmp_path, 1, 0, never) == Tidied(
        ["2026-01-03_00-00-00", "2026-01-01_00-00-00"], "2026-01-02_00-00-00", "in use"
    )


def test_a_link_to_elsewhere_is_no_session(tmp_path) -> None:
    there = session(tmp_path / "elsewhere")
    try:
        (tmp_path / "2026-02-02_00-00-00").symlink_to(there, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links without rights")
    assert sessions(tmp_path) == []
