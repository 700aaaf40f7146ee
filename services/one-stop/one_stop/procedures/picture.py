"""Sơ đồ quy trình: the step table drawn as a picture, from above to below, so that a phone shows it as wide as a screen does. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from textwrap import wrap
from typing import Any

from one_stop.procedures.words import BRANCHES, branch_words, step_words

WIDTH = 340
_EDGE, _GUTTER = 2, 22
_BOX = WIDTH - 2 * _EDGE - _GUTTER
_PAD, _GAP, _INDENT = 12, 28, 30
_NAME, _FACT = 21, 18
"""Height of a line of the step's name, and of what is said of it."""
_NAME_LETTERS, _FACT_LETTERS = 34, 42
"""Letters to a line, by the widest ones of the pages' font."""


class Mark(StrEnum):
    """Chỗ của một bước đối với hồ sơ."""

    PLAIN = "plain"  # quy trình không gắn với hồ sơ nào
    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    SKIPPED = "skipped"


MARK_WORDS = {Mark.DONE: "Đã qua", Mark.SKIPPED: "Hồ sơ này không qua bước này"}


@dataclass(frozen=True)
class Standing:
    """Hồ sơ đang ở đâu: what is marked of a dossier's own picture."""

    position: int
    skipped: Collection[int] = ()
    runs: bool = True
    """False: it has ended at this step."""

    def mark(self, position: int) -> Mark:
        if position in self.skipped:
            return Mark.SKIPPED
        if position == self.position:
            return Mark.CURRENT
        return Mark.DONE if position < self.position else Mark.COMING

    def words(self, mark: Mark) -> str:
        if mark is Mark.CURRENT:
            return "Hồ sơ đang ở bước này" if self.runs else "Hồ sơ kết thúc ở bước này"
        return MARK_WORDS.get(mark, "")


@dataclass(frozen=True)
class Text:
    """Một dòng chữ, with its base line."""

    x: int
    y: int
    words: str
    kind: str


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    mark: Mark
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Said:
    """Một bước thành chữ: the same as its box, for the list."""

    name: str
    facts: tuple[str, ...]
    mark: Mark
    mark_words: str


@dataclass
class Picture:
    """Sơ đồ quy trình as shapes, and as words."""

    height: int = 0
    width: int = WIDTH
    boxes: list[Box] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    """Arrows from step to step, as paths."""
    detours: list[str] = field(default_factory=list)
    """Ways around the steps that have a condition."""
    steps: list[Said] = field(default_factory=list)
    description: str = ""


def picture_of(
    row: Mapping[str, Any],
    names: Mapping[str, str],
    labels: Iterable[Mapping[str, Any]] = (),
    standing: Standing | None = None,
) -> Picture | None:
    """Of a procedure's row; None where it has no steps. `names`: of agencies; `labels`: of the e-form's fields."""
    rows = row["steps"]
    if not rows:
        return None
    case_names = {case["code"]: case["name"] for case in row.get("cases", ())}
    titles = {label["name"]: label["title"] for label in labels}
    picture, y = Picture(), _EDGE
    for position, step in enumerate(rows):
        if position:
            y = _lead_on(picture, y)
        said = _said(step, step_words(step, names, case_names, titles), position, standing)
        picture.steps.append(said)
        top, y = y, _stand(picture, said, f"{position + 1}. {said.name}", y)
        y = _fork(
            picture, [(one["name"], branch_words(one, names)) for one in step.get("parallel") or ()], said.mark, y
        )
        if step.get("when"):
            picture.detours.append(_detour(top, y - top))
    picture.height = y + _EDGE
    picture.description = _description(picture.steps, standing)
    return picture


def _said(step: Mapping[str, Any], facts: Sequence[str], position: int, standing: Standing | None) -> Said:
    mark = standing.mark(position) if standing else Mark.PLAIN
    return Said(step["name"], tuple(facts), mark, standing.words(mark) if standing else "")


def _stand(picture: Picture, said: Said, name: str, y: int) -> int:
    """A step's box; where it ends. Its branches have boxes of their own."""
    facts = [fact for fact in said.facts if not fact.startswith(BRANCHES)]
    box = _box(Said(name, tuple(facts), said.mark, said.mark_words), y)
    picture.boxes.append(box)
    return y + box.height


def _fork(picture: Picture, branches: Sequence[tuple[str, Sequence[str]]], mark: Mark, y: int) -> int:
    """The branches of a step one below the other, hung between a line that leads to them and one that leads on; where they meet."""
    left, right, top, middles = _EDGE + 10, _EDGE + _BOX - 10, y, list[int]()
    for name, facts in branches:
        y += _GAP // 2
        box = _box(Said(name, tuple(facts), mark, ""), y, _INDENT)
        picture.boxes.append(box)
        middles.append(middle := y + box.height // 2)
        picture.ways.append(
            f"M{left} {middle}H{box.x - 2}M{box.x - 8} {middle - 5}L{box.x - 2} {middle}L{box.x - 8} {middle + 5}"
        )
        picture.ways.append(f"M{box.x + box.width} {middle}H{right}")
        y += box.height
    if not branches:
        return y
    end = y + _GAP // 2
    picture.ways += [f"M{left} {top}V{middles[-1]}", f"M{right} {middles[0]}V{end}", f"M{_EDGE} {end}H{_EDGE + _BOX}"]
    return end


def _box(said: Said, y: int, indent: int = 0) -> Box:
    letters = 2 * indent // 7
    lines = [(line, "name", _NAME) for line in wrap(said.name, _NAME_LETTERS - letters)]
    first, *others = said.facts
    facts = [", ".join([first, *others[:1]]), *(word[:1].upper() + word[1:] for word in others[1:])]
    lines += [(line, "fact", _FACT) for fact in facts for line in wrap(fact, _FACT_LETTERS - letters)]
    if said.mark_words:
        lines += [(line, "mark", _FACT) for line in wrap(said.mark_words, _FACT_LETTERS)]
    texts, base = [], y + _PAD - 4
    for words, kind, height in lines:
        base += height
        texts.append(Text(_EDGE + indent + _PAD, base, words, kind))
    return Box(_EDGE + indent, y, _BOX - 2 * indent, base + _PAD - y, said.mark, tuple(texts))


def _lead_on(picture: Picture, y: int) -> int:
    """An arrow from the step that ends at `y`; where the next one begins."""
    middle, end = _EDGE + _BOX // 2, y + _GAP
    picture.ways.append(f"M{middle} {y}V{end - 2}M{middle - 5} {end - 8}L{middle} {end - 2}L{middle + 5} {end - 8}")
    return end


def _detour(y: int, height: int) -> str:
    """Around a box, from the arrow above it to the arrow below it."""
    middle, side = _EDGE + _BOX // 2, WIDTH - _EDGE - 2
    return f"M{middle} {y - _GAP // 2}H{side}V{y + height + _GAP // 2 - 4}H{middle}"


def _description(steps: Sequence[Said], standing: Standing | None) -> str:
    said = f"Quy trình có {len(steps)} bước, đi từ trên xuống."
    here = next((number for number, step in enumerate(steps, 1) if step.mark is Mark.CURRENT), None)
    if standing is not None and here:
        said += f" {standing.words(Mark.CURRENT).replace('bước này', f'bước {here}')}: {steps[here - 1].name}."
    return said
