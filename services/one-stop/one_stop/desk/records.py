"""What is written down of a dossier: papers, forms, history, requests, results that were booked and returned."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.history import kept_from
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import list_forms, list_hand_overs, list_papers
from one_stop.pauses.queries import find_open_pause, find_proposal
from one_stop.result_book.queries import list_booked
from one_stop.returns.queries import list_returns
from one_stop.supplements.queries import list_requests


async def read_records(session: AsyncSession, dossier: Dossier, worker: Worker) -> dict[str, Any]:
    """By the names of the sheet; the lines of the office's own work are for the agency that does it."""
    besides = kept_from(works_on_it=dossier.worked_on_by(worker.agency_code))
    return {
        "papers": await list_papers(session, dossier.id),
        "forms": await list_forms(session, dossier.id),
        "hand_overs": await list_hand_overs(session, dossier.id, besides=besides),
        "requests": await list_requests(session, dossier.id),
        "booked": await list_booked(session, dossier.id),
        "pause": await find_open_pause(session, dossier.id) if dossier.paused else None,
        "pause_proposal": await find_proposal(session, dossier),
        "returns": await list_returns(session, dossier.id),
    }
