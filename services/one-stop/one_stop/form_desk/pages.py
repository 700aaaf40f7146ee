"""Biểu mẫu của một cửa: which there are, how the province's own looks, and which is printed from."""

from one_stop.forms.models import AcceptedTemplate
from one_stop.forms.render import FORM_TEMPLATES
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.form_pages import FormDoor, form_pages
from shared.work.form_templates import Forms

router = form_pages(
    FormDoor(Forms(FORM_TEMPLATES, AcceptedTemplate), "/mot-cua/bieu-mau", require(RIGHTS, Right.MANAGE_FORMS))
)
