"""Answers of an e-form in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from one_stop.procedures.rules import UNLABELLED
from shared.core.formats import number, vn_date

SEPARATED = 10_000
"""From here on thousands are set apart; years stay as they are."""


def readable_answers(labels: Sequence[dict[str, Any]], answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Answers in the order of the e-form, under the titles people know; unknown fields last, under their names."""
    known = {str(label["name"]): label for label in labels}
    order = [name for name in known if name in answers] + sorted(name for name in answers if name not in known)
    shown = []
    for name in order:
        label = known.get(name, {})
        if not label.get("askable", True) and answers[name] is True:
            continue  # what everybody has to agree to says nothing of this dossier
        text = _readable(answers[name], label.get("choices", {}), str(label.get("format", "")))
        if text:
            title = UNLABELLED.get(name, name) if name not in known else str(label["title"])
            shown.append((title, text))
    return shown


def answers_in_words(labels: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Title and words of every field by its name, in the order of the e-form; empty words where nothing was answered."""
    return {
        (name := str(label["name"])): (
            str(label["title"]),
            _readable(answers.get(name), label.get("choices", {}), str(label.get("format", ""))),
        )
        for label in labels
    }


def _readable(value: Any, choices: dict[str, str], kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float) and abs(value) >= SEPARATED:
        return number(value, 0 if value == int(value) else 2)
    if isinstance(value, list):
        return "; ".join(part for part in (_readable(item, choices, kind) for item in value) if part)
    if isinstance(value, dict):
        return ", ".join(part for part in (_readable(item, choices, "") for item in value.values()) if part)
    text = choices.get(str(value), str(value))
    if kind == "date":
        try:
            return vn_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
