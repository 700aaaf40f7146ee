"""What the forms about changes of issued documents hold."""

from starlette.datastructures import FormData

from document_exchange.amending.schemas import NoteIn, UpdateIn
from document_exchange.desk.forms import checked, outside_of
from document_exchange.showing import date_of, number_of, text_of, texts_of


def update_of(form: FormData) -> UpdateIn:
    """Cập nhật văn bản đã phát hành."""
    values = {
        "version": number_of(form, "version"),
        "reason": text_of(form, "reason"),
        "subject": text_of(form, "subject"),
        "due_on": date_of(form, "due_on"),
        "add": texts_of(form, "add"),
        "add_outside": outside_of(text_of(form, "add_outside")),
        "remove": texts_of(form, "remove"),
    }
    return checked(UpdateIn, values)


def note_of(form: FormData) -> NoteIn:
    """Trả lời của nơi nhận ngoài hệ thống, or nobody is asked any more."""
    values = {"version": number_of(form, "version"), "position": number_of(form, "position")}
    return checked(NoteIn, values | {"act": text_of(form, "act"), "words": text_of(form, "words")})
