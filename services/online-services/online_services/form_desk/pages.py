"""Biểu mẫu của dịch vụ công trực tuyến: how the copy of what a citizen filed is printed, and which template is printed from."""

from online_services.eforms.paper import FORM_TEMPLATES
from online_services.form_desk.models import AcceptedTemplate
from online_services.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.form_pages import FormDoor, form_pages
from shared.work.form_templates import Forms

PLACE = "/dich-vu-cong/bieu-mau"

router = form_pages(FormDoor(Forms(FORM_TEMPLATES, AcceptedTemplate), PLACE, require(RIGHTS, Right.MANAGE_FORMS)))
