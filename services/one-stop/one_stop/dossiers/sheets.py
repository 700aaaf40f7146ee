"""Biểu mẫu of a dossier to be printed: the one that was made for it, or the control sheet as it stands now."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form, letterhead
from one_stop.dossiers.control_sheet import HANDED, control_fields
from one_stop.dossiers.models import Dossier, HandOver, PrintedForm
from one_stop.dossiers.print_shop import Printed, PrintShop, snapshot_of
from one_stop.dossiers.printing import file_name, label_fields
from one_stop.dossiers.queries import list_hand_overs
from one_stop.dossiers.rules import ENDED, Doing
from one_stop.dossiers.sealed import UNSIGNED
from one_stop.dossiers.sheet_orders import AFTER, KEEP
from one_stop.forms.locales import local_parts
from one_stop.forms.models import AcceptedTemplate
from one_stop.forms.render import FORM_TEMPLATES, LABEL, FormNo, template_of
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.settings import Settings
from shared.directory.queries import names_of
from shared.printing.forms import print_apart
from shared.storage.files import FileStore
from shared.work.form_templates import Forms
from shared.work.jobs import Job, plan

_FORMS = Forms(FORM_TEMPLATES, AcceptedTemplate)

_OUTDATES = HANDED | {
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
        await session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update())
        return await prints.read((await _keep_control(session, prints.print_form, dossier)).reference())
    return await prints.preview_form(form.value, dossier.rule_set, await _control(session, dossier))


async def _control(session: AsyncSession, dossier: Dossier) -> dict[str, Any]:
    head = await letterhead(session, dossier.agency_code)
    lines = await list_hand_overs(session, dossier.id)
    names = await names_of(
        session,
        {dossier.agency_code, dossier.received_agency_code}
        | {code for line in lines for code in (line.agency_code, line.goes_to) if code},
    )
    return control_fields(head, dossier, lines, names)


Printing = Callable[[str, str, dict[str, Any], str], Awaitable[Printed]]
"""As `PrintShop.print_form`."""


async def _keep_control(session: AsyncSession, print_form: Printing, dossier: Dossier) -> PrintedForm:
    """Phiếu kiểm soát of one that has ended: made once and kept, the same paper afterwards; the agency's signature follows.

    One that was ended, taken back and ended again gets a new one. The caller has locked the dossier.
    """
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
    printed = await print_form(FormNo.CONTROL.value, dossier.rule_set, data, name)
    return keep_form(session, dossier, FormNo.CONTROL.value, printed, now, "", sealed_by=dossier.agency_code)


def job(settings: Settings) -> Job:
    return replace(KEEP, do=Keeping(settings).keep)


@dataclass(frozen=True)
class Keeping:
    """Việc lưu phiếu kiểm soát trong một tiến trình."""

    settings: Settings

    @cached_property
    def files(self) -> FileStore:
        return FileStore.from_settings(self.settings)

    async def keep(self, session: AsyncSession, key: str) -> None:
        """Nothing where it was taken back into work, or whoever opened it has kept it. Done again it is found."""
        # Who acts on it at this moment orders the sheet anew, and would wait for this very job.
        mine = select(Dossier).where(Dossier.id == UUID(key)).with_for_update(skip_locked=True)
        dossier = (await session.scalars(mine)).one_or_none()
        if dossier is None:
            await plan(session, KEEP, key, clock.now() + AFTER)
        elif dossier.status in ENDED:
            await _keep_control(session, partial(self._print, session), dossier)

    async def _print(
        self, session: AsyncSession, form_no: str, rule_set: str, data: dict[str, Any], name: str
    ) -> Printed:
        """In a process of its own: a worker that has once printed keeps the memory for ever."""
        template = template_of(form_no, rule_set)
        accepted = await _FORMS.find_accepted(session, template)
        pdf = await print_apart(template, accepted.source if accepted else None, data)
        return Printed(await self.files.put(pdf, "application/pdf", name), snapshot_of(data))
