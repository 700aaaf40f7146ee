"""Biểu mẫu of a dossier to be printed: the one that was made for it, or the control sheet as it stands now."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form, letterhead
from one_stop.dossiers.models import Dossier, HandOver, PrintedForm
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import control_fields, file_name, label_fields
from one_stop.dossiers.queries import list_hand_overs
from one_stop.dossiers.rules import ENDED, Doing
from one_stop.dossiers.sealed import UNSIGNED
from one_stop.forms.locales import local_parts
from one_stop.forms.render import LABEL, FormNo
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
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
_OUTDATES = _HANDED | {
    Doing.UNDO_HAND_OVER,
    Doing.RECALL,
    Doing.STOP,
    Doing.WITHDRAW,
    Doing.WITHDRAW_AT_COUNTER,
}
"""What ends a dossier or takes it back into work: a sheet that was kept before it is not this ending's."""


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


async def keep_local(session: AsyncSession, prints: PrintShop, dossier: Dossier, name: str, by: str) -> PrintedForm:
    """Bản song ngữ of a form that was made, from the same values; once for each. Refuses where the form was not made, or has none.

    `name`: `01-en`. It bears no signature of its own: the form in Vietnamese does.
    """
    parts = local_parts(name)
    if parts is None:
        raise Invalid("invalid_input", fields=[FieldError("/form", "form_unknown", "Hãy chọn giấy trong danh sách.")])
    await session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update())
    of_dossier = PrintedForm.dossier_id == dossier.id
    shown = select(PrintedForm).where(
        of_dossier, PrintedForm.form_no == parts[0], PrintedForm.snapshot.has_key("applicant")
    )
    newest = shown.order_by(PrintedForm.made_at.desc(), PrintedForm.id.desc()).limit(1)
    form = (await session.scalars(newest)).one_or_none()
    if form is None:
        raise Conflict("form_not_made")
    made = select(PrintedForm).where(of_dossier, PrintedForm.form_no == name, PrintedForm.made_at >= form.made_at)
    if (found := (await session.scalars(made.limit(1))).one_or_none()) is not None:
        return found
    now = clock.now()
    values = {key: said for key, said in form.snapshot.items() if key != UNSIGNED}
    printed = await prints.print_form(name, dossier.rule_set, values, file_name(f"mau-{name}", dossier, now))
    return keep_form(session, dossier, name, printed, now, by)


async def sheet_of(session: AsyncSession, prints: PrintShop, dossier: Dossier, form: FormNo) -> bytes:
    """The PDF; one that was made keeps its bytes."""
    made = await find_form(session, dossier, form)
    if made is not None:
        return await prints.read(made.reference())
    if dossier.status in ENDED:
        return await prints.read((await _keep_control(session, prints, dossier)).reference())
    return await prints.preview_form(form.value, dossier.rule_set, await _control(session, dossier))


async def _control(session: AsyncSession, dossier: Dossier) -> dict[str, Any]:
    head = await letterhead(session, dossier.agency_code)
    rows = [row for row in await list_hand_overs(session, dossier.id) if row.action in _HANDED]
    names = await names_of(
        session,
        {dossier.agency_code, dossier.received_agency_code}
        | {code for row in rows for code in (row.agency_code, row.goes_to) if code},
    )
    return control_fields(head, dossier, rows, names)


async def _keep_control(session: AsyncSession, prints: PrintShop, dossier: Dossier) -> PrintedForm:
    """Phiếu kiểm soát of one that has ended: made once and kept, the same paper afterwards; the agency's signature follows.

    One that was ended, taken back and ended again gets a new one.
    """
    await session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update())
    last = select(func.max(HandOver.at)).where(HandOver.dossier_id == dossier.id, HandOver.action.in_(_OUTDATES))
    made = select(PrintedForm).where(
        PrintedForm.dossier_id == dossier.id,
        PrintedForm.form_no == FormNo.CONTROL.value,
        PrintedForm.made_at >= last.scalar_subquery(),
    )
    newest = made.order_by(PrintedForm.made_at.desc(), PrintedForm.id.desc()).limit(1)
    if (found := (await session.scalars(newest)).one_or_none()) is not None:
        return found
    now, data = clock.now(), await _control(session, dossier)
    name = file_name("phieu-kiem-soat", dossier, now)
    printed = await prints.print_form(FormNo.CONTROL.value, dossier.rule_set, data, name)
    return keep_form(session, dossier, FormNo.CONTROL.value, printed, now, "", sealed_by=dossier.agency_code)
