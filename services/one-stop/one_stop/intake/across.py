"""Receiving for another agency (phi địa giới): what is kept of the places, and how the dossier sets off. Actions write; who calls commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import SENT
from one_stop.dossiers.due import hand_over_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.intake.schemas import CounterReception
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core.errors import FieldError, Invalid
from shared.core.province import this_province
from shared.directory.queries import find_agency, names_of
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime

EXPECTED = (
    "Thời hạn giải quyết tính từ khi cơ quan có thẩm quyền nhận được hồ sơ; thời gian trả kết quả ghi trên là dự kiến, "
    "cơ quan báo lại khi nhận được hồ sơ."
)


@dataclass(frozen=True)
class Times:
    """Giờ làm việc of the agency that decides, by which the term counts, and of the counter, by which it hands over."""

    competent: WorkingTime
    counter: WorkingTime


@dataclass(frozen=True)
class Places:
    """Nơi tiếp nhận, nơi có thẩm quyền, nơi trả kết quả by name; all empty where it is one and the same."""

    received: str = ""
    competent: str = ""
    returned: str = ""


def place_at(dossier: Dossier, counter_code: str, new: CounterReception) -> None:
    """Three agencies kept apart, and whose counter the applicant will come to."""
    dossier.received_agency_code = counter_code
    dossier.helped_agency_code = new.helped_agency_code if new.helped_agency_code != counter_code else ""
    at_this = new.return_channel == "counter" and counter_code != dossier.agency_code
    dossier.return_agency_code = counter_code if at_this else ""


def set_off(dossier: Dossier, at: datetime, counter_time: WorkingTime) -> None:
    """Chuyển đến cơ quan có thẩm quyền: its term counts from there, and until that has confirmed from when it has to be there."""
    if dossier.received_agency_code == dossier.agency_code:
        return
    dossier.transit = SENT
    dossier.term_from = hand_over_by(at, this_province().working_time.hand_over_next_day_after, counter_time)


async def require_known(session: AsyncSession, agency_code: str) -> None:
    if agency_code and await find_agency(session, agency_code) is None:
        sentence = "Hãy chọn nơi hướng dẫn trong danh sách cơ quan."
        raise Invalid("invalid_input", fields=[FieldError("/helped_agency_code", "agency_unknown", sentence)])


async def places_of(session: AsyncSession, dossier: Dossier) -> Places:
    if dossier.term_from is None:
        return Places()
    received, competent = dossier.received_agency_code, dossier.agency_code
    names: Mapping[str, str] = await names_of(session, [received, competent])
    returned = "" if dossier.return_channel == "post" else names.get(dossier.return_agency_code or competent, "")
    return Places(names.get(received, received), names.get(competent, competent), returned)


def across_fields(places: Places) -> dict[str, str]:
    """What form 01 says of it."""
    if not places.competent:
        return {}
    way = {"return_way": f"Bộ phận Tiếp nhận và Trả kết quả, {places.returned}"} if places.returned else {}
    return {"competent": places.competent, "due_note": EXPECTED} | way


async def tell_competent(session: AsyncSession, dossier: Dossier, places: Places) -> None:
    """The counter of the agency that decides is told what comes to it."""
    if dossier.transit == SENT:
        to = [Recipient(agency_code=dossier.agency_code, role=Role.COUNTER_OFFICER)]
        await notify(
            session, about_loaded("dossier-sent-here", dossier, to, dossier.step_due_at, agency=places.received)
        )
