"""Mẫu 06, phiếu kiểm soát: one row for each time the dossier changed hands, with who gave, who took, and when each confirmed it.

Nobody signs on paper: whoever gives does so under his own name, and whoever takes confirms it by taking the dossier on, or by what he does
with it first. The agency seals the whole.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.cases import agency_holding
from one_stop.dossiers.models import Dossier, HandOver
from one_stop.dossiers.part_rows import OF_PARTS, part_row
from one_stop.dossiers.printing import OUTCOMES, Letterhead, person_fields, titled
from shared.contracts.values import Applicant

BETWEEN = frozenset({Doing.TAKE_OVER, Doing.SEND_BACK, Doing.SEND_AGAIN})
_AT_THE_COUNTER = frozenset({Doing.ACCEPT, Doing.AT_ONCE, Doing.HAND_OVER})
"""One hand is the applicant's: both were there when it was written down."""
_MOVED = frozenset(
    {Doing.TRANSFER, Doing.CLAIM, Doing.RETURN, Doing.FINISH, Doing.APPROVE, Doing.SIGN, Doing.HAND_OVER} | BETWEEN
)
"""Who does one of these had the dossier."""
HANDED = _MOVED | _AT_THE_COUNTER | {Doing.JOIN, Doing.TAKE_BACK} | OF_PARTS
_TAKEN_AWAY = frozenset({Doing.TAKE_BACK, Doing.RECALL, Doing.JOIN})
"""It left the step without whoever had it there: who has it there another time took it then."""
_ANSWERS = frozenset({Doing.PART_RECEIVED, Doing.PART_ANSWERED, Doing.PART_REFUSED})


def control_fields(
    head: Letterhead, dossier: Dossier, lines: Sequence[HandOver], names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """`lines`: the whole history, the oldest first. `names`: of the agencies that had it."""
    person = Applicant.model_validate(dossier.owner or dossier.applicant)
    agency = head.fields()["agency"]
    rows = _rows(lines)
    given = [row for row, _ in rows]
    had = [_at(row.goes_to, names, row.goes_to) for row, _ in rows if row.goes_to]
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.matter,
        "owner": person_fields(person),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "agencies": ", ".join(dict.fromkeys((_at(dossier.received_agency_code, names, agency), agency, *had))),
        "hand_overs": [
            {"number": number}
            | _control_row(_at(_here(row), names, agency), person.full_name, row, taken)
            | _across(row, dossier, names or {})
            | _handed_on(row, taken, given[number - 2] if number > 1 else None, dossier, names or {})
            | _taken_back(row, given[: number - 1], names or {})
            for number, (row, taken) in enumerate(rows, 1)
        ],
    }


def _rows(lines: Sequence[HandOver]) -> list[tuple[HandOver, HandOver | None]]:
    """Each line that is a row, and the line by which who took it confirmed so; that he took it on is no row of its own."""
    rows, confirmed = list[tuple[HandOver, HandOver | None]](), set[UUID]()
    for place, line in enumerate(lines):
        if line.action not in HANDED or (line.action == Doing.CLAIM and line.id in confirmed):
            continue
        taken = _taken(line, lines[place + 1 :])
        if taken is not None:
            confirmed.add(taken.id)
        rows.append((line, taken))
    return rows


def _taken(row: HandOver, later: Sequence[HandOver]) -> HandOver | None:
    """Who took it and when, as he confirmed it; None where nobody has yet, or nobody is asked to."""
    if row.action in _AT_THE_COUNTER | {Doing.TAKE_OVER, Doing.CLAIM, Doing.TAKE_BACK}:
        return row
    if row.action == Doing.ASK_PART:
        asked = (one for one in later if one.action in _ANSWERS and one.to_holder_name == row.to_holder_name)
        return next(asked, None)
    named = row.to_holder_id if row.to_holder_name and not agency_holding(row.to_holder_id) else ""
    for one in later:
        if one.action in _TAKEN_AWAY and one.from_step == row.to_step:
            return None
        if not one.by_id or one.action in OF_PARTS | {Doing.PART_RECEIVED}:
            continue
        if one.action in _MOVED and one.from_step == row.to_step:
            return one
        if named and one.by_id == named:
            return one
    return None


