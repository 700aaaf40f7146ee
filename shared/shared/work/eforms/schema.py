"""An e-form: JSON Schema 2020-12 for the answers, a uischema (JSON Forms vocabulary) for the page.

Administrators write e-forms, so nothing in one may reach outside it or hang: references stay inside, the validator's
regular expressions cannot run away, and a form that could not be shown or answered is refused before it is published.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from shared.standards import typed, typed_dates
from shared.standards.identifiers import is_passport, is_personal_id, is_tax_code

if TYPE_CHECKING:
    import jsonschema_rs  # some megabytes: loaded where a form is first read, by validators alone

Schema = Mapping[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _is_read_by(read: Callable[[str], object]) -> Callable[[str], bool]:
    """Whether a text is of the kind; it has been read before (`eforms.readers`), so it is in its stored form when it is."""

    def is_kind(text: str) -> bool:
        try:
            read(text)
        except typed.Unreadable:
            return False
        return True

    return is_kind


def _is_stored_date(text: str) -> bool:
    return _is_read_by(typed_dates.read_date)(text) and typed_dates.read_date(text).isoformat() == text


FORMATS = {
    "personal-id": is_personal_id,
    "tax-code": is_tax_code,
    "phone": _is_read_by(typed.read_phone),
    "email": _is_read_by(typed.read_email),
    "date": _is_stored_date,
    "passport": is_passport,
    "foreign-passport": lambda text: is_passport(text.upper(), foreign=True),
}
ANSWER_TYPES = frozenset({"string", "integer", "number", "boolean", "array"})
WIDGETS = frozenset({"text", "textarea", "radios", "select", "checkboxes"})
BOUNDS = ("x-not-before", "x-not-after", "x-differs-from")
"""Keywords of `eforms.bounds`."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


