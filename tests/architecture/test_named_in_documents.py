"""What README, CONTRIBUTING and docs/ name is there: commands, files, settings, links. A decision record may name what was refused."""

import re
from pathlib import Path

import pytest

from operations.command import app
from shared.core.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("services/*/README.md")]
)
COMMANDS = {
    command.name or getattr(command.callback, "__name__", "").replace("_", "-") for command in app.registered_commands
}
PREFIXES = (
    "deploy/",
    "docs/",
    "data/",
    "gateway/",
    "services/",
    "shared/",
    "tests/",
    "tools/",
    "operations/",
    "frontend/",
)
OF_THE_LAUNCHER = {"LIENTHONG_CHROMIUM", "LIENTHONG_TEST_BROKER_URL"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_named_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [f"command {name}" for name in re.findall(r"\./lienthong ([a-z][a-z-]*)", text) if name not in COMMANDS]
    settings = {f"LIENTHONG_{name.upper()}" for name in Settings.model_fields} | OF_THE_LAUNCHER
    missing += [f"setting {name}" for name in re.findall(r"LIENTHONG_[A-Z_]*[A-Z]", text) if name not in settings]
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        if not (document.parent / target).exists():
            missing.append(f"link {target}")
    for code in re.findall(r"`([^`\n]+)`", text):
        for word in code.split():
            path = word.strip(".,;:()").partition("::")[0].rstrip("/")
            if not path.startswith(PREFIXES) or any(sign in path for sign in "<>*{}$"):
                continue
            # From the root, from beside the document, or as a module is imported.
            if not any((start / path).exists() for start in (ROOT, document.parent, ROOT / "shared", ROOT / "gateway")):
                missing.append(f"path {path}")
    assert not missing, f"{document.relative_to(ROOT)} names what is not there: {missing}"
