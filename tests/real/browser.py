"""A headless Chromium that the machine has, driven by playwright; nothing is ever downloaded."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-proxy-server", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--disable-renderer-backgrounding",
)  # fmt: skip


def chromium() -> str:
    """Where Chromium is; "" where there is none."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), "")


def missing() -> str:
    """What stands in the way of a browser; empty if nothing does."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return 'playwright is not installed (pip install -e ".[test]")'
    return "" if chromium() else "no Chromium (apt install chromium)"


def required() -> None:
    """Skip where there is no browser; in CI that is a failure."""
    if reason := missing():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a browser: {reason}")
        pytest.skip(reason)


@asynccontextmanager
async def browsing(*options: str) -> AsyncIterator[Any]:
    """A browser with no window; ``Browser`` of playwright's asynchronous interface."""
    required()
    from playwright.async_api import async_playwright

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium(), args=[*OPTIONS, *options])
        try:
            yield browser
        finally:
            await browser.close()


async def until(page: Any, expression: str, seconds: float = 5.0) -> None:
    """Wait until ``expression`` is true in ``page``. Looks from outside: the page's policy forbids evaluating there."""
    async with asyncio.timeout(seconds):
        while not await page.evaluate(f"Boolean({expression})"):
            await asyncio.sleep(0.01)
