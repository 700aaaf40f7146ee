"""What a plan rests on, asked when it is drawn up, when it is confirmed and on its day."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.reorganising import queries
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.rules import Heir, Kind, at_heir
from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import covers
from shared.core.errors import FieldError, Forbidden, Invalid
from shared.core.province import this_province


async def check(
    session: AsyncSession, plan: Reorganisation, plan_id: UUID | None = None, *, on_its_day: bool = False
) -> None:
    """The agencies are there, nothing else ends them, the new one's code is free. Raises Invalid with every field at fault.

    `on_its_day`: units that came since are the first successor's; nobody is there to be asked.
    """
    above = [heir.parent_code or "" for heir in plan.heirs]
    known = await queries.agencies_by_code(session, [*plan.ending_codes, *plan.heir_codes, *above])
    faults = _check_ending(plan, known)
    for number, heir in enumerate(plan.heirs, 1):
        own = _check_successor(plan, heir, known)
        if heir.code_2020 and (other := await queries.holder_of_code(session, heir, plan)) is not None:
            sentence = f"Mã {heir.code_2020} là của {other}; mỗi cơ quan một mã."
            own.append(FieldError("/code_2020", "taken", sentence))
        faults += at_heir(own, number)
    if plan.is_shared:
        faults += _check_several(plan)
        faults += [] if on_its_day else await _check_places(session, plan)
    for code in await queries.planned_otherwise(session, plan, plan_id, on_its_day=on_its_day):
        name = known[code].name if code in known else code
        place = "ending" if code in plan.ending_codes else "successor"
        sentence = f"{name} đã có trong một phương án khác chưa thực hiện; hãy bỏ phương án đó trước."
        faults.append(FieldError(f"/{place}", "planned", sentence))
    if faults:
        raise Invalid("invalid_input", fields=faults)


def _check_several(plan: Reorganisation) -> list[FieldError]:
    """Chia, tách: one agency among several, or one that stands and others."""
    faults = []
    if len(plan.ending_codes) > 1:
        sentence = "Mỗi phương án chia, tách một cơ quan."
        faults.append(FieldError("/ending", "several", sentence))
    if plan.kind == Kind.SPLIT and not plan.further:
        sentence = "Chia cơ quan thì phải có ít nhất hai cơ quan kế thừa."
        faults.append(FieldError("/successor_2", "missing", sentence))
    for number, heir in enumerate(plan.heirs, 1):
        if heir.code in plan.heir_codes[: number - 1]:
            sentence = f"Mã {heir.code} đã là của một cơ quan kế thừa khác trong phương án."
            faults += at_heir([FieldError("/new_code" if heir.new else "/successor", "twice", sentence)], number)
        elif heir.code_2020 and heir.code_2020 in [one.code_2020 for one in plan.heirs[: number - 1]]:
            sentence = f"Mã {heir.code_2020} đã ghi cho một cơ quan kế thừa khác; mỗi cơ quan một mã."
            faults += at_heir([FieldError("/code_2020", "twice", sentence)], number)
    return faults


async def _check_places(session: AsyncSession, plan: Reorganisation) -> list[FieldError]:
    """Each unit, and each agency right below, goes to one of the successors; of an agency that stands those that are chosen."""
    places = await queries.places_of(session, plan)
    faults = _check_chosen(plan, {place for place, _ in places}) if plan.kind == Kind.PART else []
    for place, name in places:
        stays = plan.kind == Kind.PART and place not in plan.places
        if not stays and plan.places.get(place) not in plan.heir_codes:
            faults.append(FieldError(f"/place_{place}", "missing", f"Hãy chọn cơ quan kế thừa của {name}."))
    return faults


def _check_chosen(plan: Reorganisation, known: set[str]) -> list[FieldError]:
    """Tách: each successor is given something."""
    given = {*(code for place, code in plan.places.items() if place in known), *plan.matters.values()}
    sentence = "Hãy chọn đơn vị, hoặc ghi thủ tục, lĩnh vực sang cơ quan này."
    faults = []
    for number, code in enumerate(plan.heir_codes, 1):
        if code not in given:
            faults += at_heir([FieldError("/matters", "missing", sentence)], number)
    return faults


def _check_ending(plan: Reorganisation, known: dict[str, Agency]) -> list[FieldError]:
    last = plan.first_day - timedelta(days=1)
    if plan.kind == Kind.RENAME:
        return []
    if not plan.ending_codes:
        asked = "cơ quan bị tách" if plan.kind == Kind.PART else "ít nhất một cơ quan kết thúc"
        return [FieldError("/ending", "missing", f"Hãy chọn {asked}.")]
    for code in plan.ending_codes:
        agency = known.get(code)
        if agency is None:
            return [FieldError("/ending", "unknown", f"Không có cơ quan mã {code} trong danh bạ.")]
        if agency.has_ended_by(plan.first_day):
            return [FieldError("/ending", "ended", f"{agency.name} đã kết thúc trước ngày có hiệu lực.")]
        if agency.valid_from > last:
            return [FieldError("/ending", "too_early", f"{agency.name} mới hoạt động từ {agency.valid_from:%d/%m/%Y}.")]
        if agency.parent_code is None:
            return [FieldError("/ending", "top", f"{agency.name} là cơ quan cao nhất trong danh bạ.")]
    return []


def _check_successor(plan: Reorganisation, heir: Heir, known: dict[str, Agency]) -> list[FieldError]:
    there = known.get(heir.code)
    if heir.code in plan.ending_codes:
        what = "cơ quan bị tách" if plan.kind == Kind.PART else "cơ quan kết thúc"
        return [FieldError("/successor", "ends", f"Cơ quan kế thừa không thể là {what}.")]
    if heir.new:
        return _check_new(plan, heir, there, known.get(heir.parent_code or ""))
    if there is None:
        return [FieldError("/successor", "missing", "Hãy chọn cơ quan kế thừa.")]
    if there.has_ended_by(plan.first_day) or there.valid_from > plan.first_day:
        return [FieldError("/successor", "ended", f"{there.name} không hoạt động vào ngày có hiệu lực.")]
    now = (there.name, there.short_name, there.collective, there.code_2020 or "")
    if plan.kind == Kind.RENAME and now == (heir.name, heir.short_name, heir.collective, heir.code_2020):
        return [FieldError("/name", "unchanged", "Tên và mã vẫn như cũ, không có gì để đổi.")]
    if heir.name != there.name and there.named_since >= plan.first_day:
        return [FieldError("/first_day", "too_early", f"Tên hiện tại mới có từ {there.named_since:%d/%m/%Y}.")]
    return []


def _check_new(plan: Reorganisation, heir: Heir, there: Agency | None, above: Agency | None) -> list[FieldError]:
    faults = []
    if there is not None:
        faults.append(FieldError("/new_code", "taken", f"Mã này là của {there.name}."))
    if heir.tier not in this_province().tiers_on(plan.first_day):
        faults.append(FieldError("/tier", "wrong", "Hãy chọn cấp của cơ quan mới."))
    if above is None or above.code in plan.ended_codes or above.has_ended_by(plan.first_day):
        sentence = "Hãy chọn cơ quan cấp trên đang hoạt động, không phải cơ quan kết thúc."
        faults.append(FieldError("/parent_code", "wrong", sentence))
    return faults


async def check_above(session: AsyncSession, who: Identity, plan: Reorganisation, right: Right) -> None:
    """Who decides on agencies sits above each of them; the topmost renames itself. Raises Forbidden."""
    places = [heir.parent_code or "" if heir.new else heir.code for heir in plan.heirs]
    known = await queries.agencies_by_code(session, [*plan.ending_codes, *places])
    for code in plan.ending_codes:
        if code in known and not await is_above(session, who, right, known[code]):
            raise Forbidden("agency_out_of_reach")
    for heir in [known[code] for code in places if code in known]:
        own = covers(who, RIGHTS[right], heir.code, heir.parent_code)
        if not (own or await is_above(session, who, right, heir)):
            raise Forbidden("agency_out_of_reach")


async def may_decide(session: AsyncSession, who: Identity, plan: Reorganisation, right: Right) -> bool:
    """Whether `check_above` lets this person pass: who may not press a button is not shown it."""
    try:
        await check_above(session, who, plan, right)
    except Forbidden:
        return False
    return True


async def is_above(session: AsyncSession, who: Identity, right: Right, agency: Agency) -> bool:
    line = await queries.line_above(session, agency)
    return any(covers(who, RIGHTS[right], one.code, one.parent_code) for one in line)
