"""Biểu mẫu của một cửa: which there are, how the province's own looks, and which is printed from."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.models import AcceptedTemplate, TemplateDraft
from one_stop.forms.own_results import OWN, own_codes, own_name, own_template
from one_stop.forms.render import FORM_TEMPLATES
from one_stop.procedures.queries import find_newest, list_declared, list_named, newest_labels
from one_stop.rights import RIGHTS, Right
from shared.printing.forms import Template
from shared.web.callers import require
from shared.web.form_pages import FormDoor, form_pages
from shared.work.form_templates import Forms, OwnForms


async def _find_own(session: AsyncSession, name: str) -> Template | None:
    """Mẫu in riêng của một thủ tục, or of one kind of its results, with the fields of its e-form as it is asked today."""
    code, kind = own_codes(name)
    declared = {one.code: one for of, one in await list_declared(session) if of == code} if kind else {}
    if kind not in {"", *declared}:
        return None
    procedure = await find_newest(session, code)
    if procedure is None:
        return None
    labels = await newest_labels(session, procedure.form_id) or procedure.field_labels
    return own_template(name, procedure.name, labels, declared.get(kind))


async def _list_choices(session: AsyncSession) -> list[tuple[str, str]]:
    """Each procedure in force, and after it the kinds of result that it declares under a code."""
    kinds = await list_declared(session)
    found = []
    for code, title in await list_named(session):
        found.append((own_name(code), title))
        found += [(own_name(code, one.code), f"{title}: {one.name} ({one.code})") for of, one in kinds if of == code]
    return found


FORMS = Forms(FORM_TEMPLATES, AcceptedTemplate, OwnForms(OWN, _find_own, _list_choices, TemplateDraft))
router = form_pages(FormDoor(FORMS, "/mot-cua/bieu-mau", require(RIGHTS, Right.MANAGE_FORMS)))
