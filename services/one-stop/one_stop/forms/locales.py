"""Mẫu song ngữ: forms that people take home, beside Vietnamese in a second language. The Vietnamese words stand first: they are the legal ones.

A dossier's copy shows what its form shows, from the same values. Another language is one line of `LOCALES` and its templates.
"""

from collections.abc import Mapping
from dataclasses import replace

from shared.printing.forms import Template

LOCALES = {"en": "tiếng Việt và tiếng Anh"}
TAKEN_HOME = ("01", "02", "03", "04")
"""By their numbers."""
_BETWEEN = "-"


def local_name(form_no: str, locale: str) -> str:
    """`01-en`: in the name of a template, and as number of the copy that a dossier keeps."""
    return f"{form_no}{_BETWEEN}{locale}"


def local_parts(name: str) -> tuple[str, str] | None:
    """Number of the form and locale; None for what is no name of a copy in a second language."""
    form_no, _, locale = name.partition(_BETWEEN)
    return (form_no, locale) if form_no in TAKEN_HOME and locale in LOCALES else None


def local_templates(templates: Mapping[tuple[str, str], Template]) -> dict[tuple[str, str], Template]:
    """One of each form that is taken home, for each rule-set and locale: the province may have its own as of any other."""
    return {
        (rule_set, local_name(form_no, locale)): replace(
            template,
            name=local_name(form_no, locale),
            file=template.file.with_name(f"form{local_name(form_no, locale)}.typ"),
            language=words,
        )
        for (rule_set, form_no), template in templates.items()
        if form_no in TAKEN_HOME
        for locale, words in LOCALES.items()
    }
