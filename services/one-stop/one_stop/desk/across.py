"""Of a dossier that one agency's counter received and another decides: who is who, as its page says it."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import SENT, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.procedures.models import ProcedureVersion
from shared.core.formats import vn_datetime
from shared.directory.queries import names_of


@dataclass(frozen=True)
class Across:
    """Tiếp nhận không phụ thuộc địa giới: names of the agencies, and where it is between them."""

    received: str
    competent: str
    helped: str
    fetched: str
    """Nơi trả kết quả; empty by post or online."""
    own: bool
    """Who looks is of the agency that decides."""
    standing: str
    """Chuyển đi, chuyển đến, in words."""
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Agencies to which it can be sent again."""


async def read_across(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, worker: Worker, allowed: tuple[Doing, ...]
) -> Across | None:
    """None where it was received by the agency that decides."""
    received, competent = dossier.received_agency_code, dossier.agency_code
    if dossier.term_from is None:
        return None
    offered = [place.agency_code for place in procedure.agencies] if Doing.SEND_AGAIN in allowed else []
    names = await names_of(session, [received, competent, dossier.helped_agency_code, *offered])
    at_counter = dossier.return_channel == "counter"
    return Across(
        received=names.get(received, received),
        competent=names.get(competent, competent),
        helped=names.get(dossier.helped_agency_code, ""),
        fetched=names.get(dossier.return_agency_code or competent, "") if at_counter else "",
        own=dossier.worked_on_by(worker.agency_code),
        standing=_standing(dossier),
        choices=sorted(((code, names.get(code, code)) for code in offered), key=lambda one: one[1]),
    )


def _standing(dossier: Dossier) -> str:
    if not dossier.transit:
        return f"Cơ quan giải quyết đã nhận lúc {vn_datetime(dossier.term_from)}" if dossier.term_from else ""
    if dossier.transit == SENT:
        return f"Chờ cơ quan giải quyết xác nhận đã nhận, trước {vn_datetime(dossier.term_from)}"
    return "Cơ quan giải quyết đã trả lại quầy tiếp nhận"
