"""Biểu mẫu of a dossier to be printed: the one that was made for it, or the control sheet as it stands now."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form, letterhead
from one_stop.dossiers.models import Dossier, PrintedForm
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import control_fields, file_name, label_fields
from one_stop.dossiers.queries import list_hand_overs
from one_stop.dossiers.rules import Doing
from one_stop.forms.render import LABEL, FormNo
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import names_of

_HANDED = frozenset(
    {
        Doing.ACCEPT,
        Doing.TRANSFER,
        Doing.JOIN,
        Doing.CLAIM,
        Doing.RETURN,
        Doing.FINISH,
        Doing.APPROVE,
        Doing.SIGN,
        Doing.HAND_OVER,
    }
    | {Doing.TAKE_OVER, Doing.SEND_BACK, Doing.SEND_AGAIN}
    | {Doing.ASK_PART, Doing.PART_ANSWERED, Doing.PART_REFUSED}
)


async def find_form(session: AsyncSession, dossier: Dossier, form: FormNo) -> PrintedForm | None:
    """The newest that was made for it; None for the control sheet, which is made when it is asked for. Refuses where there is none."""
    if form is FormNo.CONTROL:
        if dossier.received_at is None:
            raise Conflict("dossier_not_received")
        return None
    made = select(PrintedForm).where(PrintedForm.dossier_id == dossier.id, PrintedForm.form_no == form.value)
    newest = made.order_by(PrintedForm.made_at.desc(), PrintedForm.id.desc()).limit(1)
    found = (await session.scalars(newest)).one_or_none()
    if found is None:
        raise Conflict("form_not_made")
    return found


async def keep_label(session: AsyncSession, prints: PrintShop, dossier: Dossier, by: str) -> PrintedForm:
    """Nhãn hồ sơ: made once, at the first wish; the same paper afterwards."""
    if dossier.received_at is None:
        raise Conflict("dossier_without_code")
    made = select(PrintedForm).where(PrintedForm.dossier_id == dossier.id, PrintedForm.form_no == LABEL)
    found = (await session.scalars(made.order_by(PrintedForm.made_at, PrintedForm.id).limit(1))).one_or_none()
    if found is not None:
        return found
    now = clock.now()
    data = label_fields(await letterhead(session, dossier.agency_code), dossier)
    printed = await prints.print_form(LABEL, dossier.rule_set, data, file_name("nhan-ho-so", dossier, now))
    return keep_form(session, dossier, LABEL, printed, now, by)


async def sheet_of(session: AsyncSession, prints: PrintShop, dossier: Dossier, form: FormNo) -> bytes:
    """The PDF; one that was made keeps its bytes."""
    made = await find_form(session, dossier, form)
    if made is not None:
        return await prints.read(made.reference())
    head = await letterhead(session, dossier.agency_code)
    rows = [row for row in await list_hand_overs(session, dossier.id) if row.action in _HANDED]
    names = await names_of(
        session, {dossier.agency_code, dossier.received_agency_code, *(row.agency_code for row in rows)}
    )
    return await prints.preview_form(form.value, dossier.rule_set, control_fields(head, dossier, rows, names))
