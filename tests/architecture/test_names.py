"""Names say what a thing is; nothing tracked knows the machine on which it was written."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from testing.members import MEMBERS, ROOT, Member

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "common", "misc", "data", "info"}
IMPOSED = {"data", "data_received", "_build_tst_info", "_sign_tst_info"}
"""Names that others fixed: lxml's parser target, asyncio's protocol, TSTInfo of RFC 3161."""

WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/\w")


def _words(name: str) -> set[str]:
    return {word.lower() for word in WORDS.findall(name)}


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_no_name_is_a_drawer(member: Member) -> None:
    found = []
    for path, tree in member.modules():
        names = [path.stem, *path.relative_to(member.code).parts[:-1]]
        names += [
            n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        found += [f"{path.relative_to(ROOT)}: {name}" for name in set(names) - IMPOSED if _words(name) & EMPTY_WORDS]
    assert not found


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_only_the_agreed_file_names_stand_in_a_feature(member: Member) -> None:
    """Mapped classes live in models.py alone: nowhere else would the check of the migrations see them."""
    mapped = re.compile(r"^\s+__tablename__ = ", re.MULTILINE)
    strays = [p for p, _ in member.modules() if p.name != "models.py" and mapped.search(p.read_text("utf-8"))]
    assert not strays


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.fail("git ls-files gives nothing: this test runs in a clone")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        text = content.decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in REGISTRIES if word in text]
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in MACHINE_PATH.findall(text)]
    assert not found


def test_every_service_says_what_it_owns() -> None:
    headings = ["Owns", "Publishes", "Listens to", "Calls", "Run it"]
    for member in MEMBERS:
        if member.folder.parent.name != "services":
            continue
        text = (member.folder / "README.md").read_text("utf-8")
        found = [line.lstrip("#").strip() for line in text.splitlines() if line.startswith("## ")]
        assert [h.casefold() for h in found] == [h.casefold() for h in headings], member.name


PLUMBING = re.compile(r"\b(?:INTO|UPDATE|FROM|JOIN)\s+(outbox|event_subject|evidence|idempotency_key)\b")
SPEAKS_OF = {
    "outbox": {"shared/shared/storage/fragments.py", "shared/shared/messaging/outbox.py"},
    "event_subject": {"shared/shared/storage/fragments.py"},
    "idempotency_key": {"shared/shared/storage/fragments.py"},
    "evidence": {
        "shared/shared/storage/fragments.py",
        "shared/shared/storage/published.py",
        "shared/shared/messaging/parked.py",
        "shared/shared/storage/records.py",
    },
}
"""What is said to the tables of the plumbing, by the files that say it. The bench, which knows no service, says its own."""


def test_the_plumbing_is_spoken_to_from_one_place() -> None:
    """One more column of evidence or outbox is then an edit of one file; no feature reads, changes or deletes a row of them."""
    found: dict[str, set[str]] = {table: set() for table in SPEAKS_OF}
    for member in MEMBERS:
        for path, _ in member.modules():
            name = str(path.relative_to(ROOT))
            if "migrations" not in path.parts and not name.startswith("operations/operations/bench/"):
                for table in PLUMBING.findall(path.read_text("utf-8")):
                    found[table].add(name)
    assert found == SPEAKS_OF
