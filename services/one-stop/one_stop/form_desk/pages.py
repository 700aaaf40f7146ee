"""Biểu mẫu của một cửa: which there are, how the province's own looks, and which is printed from."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.models import AcceptedTemplate, TemplateDraft
from one_stop.forms.own_results import OWN, own_template
from one_stop.forms.render import FORM_TEMPLATES
from one_stop.procedures.queries import find_newest, list_named, newest_labels
from one_stop.rights import RIGHTS, Right
from shared.printing.forms import Template
from shared.web.callers import require
from shared.web.form_pages import FormDoor, form_pages
from shared.work.form_templates import Forms, OwnForms


async def _find_own(session: AsyncSession, code: str) -> Template | None:
    """Mẫu in riêng của một thủ tục, with the fields of its e-form as it is asked today."""
    procedure = await find_newest(session, code)
    if procedure is None:
        return None
    labels = await newest_labels(session, procedure.form_id) or procedure.field_labels
    return own_template(procedure.code, procedure.name, labels)


FORMS = Forms(FORM_TEMPLATES, AcceptedTemplate, OwnForms(OWN, _find_own, list_named, TemplateDraft))
router = form_pages(FormDoor(FORMS, "/mot-cua/bieu-mau", require(RIGHTS, Right.MANAGE_FORMS)))
