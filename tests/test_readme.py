"""What the README promises exists: every command parses, every link resolves, the code runs as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
import typer

from engine.cli.app import app, with_default
from engine.commands import load, wanted
from indextts.cli import app as indextts_app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])


def block(mark: str) -> str:
    """The one code block after ``<!-- mark -->``."""
    [found] = re.findall(rf"<!-- {mark} -->\n```bash\n(.*?)\n```", README, re.DOTALL)
    return str(found)


def commands(text: str) -> list[str]:
    """Everything in backticks or code blocks that starts streamvoice, one command each."""
    code = re.findall(r"```(?:bash)?\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    lines = (line.split(" #")[0] for piece in code for line in re.split(r"\n|&&|; |(?<!\\)\|", piece))
    starts = re.compile(r"(?:streamvoice|indextts|python3? run_engine\.py|uv run run_engine\.py)(?= |\Z)")
    return [found for line in lines if starts.match(found := line.strip())]


PROMISED = sorted({command for page in PAGES for command in commands(page.read_text("utf-8"))})


def parse(command: str) -> None:
    """Have the real program understand ``command`` without carrying it out."""
    program, *arguments = shlex.split(
        re.sub(r"^(?:uv run run_engine\.py|python3? run_engine\.py)", "streamvoice", command)
    )
    library = program == "indextts"
    known = typer.main.get_command(indextts_app.app if library else app)
    complete = indextts_app.with_default if library else with_default
    name, *rest = complete(arguments) or ["--help"]
    if name.startswith("-"):
        return
    added = {} if library else {point.name: point for point in wanted([name])}
    assert name in {**known.commands, **added}, f"there is no command {name!r}"  # type: ignore[attr-defined]  # a group
    parsed = typer.main.get_command(load(added[name])) if name in added else known.commands[name]  # type: ignore[attr-defined]  # as above
    if rest:
        with suppress(typer.Exit):  # --help
            parsed.make_context(name, rest)


def test_commands_are_found() -> None:
    assert len(PROMISED) >= 12
    assert {shlex.split(command)[1] for command in PROMISED if " " in command} >= {
        "live",
        "say",
        "demo",
        "ctl",
        "doctor",
    }


@pytest.mark.parametrize("command", PROMISED)
def test_a_command_that_is_written_somewhere_exists(command: str) -> None:
    parse(command)


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `streamvoice ([a-z]+)", README, re.MULTILINE))
    assert named == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


def test_the_first_command_installs_and_demonstrates() -> None:
    assert block("demo").endswith("pip install -e . && python run_engine.py demo")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_second_command_is_the_one_that_ci_runs() -> None:
    assert block("tests").endswith('pip install -e ".[indextts,test]" && python -m pytest')
    [cut] = re.findall(r'^eval "\$\((.*)\)"$', (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    done = subprocess.run(["bash", "-c", cut], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == block("tests")


def links() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        found += [(str(page.relative_to(ROOT)), link) for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    return found


@pytest.mark.parametrize(("page", "link"), [pair for pair in links() if "://" not in pair[1]])
def test_a_link_leads_somewhere(page: str, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    assert target.exists()
    if anchor:
        headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_all_pages_are_reached_from_the_readme() -> None:
    reached, new = set(), {"README.md"}
    while new:
        reached |= new
        new = {
            str(((ROOT / page).parent / link.partition("#")[0]).resolve().relative_to(ROOT))
            for page, link in links()
            if page in new and link.partition("#")[0].endswith(".md") and "://" not in link
        } - reached
    assert {str(page.relative_to(ROOT)) for page in PAGES} - reached == set()
