"""How pages of this service show refusals and read forms."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

from document_exchange.texts import TEXTS
from shared.core.errors import FieldError, Refusal
from shared.web.form_fields import read_date
from shared.web.problems import sentence_for

Errors = list[FieldError]


def errors_of(refusal: Refusal | None) -> Errors:
    """For the summary at the top and the sentences beside the fields."""
    if refusal is None:
        return []
    if refusal.fields:
        return refusal.fields
    return [FieldError("", refusal.code, sentence_for(refusal, TEXTS))]


def text_of(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def date_of(form: FormData, name: str) -> date | dict[str, str] | None:
    """As `read_date`, of whatever the form holds."""
    return read_date({key: value for key, value in form.items() if isinstance(value, str)}, name)


def number_of(form: FormData, name: str) -> int | None:
    value = text_of(form, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def id_of(form: FormData, name: str) -> UUID | None:
    try:
        return UUID(text_of(form, name))
    except ValueError:
        return None


def uploads_of(form: FormData, name: str) -> list[UploadFile]:
    """Files that were really chosen; an empty file box sends one without a name."""
    return [value for value in form.getlist(name) if isinstance(value, UploadFile) and value.filename]


def query_string(parts: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in parts.items() if value})
