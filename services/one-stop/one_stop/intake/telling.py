"""What the other parts are told of a dossier that was taken in."""

from one_stop.dossiers.actions import parties_of
from one_stop.dossiers.models import Dossier
from one_stop.intake.across import Places
from shared.contracts.one_stop import DossierReceived
from shared.contracts.values import FileReference


def received_event(
    dossier: Dossier, words: tuple[str, ...] = (), receipt: FileReference | None = None, places: Places | None = None
) -> DossierReceived:
    """`words`: why that day; `receipt`: form 01, which what is settled at once has only where the applicant asked for it."""
    assert dossier.code is not None
    assert dossier.received_at is not None
    assert dossier.due_at is not None
    return DossierReceived(
        dossier_id=str(dossier.id),
        code=dossier.code,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        agency_code=dossier.agency_code,
        applicant_name=dossier.applicant_name,
        lookup_secret=dossier.lookup_secret,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        due_provisional=dossier.due_provisional,
        due_words=words,
        receipt=receipt,
        settled_at_once=dossier.settled_at_once,
        parties=parties_of(dossier),
        received_by=places.received if places else "",
        returned_by=places.returned if places else "",
    )
