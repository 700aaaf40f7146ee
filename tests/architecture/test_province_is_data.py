"""The province is data: no program, template, script or deployment file names the one whose data come along."""

import json
import re
from pathlib import Path

import pytest

from document_exchange.figures.counting import CONNECTED
from document_exchange.figures.counting import FIGURES as DOCUMENTS
from one_stop.figures.counting import FIGURES as DOSSIERS
from shared.core.province import read_targets
from shared.core.settings import Settings
from shared.standards.vietnamese import fold
from testing.members import ROOT

TRIAL = Settings.model_fields["province"].default
PROFILE = json.loads((ROOT / "data" / TRIAL / "province.json").read_text("utf-8"))
WRITTEN_BY_US = ("*.py", "*.html", "*.js", "*.ts", "*.scss", "*.css", "*.sh", "*.yml", "*.typ", "*.svg", "*.sql")
PLACES = ("gateway", "operations", "services", "shared", "frontend", "tools", "deploy")
NOT_OURS = {"tests", "node_modules", "vendor", "fonts", "__pycache__", ".venv"}
NAMES = [TRIAL, PROFILE["short_name"], PROFILE["seat"], PROFILE["mail_domain"].split(".")[0]]
NAMED = re.compile(
    "|".join([*(rf"\b{re.escape(name)}\b" for name in {*NAMES, *map(fold, NAMES)}), rf"\b{PROFILE['code']}\b"]), re.I
)


def _ours() -> list[str]:
    """Lines as `file: line` that name the province."""
    files = [ROOT / "lienthong", ROOT / "docker-compose.yml", ROOT / "pyproject.toml", *(ROOT / "deploy").iterdir()]
    for place in PLACES:
        for kind in WRITTEN_BY_US:
            files += [path for path in (ROOT / place).rglob(kind) if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    found = []
    for path in sorted({path for path in files if path.is_file()}):
        text = path.read_text("utf-8")
        found += [f"{path.relative_to(ROOT)}: {line.strip()}" for line in text.splitlines() if NAMED.search(line)]
    return found


def test_only_the_default_of_the_setting_names_a_province() -> None:
    assert _ours() == [f'shared/shared/core/settings.py: province: str = "{TRIAL}"']


def test_the_search_would_find_it() -> None:
    for line in ("tỉnh Bình Định", "TỈNH BÌNH ĐỊNH", "000.00.11.H08", "ten@stttt.binhdinh.gov.vn", "data/binh-dinh"):
        assert NAMED.search(line), line
    assert not NAMED.search("000.00.11.H99, tỉnh Vân Hải")


def test_targets_are_of_figures_that_are_counted() -> None:
    """A target of what nobody counts would be shown nowhere."""
    counted = {figure.name for figure in (*DOCUMENTS, *DOSSIERS)} | {CONNECTED}
    wanted = set(read_targets(ROOT / "data" / TRIAL))
    assert wanted
    assert wanted <= counted


def test_a_target_that_cannot_be_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("figure,percent,plan,by_year\ndossiers-online,140,KH,2020\n", "utf-8")
    with pytest.raises(ValueError, match=r"targets\.csv, dòng 2: chưa đúng: percent"):
        read_targets(tmp_path)
