"""What every benchmark ends with: the machine, the date, one table, and its section of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"

Row = tuple[str, str, str]
"""(what, measured, must hold)."""


def machine() -> str:
    """Cores, processor, Python, system."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        name = found[1] if found else name
    return f"{os.cpu_count()} cores, {name}, Python {platform.python_version()}, {platform.system()}"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, interpolated."""
    ordered = sorted(values)
    if len(ordered) < 2:
        return ordered[0]
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread(values: Sequence[float], digits: int = 1) -> dict[str, float]:
    """p50, p95 and the greatest."""
    return {
        "p50": round(statistics.median(values), digits),
        "p95": round(quantile(values, 0.95), digits),
        "max": round(max(values), digits),
    }


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options all benchmarks share."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    return parser


def finish(arguments: argparse.Namespace, section: str, result: dict[str, Any], rows: Sequence[Row]) -> None:
    """Print the result as asked, and keep the table where asked."""
    result = {"benchmark": section, "machine": machine(), "date": datetime.now(UTC).date().isoformat(), **result}
    text = _markdown(result, rows)
    print(json.dumps(result, indent=2) if arguments.json else text)
    if arguments.write:
        keep(section, text)


def keep(section: str, text: str) -> None:
    """Replace ``section`` of docs/benchmarks.md by ``text``, or append it."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else "# Benchmarks\n"
    block = f"<!-- {section} -->\n## {section}\n\n{text}\n<!-- /{section} -->"
    pattern = re.compile(rf"<!-- {re.escape(section)} -->.*?<!-- /{re.escape(section)} -->", re.DOTALL)
    page = pattern.sub(lambda _: block, page) if pattern.search(page) else f"{page.rstrip()}\n\n{block}\n"
    PAGE.write_text(page, "utf-8")


def _markdown(result: dict[str, Any], rows: Sequence[Row]) -> str:
    lines = [f"{result['date']}, {result['machine']}", "", "| what | measured | must hold |", "|---|---|---|"]
    return "\n".join(lines + [f"| {what} | {measured} | {limit} |" for what, measured, limit in rows])
