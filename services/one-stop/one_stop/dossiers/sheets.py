"""Biểu mẫu of a dossier to be printed: the one that was made for it, or the control sheet as it stands now."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.models import Dossier, PrintedForm
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import control_fields
from one_stop.dossiers.queries import list_hand_overs
from one_stop.dossiers.rules import Doing
from one_stop.forms.render import FormNo
from shared.core.errors import Conflict

_HANDED = frozenset(
    {Doing.ACCEPT, Doing.TRANSFER, Doing.CLAIM, Doing.RETURN, Doing.FINISH, Doing.SIGN, Doing.HAND_OVER}
)


async def find_form(session: AsyncSession, dossier: Dossier, form: FormNo) -> PrintedForm | None:
    """The newest that was made for it; None for the control sheet, which is made when it is asked for. Refuses where there is none."""
    if form is FormNo.CONTROL:
        if dossier.received_at is None:
            raise Conflict("dossier_not_received")
        return None
    made = select(PrintedForm).where(PrintedForm.dossier_id == dossier.id, PrintedForm.form_no == form.value)
    newest = made.order_by(PrintedForm.made_at.desc(), PrintedForm.id).limit(1)
    found = (await session.scalars(newest)).one_or_none()
    if found is None:
        raise Conflict("form_not_made")
    return found


async def sheet_of(session: AsyncSession, prints: PrintShop, dossier: Dossier, form: FormNo) -> bytes:
    """The PDF; one that was made keeps its bytes."""
    made = await find_form(session, dossier, form)
    if made is not None:
        return await prints.read(made.reference())
    head = await letterhead(session, dossier.agency_code)
    rows = [row for row in await list_hand_overs(session, dossier.id) if row.action in _HANDED]
    return await prints.preview_form(form.value, dossier.rule_set, control_fields(head, dossier, rows))
