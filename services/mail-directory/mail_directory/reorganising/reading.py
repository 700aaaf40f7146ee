"""A plan as it is sent: who ends, who goes on, and of a split who has what."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.people.telling import today
from mail_directory.reorganising import rules
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.rules import STEPS, Act, Heir, Kind
from mail_directory.reorganising.schemas import NewHeir, NewReorganisation
from mail_directory.structure.rules import check_first_day
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.core.province import this_province
from shared.standards.typed import clean_line
from shared.standards.vietnamese import fold

_NAMES = ("name", "short_name", "collective")
_NOBODY_YET = ("confirmed_by", "confirmed_by_name", "confirmed_agency", "confirmed_post", "confirmed_for")


async def read_plan(session: AsyncSession, new: NewReorganisation) -> Reorganisation:
    """Raises Invalid with every field at fault."""
    faults: list[FieldError] = []
    if new.kind not in rules.KIND_LABELS:
        raise Invalid("invalid_input", fields=[FieldError("/kind", "wrong", "Hãy chọn hình thức sắp xếp.")])
    check_first_day(new.first_day, today())
    number = rules.read_number(new.document_number, faults)
    if new.document_date > today():
        faults.append(FieldError("/document_date", "future", "Ngày của văn bản không thể sau hôm nay."))
    heirs, shared = await _read_heirs(session, new, faults), new.kind in rules.SHARED
    matters = _read_matters(new, heirs, faults) if shared else {}
    if faults:
        raise Invalid("invalid_input", fields=faults)
    first, *further = heirs
    values = asdict(first)
    return Reorganisation(
        id=new_id(),
        kind=new.kind,
        ending_codes=[] if new.kind == Kind.RENAME else list(dict.fromkeys(new.ending_codes)),
        successor_code=values.pop("code"),
        successor_new=values.pop("new"),
        **values,
        further=[asdict(heir) for heir in further],
        places={place: code for place, code in new.places.items() if code or new.kind == Kind.SPLIT} if shared else {},
        matters=matters,
        stood=await _as_they_stand(session, heirs),
        first_day=new.first_day,
        document_number=number,
        document_date=new.document_date,
        state=STEPS.target(Act.DRAW_UP).value,
        refusal="",
        **dict.fromkeys(_NOBODY_YET, ""),
        moved=[],
    )


async def _as_they_stand(session: AsyncSession, heirs: list[Heir]) -> dict[str, dict[str, str]]:
    there = [await session.get(Agency, heir.code) for heir in heirs if not heir.new]
    return {one.code: {name: getattr(one, name) or "" for name in rules.STANDING} for one in there if one is not None}


async def _read_heirs(session: AsyncSession, new: NewReorganisation, faults: list[FieldError]) -> list[Heir]:
    shared = new.kind in rules.SHARED
    like = await session.get(Agency, new.ending_codes[0]) if shared and new.ending_codes else None
    heirs = []
    for number, one in enumerate([new, *(new.further if shared else [])], 1):
        own: list[FieldError] = []
        heirs.append(await _read_heir(session, one, new.kind, like, own))
        faults += rules.at_heir(own, number)
    return heirs


async def _read_heir(
    session: AsyncSession, new: NewHeir, kind: str, like: Agency | None, faults: list[FieldError]
) -> Heir:
    """`like`: the agency that is split; what is new is of its tier and below the same one, if nothing else is said."""
    is_new = kind in {Kind.MERGE, *rules.SHARED} and not new.successor_code
    there = None if is_new or not new.successor_code else await session.get(Agency, new.successor_code)
    code = rules.read_code(new.new_code, faults) if is_new else new.successor_code
    names = rules.read_names(_names(new, kind, there), faults) if is_new or there else dict.fromkeys(_NAMES, "")
    code_2020 = rules.read_code_2020(new.code_2020, faults) or ((there.code_2020 or "") if there else "")
    if not is_new:
        place = (there.tier, there.parent_code, "") if there else ("", None, "")
    else:
        domain = clean_line(new.mail_domain) or (like.mail_domain if like else this_province().mail_domain)
        above = new.parent_code or (like.parent_code if like else None)
        place = new.tier or (like.tier if like else ""), above, domain
    return Heir(code, is_new, names["name"], names["short_name"], names["collective"], code_2020, *place)


def _names(new: NewHeir, kind: str, there: Agency | None) -> dict[str, str]:
    """What is left empty of an agency that is there stays as it is; one that is dissolved into it changes nothing of it."""
    typed = {name: "" if kind == Kind.DISSOLVE else getattr(new, name) for name in _NAMES}
    if there is None:
        return typed
    return {name: text if clean_line(text) else getattr(there, name) for name, text in typed.items()}


def _read_matters(new: NewReorganisation, heirs: list[Heir], faults: list[FieldError]) -> dict[str, str]:
    """Each with one successor."""
    found: dict[str, str] = {}
    for number, (one, heir) in enumerate(zip([new, *new.further], heirs, strict=True), 1):
        own: list[FieldError] = []
        for matter in rules.read_matters(one.matters, own):
            if fold(matter) in {fold(known) for known in found}:
                own.append(FieldError("/matters", "twice", f"“{matter}” đã ghi ở một cơ quan kế thừa khác."))
            found[matter] = heir.code
        faults += rules.at_heir(own, number)
    return found
