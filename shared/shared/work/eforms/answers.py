"""Answers: from what a browser posted to typed values, and from typed values to what has to be mended."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from shared.core.errors import FieldError
from shared.standards import typed
from shared.standards.typed_dates import read_date_boxes
from shared.standards.vietnamese import nfc
from shared.work.eforms.bounds import bound_errors, day_of
from shared.work.eforms.readers import fault_of_date, is_shown_as_year, read_text
from shared.work.eforms.schema import EForm, Schema, choices_of
from shared.work.eforms.sentences import sentence_for

if TYPE_CHECKING:
    import jsonschema_rs

Answers = dict[str, Any]
TRUE_WORDS = frozenset({"true", "on", "yes", "1"})


def read_answers(eform: EForm, form: Mapping[str, Any]) -> Answers:
    """Typed answers for the form's own fields; an empty box is no answer, what cannot be read stays as typed."""
    answers: Answers = {}
    for name, schema in eform.properties.items():
        value = _read(form, name, schema, eform)
        if value is not None:
            answers[name] = value
    return answers


def tidy_answers(eform: EForm, answers: Mapping[str, Any]) -> Answers:
    """What a program sent, each text read as on the page, so that one door stores what the other does."""
    tidied: Answers = {}
    for name, value in answers.items():
        schema = eform.properties.get(name)
        tidied[name] = read_text(eform, name, value) if isinstance(value, str) and schema else value
    return tidied


def keep_shown(eform: EForm, answers: Mapping[str, Any]) -> Answers:
    """The answers a dossier keeps: those to questions that were on the page."""
    shown = eform.shown(answers)
    return {name: value for name, value in answers.items() if name in shown}


def check_answers(eform: EForm, answers: Mapping[str, Any], today: date) -> list[FieldError]:
    """What has to be mended before filing, in the order of the page, one sentence a field."""
    kept = keep_shown(eform, answers)
    found: dict[str, FieldError] = {}
    for name, code, facts in [*_schema_errors(eform, kept), *bound_errors(eform, kept, today)]:
        if name not in found:
            schema = eform.properties.get(name, {})
            found[name] = FieldError(f"/{name}", code, sentence_for(code, schema, facts))
    order = {control.name: place for place, (_, control) in enumerate(eform.controls())}
    return sorted(found.values(), key=lambda error: order.get(error.pointer[1:], len(order)))


def _read(form: Mapping[str, Any], name: str, schema: Schema, eform: EForm) -> Any:
    if schema.get("format") == "date":
        return _read_date(form, name, eform)
    if schema["type"] == "array":
        values = form.getlist(name) if hasattr(form, "getlist") else form.get(name, [])
        listed = values if isinstance(values, list | tuple) else [values]
        return [text for text in (_text(value) for value in listed) if text] or None
    raw = form.get(name)
    if isinstance(raw, bool | int | float):
        return raw
    text = _text(raw)
    if not typed.clean_line(text):
        return None
    match schema["type"]:
        case "boolean":
            return text.lower() in TRUE_WORDS
        case "integer":
            return _or_as_typed(typed.read_amount, text)
        case "number":
            return _or_as_typed(typed.read_number, text)
    return read_text(eform, name, text)


def _text(raw: Any) -> str:
    # NUL cannot be stored, and a browser sends CRLF from a text area.
    return nfc(raw).replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(raw, str) else ""


def _or_as_typed(read: Any, text: str) -> Any:
    try:
        return read(text)
    except typed.Unreadable:
        return text


def _read_date(form: Mapping[str, Any], name: str, eform: EForm) -> str | dict[str, str] | None:
    value = form.get(name)
    if isinstance(value, Mapping):
        form, value = {f"{name}-{part}": value.get(part) for part in ("day", "month", "year")}, None
    if isinstance(value, str) and value.strip():
        return read_text(eform, name, _text(value))
    read = read_date_boxes(form, name)
    return read.isoformat() if isinstance(read, date) else read


def _schema_errors(eform: EForm, answers: Answers) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for error in eform.validator.iter_errors(answers):
        yield _named(error)


def _named(error: "jsonschema_rs.ValidationError") -> tuple[str, str, Mapping[str, Any]]:
    kind = error.kind
    if kind.name == "required":
        return str(kind.value), "required", {}
    name = str(error.instance_path[0]) if error.instance_path else ""
    dated = (kind.name == "format" and kind.value == "date") or isinstance(error.instance, Mapping)
    if dated and (fault := fault_of_date(error.instance)):
        return name, fault.code, {"fault": fault}
    if kind.name in ("enum", "oneOf", "const"):
        return name, "choice", {}
    return name, kind.name, {"limit": kind.value}


def answer_in_words(schema: Schema, value: Any) -> str:
    """How an answer reads on a page or on paper."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        labels = dict(choices_of(schema.get("items", {})))
        return "; ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(value, Mapping):
        return "/".join(str(value.get(part) or "") for part in ("day", "month", "year"))
    if schema.get("format") == "date" and (day := day_of(value)):
        return f"{day:%d/%m/%Y}"
    if isinstance(value, int) and not is_shown_as_year(schema):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, float):
        whole, _, fraction = f"{value:,.2f}".partition(".")
        return f"{whole.replace(',', '.')},{fraction}"
    return dict(choices_of(schema)).get(str(value), str(value))
