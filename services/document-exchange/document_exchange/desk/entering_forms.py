"""What the forms of entering, correcting and striking out hold: as typed, and as the API's own classes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from document_exchange.desk.forms import checked
from document_exchange.entered.rules import RETURN_WAYS
from document_exchange.entered.schemas import CorrectIn, EnterIn
from document_exchange.entered.typed import refuse
from document_exchange.incoming.models import IncomingDocument
from document_exchange.showing import date_of, id_of, number_of, text_of
from shared.core import clock

_LINES = ("author", "reference", "subject", "signer", "remark")
_DAYS = ("arrived_on", "issued_on", "due_on")
_AMOUNTS = ("pages", "copies")
_LATER = "de-sau"
NEXT = "nhap-tiep"


def entered_values(form: FormData) -> dict[str, Any]:
    """The form as typed, to be shown again."""
    values: dict[str, Any] = {
        name: text_of(form, name) for name in (*_LINES, *_AMOUNTS, "origin", "type_code", "priority")
    }
    values |= {name: date_of(form, name) for name in _DAYS}
    return values | {"id": text_of(form, "id"), "anyway": text_of(form, "anyway") == "true"}


def entered_of(form: FormData) -> EnterIn:
    """As the API would take it; refuses in sentences beside the fields."""
    values = entered_values(form)
    if not values["origin"]:
        refuse("invalid", "/origin", "Hãy chọn cách văn bản đến.")
    return checked(
        EnterIn,
        values
        | {name: values[name] or None for name in _AMOUNTS}
        | {
            "id": id_of(form, "id"),
            "priority": number_of(form, "priority") or 0,
            "later": text_of(form, "viec") == _LATER,
        },
    )


def correction_values(form: FormData) -> dict[str, Any]:
    """The form of a correction as typed."""
    values: dict[str, Any] = {
        name: text_of(form, name) for name in (*_LINES, *_AMOUNTS, "type_name", "priority", "reason")
    }
    return values | {name: date_of(form, name) for name in _DAYS if f"{name}-day" in form or name in form}


def correction_of(form: FormData) -> CorrectIn:
    """Every box of the form is named: what is empty is meant to be empty."""
    values = correction_values(form)
    return checked(
        CorrectIn,
        values
        | {name: values[name] or None for name in _AMOUNTS}
        | {"priority": number_of(form, "priority") or 0, "version": number_of(form, "version")},
    )


def first_values(asked: Mapping[str, str]) -> dict[str, Any]:
    """Of a new form: the way and the day of the letter before it in the pile."""
    origin = asked.get("cach", "")
    return {"origin": origin or "post", "arrived_on": asked.get("ngay") or clock.local_now().date(), "type_code": "CV"}


def returned_words(form: FormData, incoming: IncomingDocument, reason: str) -> str:
    """`Gửi sai nơi nhận. Trả lại: gửi bưu điện, ngày 28/11/2026`."""
    way = RETURN_WAYS.get(text_of(form, "returned_by"))
    if way is None:
        refuse("return_way_missing", "/returned_by", "Hãy chọn cách trả lại.")
    day, today = date_of(form, "returned_on"), clock.local_now().date()
    arrived_on = incoming.arrived_at.astimezone(clock.VIETNAM).date()
    if not isinstance(day, date) or not arrived_on <= day <= today:
        sentence = f"Hãy ghi ngày trả lại, từ ngày đến {arrived_on:%d/%m/%Y} tới hôm nay {today:%d/%m/%Y}."
        refuse("return_day_wrong", "/returned_on", sentence)
    return f"{reason}. Trả lại: {way[0].lower()}{way[1:]}, ngày {day:%d/%m/%Y}"