def _at(code: str, names: Mapping[str, str] | None, own: str) -> str:
    return (names or {}).get(code, own)


def _here(row: HandOver) -> str:
    """Code of the agency that gives; of an answer that comes from another, the one that has it now."""
    return row.goes_to if row.action in OF_PARTS and row.action != Doing.ASK_PART else row.agency_code


def _across(row: HandOver, dossier: Dossier, names: Mapping[str, str]) -> dict[str, str]:
    """Who gave it and who got it, where it goes between a receiving counter and the agency that decides."""
    if row.action not in BETWEEN:
        return {}
    counter, competent = (names.get(code, code) for code in (dossier.received_agency_code, dossier.agency_code))
    by, desk = titled(row.by_name, row.actor_title), "Bộ phận Tiếp nhận và Trả kết quả"
    if row.action == Doing.TAKE_OVER:
        return {"giver_agency": counter, "receiver_agency": competent, "giver": desk, "receiver": by}
    ends = (competent, counter) if row.action == Doing.SEND_BACK else (counter, competent)
    return {"giver_agency": ends[0], "receiver_agency": ends[1], "giver": by, "receiver": desk}


def _handed_on(
    row: HandOver, taken: HandOver | None, before: HandOver | None, dossier: Dossier, names: Mapping[str, str]
) -> dict[str, str]:
    """Who got it, where another agency does the step to which it went, or did the one that it left."""
    left, to = before.goes_to if before else "", row.goes_to
    if left == to or row.action in BETWEEN | OF_PARTS:
        return {}
    code = to or dossier.agency_code
    name = names.get(code, code)
    # As long as nobody has taken it, the agency alone is the receiver.
    receiver = {"receiver": row.to_step_name} if row.to_holder_name == name and taken is None else {}
    return {"receiver_agency": name} | receiver


def _taken_back(row: HandOver, before: Sequence[HandOver], names: Mapping[str, str]) -> dict[str, str]:
    """Nobody of the agency where it lay gave it: whoever took it back has it."""
    if row.action != Doing.TAKE_BACK:
        return {}
    left = next((one.goes_to for one in reversed(before) if one.goes_to), row.agency_code)
    by = titled(row.by_name, row.actor_title)
    return {
        "giver_agency": names.get(left, left),
        "giver": row.from_step_name,
        "receiver": f"{by} ({row.to_step_name})",
    }


def _control_row(agency: str, person: str, row: HandOver, taken: HandOver | None) -> dict[str, Any]:
    """Who gave the dossier to whom, in which post; at both ends the other hand is the applicant's."""
    confirmed = {"taken_at": taken.at} if taken is not None else {}
    by = titled(row.by_name, row.actor_title)
    if row.action in OF_PARTS:
        return part_row(agency, row, by, OUTCOMES) | _part_taken(row, taken) | confirmed
    begun, given = row.action in (Doing.ACCEPT, Doing.AT_ONCE), row.action == Doing.HAND_OVER
    giver = f"{by} ({row.from_step_name})" if row.from_step_name else by
    if given and not row.by_id:
        giver = "Cổng dịch vụ công (trực tuyến)"
    return {
        "giver_agency": person if begun else agency,
        "receiver_agency": (row.note or person) if given else agency,
        "giver": person if begun else giver,
        "receiver": (row.note or person) if given else by if begun else _receiver(row, taken),
        "at": row.at,
        "result": "" if row.action == Doing.ACCEPT else OUTCOMES.get(row.outcome, ""),
        "note": "" if given else row.note,
    } | confirmed


def _receiver(row: HandOver, taken: HandOver | None) -> str:
    to = titled(taken.by_name, taken.actor_title) if taken is not None else row.to_holder_name
    return f"{to} ({row.to_step_name})" if to else row.to_step_name


def _part_taken(row: HandOver, taken: HandOver | None) -> dict[str, str]:
    """Who took in the question at the agency that was asked, or went on with the answer."""
    if taken is None:
        return {}
    return {
        "receiver": titled(taken.by_name, taken.actor_title) if row.action == Doing.ASK_PART else _receiver(row, taken)
    }
