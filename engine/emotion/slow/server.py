"""A language model behind an OpenAI-compatible server as a reader of feelings."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from engine.emotion.slow.asking import GRAMMAR, SCHEMA, messages
from engine.emotion.slow.completion import LARGEST_REPLY, scores_of
from engine.emotion.slow.judged import judged
from engine.errors import EmotionModelError
from engine.protocols import Reading

if TYPE_CHECKING:
    from openai import AsyncOpenAI

KEY = "STREAMVOICE_EMOTION_KEY"
"""Environment variable that holds the server's key, if it wants one."""
LONGEST_TEXT = 1000  # characters; a longer text is read from its beginning
LONGEST_ANSWER = 160  # tokens; a proper one takes about 75
AT_ONCE = 4  # requests
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCHEMA = {"type": "json_schema", "json_schema": {"name": "feelings", "strict": True, "schema": SCHEMA}}
# Thinking would take longer than the line it is about.
_LLAMA = {"grammar": GRAMMAR, "chat_template_kwargs": {"enable_thinking": False}}


class ServerModel:
    """Reads feelings by asking a server, a request a text, four at once.

    Args:
        url: up to and including "/v1".
        model: its name; empty where the server has only one.
        timeout_s: for one answer, from the request to its last byte.
        grammar: send llama.cpp's own fields, a grammar and no thinking, instead of a JSON schema.

    Raises:
        EmotionModelError: the address is none, or the key would travel in clear text to another machine.
    """

    name = "server"

    def __init__(self, url: str, model: str = "", *, timeout_s: float = 5.0, grammar: bool = False) -> None:
        self._url = url
        self._key = os.environ.get(KEY, "")
        _check(url, bool(self._key))
        self._timeout_s = timeout_s
        self._request: dict[str, Any] = {
            "model": model or "default", "max_tokens": LONGEST_ANSWER, "temperature": 0.0,
            **({"extra_body": _LLAMA} if grammar else {"response_format": _SCHEMA}),
        }  # fmt: skip

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """A reading per text, in order; one without words is neutral and not sent.

        Raises:
            EmotionModelError: the server is away, too slow, refuses, or answers something else.
        """
        readable = [text.strip()[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8") for text in texts]
        return asyncio.run(self._read(readable))

    async def _read(self, texts: list[str]) -> list[Reading]:
        from openai import AsyncOpenAI

        turns = asyncio.Semaphore(AT_ONCE)
        # An empty key would make the client look for one that is meant for another server.
        async with AsyncOpenAI(base_url=self._url, api_key=self._key or "none", max_retries=0) as client:

            async def read(text: str) -> Reading:
                async with turns:
                    return judged(await self._scores(client, text) if text else (0.0,) * 8, self.name)

            return await asyncio.gather(*map(read, texts))

    async def _scores(self, client: AsyncOpenAI, text: str) -> tuple[float, ...]:
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        try:
            async with asyncio.timeout(self._timeout_s):  # of the whole, however slowly the bytes drip
                return scores_of(await self._reply(client, text))
        except (TimeoutError, APITimeoutError) as error:
            self._fail(f"took longer than {self._timeout_s:g} s", "Raise timeout_s, or use a smaller model.", error)
        except APIStatusError as error:
            ours = error.status_code < 500
            fix = f"Check server_model and {KEY}." if ours else "Look into the server's own log."
            self._fail(f"answered {error.status_code}: {error.message[:200]}", fix, error)
        except APIConnectionError as error:
            self._fail(f"cannot be reached: {error.__cause__ or error}", "Start it, or check server_url.", error)

    async def _reply(self, client: AsyncOpenAI, text: str) -> bytes:
        create: Any = client.chat.completions.with_streaming_response.create
        async with create(messages=messages(text), timeout=self._timeout_s, **self._request) as response:
            reply = b""
            async for part in response.iter_bytes():
                reply += part
                if len(reply) > LARGEST_REPLY:
                    break
            return reply

    def _fail(self, what: str, fix: str, error: Exception) -> NoReturn:
        raise EmotionModelError(f"The emotion server {self._url} {what}.", fix) from error


def _check(url: str, keyed: bool) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise EmotionModelError(f"{url[:80]!r} is no server's address.", "Write it like http://127.0.0.1:8080/v1.")
    if keyed and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise EmotionModelError(
            f"The key would travel to {parts.hostname} in clear text.", f"Use https, or unset {KEY}."
        )
