"""What must never stand in a file of the repository."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from focalpoint.cli import focalpoint
from focalpoint.foresight.sources.registry import SOURCES

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(
    r"https?://(?:[\w.-]*pypi[\w.-]*|files\.pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)|--index-url|--extra-index-url"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|work|root|Users)/\w+")
# Accounts in tests, examples and documents are called by their role: nobody is invented. Doctrine names real persons.
FIRST_NAMES = re.compile(
    r"(?i)\b(?:alice|bob|carol|eve|mallory|john|jane|mary|maria|ahmed|fatima|aisha|amina|ama|efua|kofi|kwame|ivan|olga"
    r"|juan|pierre|mei|priya|ravi|yusuf)\b(?!\.)"
)
MAY_NAME = ("src/focalpoint/doctrine/", "src/focalpoint/reference/", "src/focalpoint/foresight/")
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".html", ".css", ".js", ".json", ".sh", ".csv", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not run: this copy is not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def offenders(pattern: re.Pattern[str]) -> list[str]:
    here = Path(__file__)
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXT and path != here
        for match in [pattern.search(path.read_text(errors="replace"))]
        if match
    ]


def test_no_file_names_a_package_registry():
    assert offenders(REGISTRY) == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert offenders(MACHINE_PATH) == []


def test_nobody_is_invented():
    found = [each for each in offenders(FIRST_NAMES) if not each.startswith(MAY_NAME)]
    assert found == []


def test_every_requirement_is_pinned_with_a_hash():
    for listed in (ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=\S)", listed.read_text())
        loose = [
            b.splitlines()[0]
            for b in blocks
            if b and not b.startswith("#") and ("==" not in b or "--hash=sha256:" not in b)
        ]
        assert loose == [], listed.name


def test_no_producers_file_is_committed():
    names = {path.name for path in tracked()}
    assert names.isdisjoint({"ged251_country_month.csv", "panel_1960_2024.csv", "epr_country_year_1946_2020.csv"})


def test_the_documents_link_only_to_files_that_exist():
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in tracked()
        if page.suffix == ".md"
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text()
    for name in re.findall(r"`?make (\w+)`?", (ROOT / "README.md").read_text()):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


def test_the_readme_counts_the_kinds_of_files_right():
    numbers = ["Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty", "Twenty-one", "Twenty-two"]
    said = re.search(r"\*\*Data in\.\*\* (\S+) kinds of files", (ROOT / "README.md").read_text())[1]
    assert numbers.index(said) + 15 == len(SOURCES)


def test_every_guide_is_named_in_the_index_of_the_documents():
    index = (ROOT / "docs" / "README.md").read_text()
    pages = [page for folder in ("tutorial", "how-to") for page in (ROOT / "docs" / folder).glob("*.md")]
    assert [page.name for page in pages if f"{page.parent.name}/{page.name}" not in index] == []


def test_every_command_of_the_guides_exists():
    said = {
        (match.group(1), match.group(2))
        for folder in ("tutorial", "how-to")
        for page in (ROOT / "docs" / folder).glob("*.md")
        for match in re.finditer(r"(?m)^\s*(?:.*?[ /])?focalpoint ([a-z]+)(?: ([a-z][a-z-]*))?", page.read_text())
        if "    " in match.group(0)[:7] or "$ " in match.group(0)
    }
    for verb, word in sorted(said, key=str):
        command = focalpoint.get_command(None, verb)
        assert command is not None, verb
        if isinstance(command, click.Group) and word:
            assert word in command.commands, f"{verb} {word}"


def test_each_decision_has_a_number_of_its_own_and_its_title_says_it():
    found = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in found]
    assert [each for each in numbers if numbers.count(each) > 1] == []
    titles = {path.name: path.read_text(encoding="utf-8").partition("\n")[0] for path in found}
    assert [name for name, title in titles.items() if not title.startswith(f"# {int(name[:4])}. ")] == []


def test_a_decision_that_is_named_is_there():
    kept = {path.name for path in (ROOT / "docs" / "adr").glob("*.md")}
    named = re.compile(r"(?:adr/|\[ADR \d+\]\()(\d{4}-[\w-]+\.md)")
    by_number, linked = re.compile(r"\bADR (\d+)\b"), re.compile(r"\[ADR (\d+)\]\((\d+)-")
    numbers, wrong = {int(name[:4]) for name in kept}, []
    for path in tracked():
        text = path.read_text(errors="replace") if path.suffix in TEXT else ""
        wrong += [(path.name, each) for each in named.findall(text) if each not in kept]
        wrong += [(path.name, each) for each in by_number.findall(text) if int(each) not in numbers]
        wrong += [(path.name, each) for each in linked.findall(text) if int(each[0]) != int(each[1])]
    assert wrong == []
