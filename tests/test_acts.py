import pytest

from engine.acts import Act, Acts
from engine.commands import wanted
from engine.errors import InputError


def test_an_act_is_done_with_its_value() -> None:
    acts = Acts()
    acts.offer(Act("obs", "scene", "Switch the scene.", lambda value: f"scene {value}", "name"))
    assert acts.perform("obs", "scene", "Live") == "scene Live"
    with pytest.raises(InputError) as error:
        acts.perform("obs", "scene")
    assert "/stage obs scene name" in error.value.fix


def test_a_misspelt_act_names_the_nearest() -> None:
    acts = Acts()
    with pytest.raises(InputError) as error:
        acts.perform("obs", "record")
    assert "--with" in error.value.fix
    acts.offer(Act("obs", "record_start", "Record.", lambda value: "recording"))
    with pytest.raises(InputError) as error:
        acts.perform("obs", "record_strat")
    assert "obs record_start" in error.value.fix


def test_a_plugins_command_is_loaded_only_where_it_is_named() -> None:
    assert [point.name for point in wanted(["obs", "setup"])] == ["obs"]
    assert wanted(["say", "hello"]) == []
    assert len(wanted(["--help"])) >= 4


def test_a_plugins_fault_is_an_error_for_the_user() -> None:
    def full(value: str) -> str:
        raise OSError(28, "No space left on device")

    acts = Acts()
    acts.offer(Act("show", "test", "Show it.", full))
    with pytest.raises(InputError) as error:
        acts.perform("show", "test")
    assert "show could not do test" in error.value.what
    assert "No space left" in error.value.what
