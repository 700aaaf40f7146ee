"""A page as its reader finds it: by headings, links, fields and what is said beside them, not by its markup."""

from dataclasses import dataclass, field
from typing import Any, cast

from lxml import html
from lxml.html import HtmlElement


def _found(within: HtmlElement, path: str) -> list[Any]:
    """What the path selects: elements, or values of attributes."""
    return cast(list[Any], within.xpath(path))


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@dataclass
class Form:
    """What posting it would send, and where."""

    action: str
    method: str
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    """What is said beside a field, by the field's name."""


class PageReader:
    """Of the HTML of one answer."""

    def __init__(self, source: str) -> None:
        self._root = html.document_fromstring(source)

    @property
    def heading(self) -> str:
        return text_of(_found(self._root, "//h1")[0])

    @property
    def links(self) -> dict[str, str]:
        """Address by the words of the link."""
        return {text_of(link): link.get("href", "") for link in _found(self._root, "//a[@href]")}

    @property
    def navigation(self) -> dict[str, str]:
        return {text_of(link): link.get("href", "") for link in _found(self._root, "//nav//a[@href]")}

    @property
    def buttons(self) -> list[str]:
        return [text_of(button) for button in _found(self._root, "//button")]

    @property
    def forms(self) -> list[Form]:
        return [self._form(form) for form in _found(self._root, "//form")]

    def form(self, action: str) -> Form:
        """The one whose address ends so; an AssertionError names those that are there."""
        found = [form for form in self.forms if form.action.endswith(action)]
        assert len(found) == 1, f"{action!r} in {[form.action for form in self.forms]}"
        return found[0]

    @property
    def csrf(self) -> str:
        """The token of the session, from any form of the page."""
        return str(_found(self._root, "//input[@name='csrf_token']/@value")[0])

    def _form(self, form: HtmlElement) -> Form:
        errors: dict[str, str] = {}
        for control in _found(form, ".//*[@name and @aria-describedby]"):
            for place in control.get("aria-describedby", "").split():
                for said in _found(form, f".//*[@id='{place}' and contains(@class, 'error')]"):
                    errors[control.get("name", "")] = text_of(said)
        values = {name: str(value or "") for name, value in form.form_values()}
        return Form(form.get("action") or "", (form.get("method") or "get").lower(), values, errors)
