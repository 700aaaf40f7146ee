"""Every mapped class is a term of the glossary, and the glossary speaks of what is there."""

import re

import pytest

from testing.members import MEMBERS, ROOT, WEB_MEMBERS, Member, mapped_classes

ROW = re.compile(
    r"^\|(?P<term>[^|]+)\|(?P<name>[^|]+)\|(?P<meaning>[^|]+)\|(?P<source>[^|]+)\|(?P<where>[^|]+)\|$", re.MULTILINE
)


def _rows() -> dict[str, str]:
    """Term → where in code."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    found = {row["term"].strip(): row["where"].strip() for row in ROW.finditer(text)}
    return {term: where for term, where in found.items() if term not in ("Term", "---")}


def _term_of(docstring: str, terms: set[str]) -> str | None:
    """The longest term with which the docstring begins."""
    folded = docstring.casefold()
    fitting = [term for term in terms if re.match(rf"{re.escape(term.casefold())}\b", folded)]
    return max(fitting, key=len, default=None)


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_mapped_class_is_a_term_of_the_glossary(member: Member) -> None:
    rows = _rows()
    classes = mapped_classes(member)
    has_models = any(member.code.glob("*/models.py"))
    assert bool(classes) == has_models, "the walk over the models has seen nothing"
    wrong = []
    for mapped in classes:
        term = _term_of(mapped.__doc__ or "", set(rows))
        if term is None:
            wrong.append(f"{mapped.__name__}: {mapped.__doc__!r} begins with no term of the glossary")
        elif f"`{mapped.__name__}`" not in rows[term]:
            wrong.append(f"{mapped.__name__}: the row of {term!r} names {rows[term]}")
    assert not wrong


def test_what_the_glossary_names_is_in_the_code() -> None:
    named = {name for where in _rows().values() for name in re.findall(r"`(\w+)`", where)}
    code = "\n".join(path.read_text("utf-8") for member in MEMBERS for path in member.code.rglob("*.py"))
    gone = {name for name in named if not re.search(rf"^class {name}\b", code, re.MULTILINE)} - {"evidence"}
    assert not gone


def test_every_row_has_five_filled_cells() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) > 40
    assert all(ROW.match(line) and all(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
