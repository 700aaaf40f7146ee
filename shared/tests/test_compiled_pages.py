"""Templates compiled by one process are read by the others; a template that has changed is compiled anew."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from shared.core.province import read_province
from shared.web.navigation import menu_of
from shared.web.pages import Pages
from testing.members import ROOT


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what is compiled meanwhile."""
    seen: list[str] = []
    compile_as_ever = Environment.compile

    def compile_and_tell(self: Environment, source: Any, name: Any = None, *more: Any, **other: Any) -> Any:
        seen.append(str(name))
        return compile_as_ever(self, source, name, *more, **other)

    monkeypatch.setattr(Environment, "compile", compile_and_tell)
    return seen


def _pages(templates: Path, compiled: Path | None) -> Pages:
    province = read_province(ROOT / "data" / "binh-dinh")
    return Pages(templates, embedded=True, province=province, menu=menu_of(()), compiled=compiled)


def test_what_one_process_has_compiled_the_next_one_reads(tmp_path: Path, compilations: list[str]) -> None:
    compiled = tmp_path / "compiled"
    compiled.mkdir()
    template = tmp_path / "a.html"
    template.write_text("{{ 1000 | number }}")
    for times in (1, 1, 1):
        assert _pages(tmp_path, compiled).environment.get_template("a.html").render() == "1.000"
        assert compilations == ["a.html"] * times
    template.write_text("{{ 2000 | number }}")
    assert _pages(tmp_path, compiled).environment.get_template("a.html").render() == "2.000"
    assert compilations == ["a.html"] * 2


def test_without_a_folder_each_process_compiles_its_own(tmp_path: Path, compilations: list[str]) -> None:
    (tmp_path / "a.html").write_text("x")
    for _ in range(2):
        _pages(tmp_path, None).environment.get_template("a.html")
    assert compilations == ["a.html"] * 2


def test_a_folder_that_is_gone_costs_no_page(tmp_path: Path, compilations: list[str]) -> None:
    (tmp_path / "a.html").write_text("x")
    pages = _pages(tmp_path, tmp_path / "gone")
    assert pages.environment.get_template("a.html").render() == "x"
    assert compilations == ["a.html"]
