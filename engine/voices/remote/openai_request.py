"""One line asked of an OpenAI-compatible server: POST /v1/audio/speech, answered with PCM as it is made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import httpx2

from engine.voices.remote import http_faults
from engine.voices.remote.patience import lively
from engine.voices.remote.settings import RemoteSettings

_LEAST_BYTES = 960
"""20 ms at 24 kHz: what comes more slowly never becomes speech."""
_TRIES = 2
"""A server may close a kept connection at the very moment it is used again."""


class SpeechServer:
    """A server's address with its kept connections, which live on the shared loop.

    Args:
        url: where to post.
        local: whether it is on this machine; then no proxy is asked.
        key: sent as ``Authorization: Bearer``; "" for none.
        settings: times.
    """

    def __init__(self, url: str, local: bool, key: str, settings: RemoteSettings) -> None:
        self._url = url
        self.name = httpx2.URL(url).netloc.decode("ascii")
        self._silent_s = settings.silent_s
        self._client = httpx2.AsyncClient(
            headers={"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})},
            timeout=httpx2.Timeout(settings.silent_s, connect=settings.connect_s),
            trust_env=not local,
        )

    async def sound(self, request: Mapping[str, object]) -> AsyncGenerator[bytes]:
        """The answer's bytes as they come; closing the generator closes the connection.

        Raises:
            VoiceError: the server is away, too slow, refuses, answers something else, or breaks off.
        """
        try:
            response = await self._answer(request)
            try:
                await http_faults.check(self.name, response)
                async with aclosing(lively(response.aiter_raw(), self._silent_s, _LEAST_BYTES)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            finally:
                await response.aclose()
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise http_faults.unreachable(self.name, error) from error
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise http_faults.silent(self.name, self._silent_s) from error
        except httpx2.HTTPError as error:
            raise http_faults.lost(self.name) from error

    async def _answer(self, request: Mapping[str, object]) -> httpx2.Response:
        """The answer's head."""
        for _ in range(_TRIES - 1):
            try:
                return await self._asked(request)
            except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
                continue
        return await self._asked(request)

    async def _asked(self, request: Mapping[str, object]) -> httpx2.Response:
        async with asyncio.timeout(self._silent_s):  # of the whole head, however slowly its bytes drip
            return await self._client.send(self._client.build_request("POST", self._url, json=request), stream=True)
