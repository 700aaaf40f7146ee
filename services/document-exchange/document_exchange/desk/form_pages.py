"""Biểu mẫu of the records desk, and the province's own of them."""

from document_exchange.desk.register_printing import FORMS
from document_exchange.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.form_pages import FormDoor, form_pages

router = form_pages(FormDoor(FORMS, "/van-ban/bieu-mau", require(RIGHTS, Right.MANAGE_FORMS)))
