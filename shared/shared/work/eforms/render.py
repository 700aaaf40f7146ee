"""What a page shows of an e-form: groups of controls with label, value and error, ready for any template.

Rules are applied here, so the form works without JavaScript: the page offers "Cập nhật biểu mẫu" and comes back with
the questions that the answers so far call for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.core.errors import FieldError
from shared.work.eforms.answers import answer_in_words
from shared.work.eforms.schema import Control, EForm, Rule, Schema, choices_of


@dataclass(frozen=True)
class RuleView:
    """A script may follow it to show the control at once; `values` are those that meet it."""

    effect: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ControlView:
    """`kind`: text, textarea, number, date, radios, select, checkboxes, checkbox."""

    name: str
    label: str
    kind: str
    value: Any
    hint: str | None
    error: str | None
    required: bool
    shown: bool
    options: tuple[tuple[str, str], ...]
    rule: RuleView | None
    width: int | None
    rows: int | None
    max_length: int | None
    suffix: str | None
    autocomplete: str | None
    input_mode: str | None


@dataclass(frozen=True)
class GroupView:
    label: str
    shown: bool
    controls: tuple[ControlView, ...]


@dataclass(frozen=True)
class AnswerView:
    """A line of the summary a person reads before filing and an officer reads afterwards."""

    name: str
    label: str
    text: str


def view_form(
    eform: EForm,
    answers: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    *,
    only: frozenset[str] | None = None,
) -> tuple[GroupView, ...]:
    """The form with its answers; `only` keeps the fields a supplement asks for."""
    sentences: dict[str, str] = {}
    for error in errors:
        sentences.setdefault(error.pointer.removeprefix("/"), error.sentence)
    shown = eform.shown(answers)
    required = _required(eform, answers)
    groups: list[GroupView] = []
    for group in eform.groups:
        controls = tuple(
            _view_control(control, eform.properties[control.name], answers, sentences, shown, required)
            for control in group.controls
            if only is None or control.name in only
        )
        if controls:
            groups.append(GroupView(group.label, any(control.shown for control in controls), controls))
    return tuple(groups)


def view_answers(
    eform: EForm, answers: Mapping[str, Any], *, pledges: bool = True
) -> tuple[tuple[str, tuple[AnswerView, ...]], ...]:
    """(group label, answered lines) for reading only; without `pledges` boxes that can only be ticked are left out."""
    shown = eform.shown(answers)
    groups = []
    for group in eform.groups:
        lines = tuple(
            AnswerView(
                control.name,
                str(eform.properties[control.name]["title"]),
                answer_in_words(eform.properties[control.name], answers[control.name]),
            )
            for control in group.controls
            if control.name in shown and control.name in answers and (pledges or not _is_pledge(eform, control.name))
        )
        if lines:
            groups.append((group.label, lines))
    return tuple(groups)


def _is_pledge(eform: EForm, name: str) -> bool:
    """A box that can only be ticked says nothing when it is read again."""
    return eform.properties[name].get("const") is True


def prefilled(eform: EForm, account: Mapping[str, Any]) -> dict[str, Any]:
    """Answers the account already gives (`prefill: account.<key>`), so that nothing is asked twice."""
    answers: dict[str, Any] = {}
    for _, control in eform.controls():
        source = str(control.options.get("prefill", ""))
        value = account.get(source.removeprefix("account.")) if source.startswith("account.") else None
        if value:
            answers[control.name] = str(value)
    return answers


def _required(eform: EForm, answers: Mapping[str, Any]) -> frozenset[str]:
    # What an empty form lacks, plus what the conditions add for the answers so far.
    names = set(eform.schema.get("required", ()))
    for clause in eform.schema.get("allOf", ()):
        names.update(clause.get("then", {}).get("required", ()))
    return frozenset(names)


def _kind(schema: Schema, options: Mapping[str, Any]) -> str:
    widget = options.get("widget")
    if schema["type"] == "boolean":
        return "checkbox"
    if schema["type"] == "array":
        return "checkboxes"
    if choices_of(schema):
        return "select" if widget == "select" else "radios"
    if schema.get("format") == "date":
        return "date"
    if schema["type"] in ("integer", "number"):
        return "number"
    return "textarea" if widget == "textarea" else "text"


def _rule_view(rule: Rule | None) -> RuleView | None:
    if rule is None:
        return None
    values = rule.schema.get("enum", [rule.schema["const"]] if "const" in rule.schema else [])
    return RuleView(rule.effect, rule.field, tuple(str(value) for value in values))


def _view_control(
    control: Control,
    schema: Schema,
    answers: Mapping[str, Any],
    sentences: Mapping[str, str],
    shown: frozenset[str],
    required: frozenset[str],
) -> ControlView:
    options = control.options
    kind = _kind(schema, options)
    value = answers.get(control.name)
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        value = answer_in_words(schema, value)
    return ControlView(
        name=control.name,
        label=str(schema["title"]),
        kind=kind,
        value=value,
        hint=schema.get("description"),
        error=sentences.get(control.name),
        required=control.name in required,
        shown=control.name in shown,
        options=choices_of(schema.get("items", {}) if kind == "checkboxes" else schema),
        rule=_rule_view(control.rule),
        width=options.get("width"),
        rows=options.get("rows"),
        max_length=schema.get("maxLength") if kind == "textarea" else None,
        suffix=options.get("suffix"),
        autocomplete=options.get("autocomplete"),
        input_mode=options.get("inputmode"),
    )