class UnusableForm(ValueError):
    """The e-form cannot be published; `problems` says why, for the administrator's page."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Rule:
    """Điều kiện hiển thị."""

    effect: str
    field: str
    schema: Schema

    @cached_property
    def _validator(self) -> "jsonschema_rs.Draft202012Validator":
        return validator_of(self.schema)

    def shows(self, answers: Mapping[str, Any]) -> bool:
        met = self.field in answers and self._validator.is_valid(answers[self.field])
        return met if self.effect == "SHOW" else not met


@dataclass(frozen=True)
class Control:
    """Một ô trong biểu mẫu."""

    name: str
    options: Mapping[str, Any]
    rule: Rule | None


@dataclass(frozen=True)
class Group:
    """Một nhóm ô trong biểu mẫu."""

    label: str
    controls: tuple[Control, ...]
    rule: Rule | None


@dataclass(frozen=True)
class EForm:
    """Biểu mẫu điện tử tương tác."""

    id: str
    version: int
    title: str
    schema: Schema
    groups: tuple[Group, ...] = field(default=())

    @property
    def properties(self) -> Mapping[str, Schema]:
        return cast(Mapping[str, Schema], self.schema["properties"])

    @cached_property
    def validator(self) -> "jsonschema_rs.Draft202012Validator":
        return validator_of(self.schema)

    @cached_property
    def long_texts(self) -> frozenset[str]:
        """Fields of several lines."""
        return frozenset(c.name for _, c in self.controls() if c.options.get("widget") == "textarea")

    def controls(self) -> Iterator[tuple[Group, Control]]:
        for group in self.groups:
            for control in group.controls:
                yield group, control

    def shown(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """Fields on the page for these answers; a rule on a field that is itself hidden does not show another."""
        visible = {name: value for name, value in answers.items() if name in self.properties}
        while True:
            names = frozenset(
                control.name
                for group, control in self.controls()
                if all(rule is None or rule.shows(visible) for rule in (group.rule, control.rule))
            )
            kept = {name: value for name, value in visible.items() if name in names}
            if len(kept) == len(visible):
                return names
            visible = kept


def validator_of(schema: Schema) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True, formats=FORMATS, retriever=_refuse)


def load_eform(raw: Mapping[str, Any]) -> EForm:
    """Read an e-form and refuse it unless it can be shown, answered and checked."""
    problems = list(_problems_of(raw))
    if problems:
        raise UnusableForm(problems)
    elements = raw["uischema"]["elements"]
    return EForm(
        id=str(raw["id"]),
        version=int(raw["version"]),
        title=str(raw["title"]),
        schema=raw["schema"],
        groups=tuple(_group(element) for element in elements),
    )


def _refuse(address: str) -> Any:
    raise ValueError(f"references outside the form are not followed: {address}")


def _problems_of(raw: Mapping[str, Any]) -> Iterator[str]:
    for key, kind in (("id", str), ("version", int), ("title", str), ("schema", dict), ("uischema", dict)):
        if not isinstance(raw.get(key), kind):
            yield f"{key}: missing or of the wrong kind"
            return
    schema = raw["schema"]
    yield from _foreign_references(schema)
    if schema.get("$schema", DIALECT) != DIALECT:
        yield "schema: only JSON Schema 2020-12 is accepted"
        return
    import jsonschema_rs

    try:
        jsonschema_rs.meta.validate(schema)
        validator_of(schema)
    except ValueError as error:
        yield f"schema: {str(error).splitlines()[0]}"
        return
    properties = schema.get("properties")
    if schema.get("type") != "object" or not isinstance(properties, dict) or not properties:
        yield "schema: must be an object with properties"
        return
    yield from _unshowable(properties)
    yield from _page_problems(raw["uischema"], properties, frozenset(schema.get("required", ())))


def _foreign_references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for keyword in REFERENCES:
            target = node.get(keyword)
            if isinstance(target, str) and not target.startswith("#"):
                yield f"schema: {keyword} leads outside the form: {target}"
        for key, value in node.items():
            if key not in ("const", "enum"):
                yield from _foreign_references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _foreign_references(value)


def _unshowable(properties: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in properties.items():
        if not isinstance(schema, Mapping) or schema.get("type") not in ANSWER_TYPES:
            yield f"{name}: type must be one of {', '.join(sorted(ANSWER_TYPES))}"
        elif not schema.get("title"):
            yield f"{name}: needs a title, it is the label people read"
        elif schema["type"] == "array" and not choices_of(schema.get("items", {})):
            yield f"{name}: a list of answers must be chosen from options"
        else:
            yield from _foreign_bounds(name, schema, properties)
        if not name.isidentifier():
            yield f"{name}: not a usable field name"


def _foreign_bounds(name: str, schema: Schema, properties: Mapping[str, Any]) -> Iterator[str]:
    for keyword in BOUNDS:
        origin = str(schema.get(keyword, "")).partition("+")[0]
        if origin and origin not in properties and (origin != "today" or keyword == "x-differs-from"):
            yield f"{name}: {keyword} names no field: {origin}"


def _page_problems(
    uischema: Mapping[str, Any], properties: Mapping[str, Any], required: frozenset[str]
) -> Iterator[str]:
    elements = uischema.get("elements")
    if uischema.get("type") != "VerticalLayout" or not isinstance(elements, list):
        yield "uischema: must be a VerticalLayout of Groups"
        return
    seen: list[str] = []
    for element in elements:
        if not isinstance(element, Mapping) or element.get("type") != "Group" or not element.get("label"):
            yield "uischema: every element must be a Group with a label"
            continue
        yield from _rule_problems(element, properties)
        for control in element.get("elements", ()):
            name = _field_of(control)
            if control.get("type") != "Control" or name not in properties:
                yield f"uischema: no such field: {control.get('scope')}"
                continue
            seen.append(name)
            if control.get("options", {}).get("widget", "text") not in WIDGETS:
                yield f"{name}: unknown widget {control['options']['widget']}"
            yield from _rule_problems(control, properties)
            if name in required and ("rule" in control or "rule" in element):
                yield f"{name}: required always, but not always on the page"
    yield from (f"{name}: twice on the page" for name in sorted({name for name in seen if seen.count(name) > 1}))
    yield from (f"{name}: required but not on the page" for name in sorted(required - set(seen)))


def _rule_problems(element: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[str]:
    rule = element.get("rule")
    if rule is None:
        return
    condition = rule.get("condition", {}) if isinstance(rule, Mapping) else {}
    usable = isinstance(condition.get("schema"), Mapping) and _field_of(condition) in properties
    if not usable or rule.get("effect") not in ("SHOW", "HIDE"):
        yield f"uischema: a rule must SHOW or HIDE by a field of the form: {rule}"
        return
    try:
        validator_of(condition["schema"])
    except ValueError as error:
        yield f"uischema: rule: {str(error).splitlines()[0]}"


def _field_of(element: Mapping[str, Any]) -> str:
    return str(element.get("scope", "")).removeprefix("#/properties/")


def _rule(element: Mapping[str, Any]) -> Rule | None:
    rule = element.get("rule")
    return Rule(rule["effect"], _field_of(rule["condition"]), rule["condition"]["schema"]) if rule else None


def _group(element: Mapping[str, Any]) -> Group:
    controls = tuple(Control(_field_of(c), c.get("options", {}), _rule(c)) for c in element["elements"])
    return Group(element["label"], controls, _rule(element))


def choices_of(schema: Schema) -> tuple[tuple[str, str], ...]:
    """(value, label) of each option; nothing if the answer is not chosen from a list."""
    if "oneOf" in schema:
        return tuple((str(option["const"]), str(option.get("title", option["const"]))) for option in schema["oneOf"])
    return tuple((str(value), str(value)) for value in schema.get("enum", ()))
