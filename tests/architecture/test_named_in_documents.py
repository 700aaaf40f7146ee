"""What README, CONTRIBUTING and docs/ name is there: commands, files, modules, settings, links. What a decision refused need not be."""

import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from gateway.settings import GatewaySettings
from operations.command import app
from shared.core.settings import Settings
from testing.members import MEMBERS, ROOT

DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*/README.md"),
        *ROOT.glob("services/*/README.md"),
        *ROOT.glob("shared/shared/**/README.md"),
    ]
)
COMMANDS = {
    command.name or getattr(command.callback, "__name__", "").replace("_", "-") for command in app.registered_commands
}
SETTINGS = {name.upper() for name in [*Settings.model_fields, *GatewaySettings.model_fields]}
OF_THE_LAUNCHER = {"CHROMIUM", "TEST_BROKER_URL"}
AT_THE_ROOT = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var"}
PREFIXES = tuple(f"{folder}/" for folder in sorted(AT_THE_ROOT))
PACKAGES = ("testing.", *(f"{member.package}." for member in MEMBERS))
FILE = re.compile(r"[\w-]+(?:/[\w-]+)*\.py")
SHORT_SETTING = re.compile(r"([A-Z]+(?:_[A-Z]+)+)(?:=.*)?")
MODULE = re.compile(r"[a-z_]+(?:\.\w+)+(?::\w+)?")


@cache
def _text_of(document: Path) -> str:
    """Without what a decision found when it was taken, and what it refused."""
    text = document.read_text(encoding="utf-8")
    if document.parent.name != "adr":
        return text
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return "".join(part for part in parts if not part.startswith(("## Context", "## Refused")))


def _words_of(document: Path) -> list[str]:
    """What stands in backticks, word by word."""
    codes = re.findall(r"`([^`\n]+)`", _text_of(document))
    return [word.strip(".,;:()").partition("::")[0].rstrip("/") for code in codes for word in code.split()]


@cache
def _files_of(folder: Path) -> list[str]:
    outside = {".venv", "var", "node_modules", "build"}
    found = folder.rglob("*.py")
    return [f"/{path.relative_to(folder)}" for path in found if not outside & set(path.relative_to(ROOT).parts)]


def _home_of(document: Path) -> Path:
    """Where a name without its folder is looked for: the README's own member, and for every other page everywhere."""
    return document.parent if document.name == "README.md" and (document.parent / "pyproject.toml").exists() else ROOT


def _is_module(word: str) -> bool:
    """A module, or what stands in one."""
    parts = word.replace(":", ".").split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(found, name) and name not in getattr(found, "__annotations__", {}):
                return False
            found = getattr(found, name, None)
        return True
    return False


def _missing_paths(document: Path) -> list[str]:
    missing = []
    for path in _words_of(document):
        if any(sign in path for sign in "<>*{}$"):
            continue
        if path.startswith(PREFIXES):
            # From the root, from beside the document, or as a module is imported.
            starts = (ROOT, document.parent, ROOT / "shared", ROOT / "gateway", ROOT / "signing", ROOT / "testing")
            if not any((start / path).exists() for start in starts):
                missing.append(f"path {path}")
        elif FILE.fullmatch(path):
            if not any(file.endswith(f"/{path}") for file in _files_of(_home_of(document))):
                missing.append(f"file {path}")
        elif path.startswith(PACKAGES) and MODULE.fullmatch(path) and not _is_module(path):
            missing.append(f"module {path}")
    return missing


def _missing_settings(document: Path) -> list[str]:
    """By the whole name anywhere; without the prefix, or as production's `.env` calls it, in backticks outside the decisions."""
    named = re.findall(r"LIENTHONG_([A-Z_]*[A-Z])", _text_of(document))
    missing = [f"setting {name}" for name in named if name not in SETTINGS | OF_THE_LAUNCHER]
    if document.parent.name == "adr":
        return missing
    known = SETTINGS | set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / "deploy/env.example").read_text("utf-8"), re.M))
    short = [found[1] for word in _words_of(document) if (found := SHORT_SETTING.fullmatch(word))]
    return missing + [f"setting {name}" for name in short if not name.startswith("LIENTHONG_") and name not in known]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_named_is_there(document: Path) -> None:
    text = _text_of(document)
    missing = [f"command {name}" for name in re.findall(r"\./lienthong ([a-z][a-z-]*)", text) if name not in COMMANDS]
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        if not (document.parent / target).exists():
            missing.append(f"link {target}")
    missing += _missing_settings(document) + _missing_paths(document)
    assert not missing, f"{document.relative_to(ROOT)} names what is not there: {missing}"
