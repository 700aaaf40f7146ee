"""What `/xac-thuc` tells of a result that a dossier was given."""

from sqlalchemy.dialects.postgresql import Insert, insert

from online_services.tracking.models import IssuedResult, TrackedDossier
from shared.contracts.one_stop import DossierFinished
from shared.contracts.values import FurtherResult
from shared.standards.result_outcomes import ResultOutcome


def issued(dossier: TrackedDossier, event: DossierFinished, result: FurtherResult) -> Insert:
    """Its row, to be inserted."""
    return insert(IssuedResult).values(
        verification_code=result.verification_code,
        dossier_id=dossier.id,
        dossier_code=event.code,
        agency_code=event.issued_by or dossier.agency_code,
        procedure_name=dossier.procedure_name,
        result_name=result.result_name,
        result_number=result.result_number,
        signed_by=event.signed_by,
        sha256=result.result.sha256,
        size=result.result.size,
        name=result.result.name,
        issued_at=event.finished_at,
        outcome=event.outcome if result.verification_code == event.verification_code else ResultOutcome.GRANTED.value,
        valid_until=result.valid_until,
        valid_from=result.valid_from,
        scope=result.scope,
    )
