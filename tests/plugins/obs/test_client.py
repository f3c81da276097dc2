"""The connection: OBS's reasons are kept, every wait is bounded, an end is noticed at once."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from engine.errors import ConnectionLostError
from plugins.obs.client import Client
from plugins.obs.meanings import PASSWORD_VARIABLE, RefusedError, WrongPasswordError
from tests.plugins.obs.server import FakeObs, fake_obs, wait


def client(obs: FakeObs, password: str = "", timeout_s: float = 2.0, **options: object) -> Client:
    return Client("127.0.0.1", obs.port, password, timeout_s, **options)


def test_it_identifies_with_the_password_and_asks() -> None:
    with fake_obs("sésame 芝麻") as obs:
        asking = client(obs, "sésame 芝麻")
        asking.connect()
        assert asking.versions["obsVersion"] == "30.0.0"
        assert asking.ask("GetCurrentProgramScene") == {"currentProgramSceneName": "Live"}
        asking.close()
        asking.close()


@pytest.mark.parametrize(("given", "said"), [("wrong", "refuses the password"), ("", "none is set")])
def test_a_wrong_password_says_which_variable_to_set(given: str, said: str) -> None:
    with fake_obs("right") as obs, pytest.raises(WrongPasswordError, match=said) as caught:
        client(obs, given).connect()
    assert PASSWORD_VARIABLE in caught.value.fix
    assert "right" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "comment", "meaning"),
    [
        (600, "No source was found by the name of `x`.", "there is no such source"),
        (601, "A scene already exists by that scene name.", "is there already"),
        (500, "", "running already"),
        (605, "The kind is unknown.", "no such kind"),
        (999, "Something new.", "OBS refused it"),
    ],
)
def test_a_refusal_keeps_obs_s_code_comment_and_meaning(code: int, comment: str, meaning: str) -> None:
    with fake_obs() as obs:
        obs.refuse["StartRecord"] = (code, comment)
        asking = client(obs)
        asking.connect()
        with pytest.raises(RefusedError, match=f"OBS {code}") as caught:
            asking.ask("StartRecord")
        assert meaning in caught.value.what
        assert comment.rstrip(".") in caught.value.what
        assert (caught.value.code, caught.value.comment) == (code, comment)
        assert asking.ask("GetVersion")  # the connection is as good as before
        asking.close()


def test_a_kill_in_mid_call_ends_the_call_at_once_and_is_told_once() -> None:
    ended: list[float] = []
    with fake_obs() as obs:
        asking = client(obs, timeout_s=5.0, on_lost=lambda: ended.append(time.monotonic()))
        asking.connect()
        obs.mute.add("SaveReplayBuffer")
        threading.Timer(0.1, obs.kill).start()
        started = time.monotonic()
        with pytest.raises(ConnectionLostError, match="went away"):
            asking.ask("SaveReplayBuffer")
        assert time.monotonic() - started < 2.0
        wait(lambda: ended)
        with pytest.raises(ConnectionLostError):
            asking.ask("GetVersion")
        assert asking.lost
        assert len(ended) == 1


def test_an_answer_that_never_comes_is_waited_for_only_so_long() -> None:
    with fake_obs() as obs:
        asking = client(obs, timeout_s=0.2)
        asking.connect()
        obs.mute.add("GetStats")
        with pytest.raises(ConnectionLostError, match="does not answer"):
            asking.ask("GetStats")
        asking.close()


def test_an_answer_slower_than_the_last_timeout_is_not_taken_for_another() -> None:
    with fake_obs() as obs:
        asking = client(obs, timeout_s=0.2)
        asking.connect()
        obs.slow_s = 0.3
        with pytest.raises(ConnectionLostError):
            asking.ask("GetVersion")
        obs.slow_s = 0.0
        time.sleep(0.2)
        assert asking.ask("GetCurrentProgramScene") == {"currentProgramSceneName": "Live"}
        asking.close()


def test_events_arrive_and_a_broken_listener_ends_nothing() -> None:
    seen: list[str] = []

    def hear(name: str, data: dict[str, object]) -> None:
        seen.append(name)
        raise ValueError("a listener's fault")

    with fake_obs() as obs:
        asking = client(obs, on_event=hear)
        asking.connect()
        obs.tell("StudioModeStateChanged", studioModeEnabled=True)
        wait(lambda: seen)
        assert asking.ask("GetVersion")
        asking.close()


def test_nothing_there_and_something_else_there_are_told_apart() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionLostError, match="not reachable"):
            Client("127.0.0.1", free.getsockname()[1], "", 0.5).connect()
        free.listen(5)
        with pytest.raises(ConnectionLostError, match="says nothing"):
            Client("127.0.0.1", free.getsockname()[1], "", 0.3).connect()
    with pytest.raises(ConnectionLostError, match="not reachable"):
        Client("no-such-host.invalid", 4455, "", 0.5).connect()


def test_a_web_server_is_not_taken_for_obs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(ConnectionLostError, match="is not OBS"):
            Client("127.0.0.1", server.getsockname()[1], "", 1.0).connect()
