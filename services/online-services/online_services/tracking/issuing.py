"""What `/xac-thuc` tells of a result that a dossier was given."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import Insert, insert

from online_services.tracking.models import IssuedResult, TrackedDossier
from shared.contracts.one_stop import DossierFinished
from shared.contracts.one_stop_groups import FirstResultIssued
from shared.contracts.values import FurtherResult
from shared.standards.result_outcomes import ResultOutcome


def issued(dossier: TrackedDossier, event: DossierFinished, result: FurtherResult) -> Insert:
    """Its row, to be inserted."""
    outcome = event.outcome if result.verification_code == event.verification_code else ResultOutcome.GRANTED.value
    agency = event.issued_by or dossier.agency_code
    return _row(dossier, result, agency, event.code, event.signed_by, event.finished_at, outcome)


def first_issued(dossier: TrackedDossier, event: FirstResultIssued, result: FurtherResult) -> Insert:
    """As `issued`, of a result that is there before the dossier has ended."""
    outcome = event.outcome if result == event.results[0] else ResultOutcome.GRANTED.value
    return _row(dossier, result, dossier.agency_code, event.code, event.signed_by, event.issued_at, outcome)


def _row(
    dossier: TrackedDossier, result: FurtherResult, agency: str, code: str, by: str, at: datetime, outcome: str
) -> Insert:
    return insert(IssuedResult).values(
        verification_code=result.verification_code,
        dossier_id=dossier.id,
        dossier_code=code,
        agency_code=agency,
        procedure_name=dossier.procedure_name,
        result_name=result.result_name,
        result_number=result.result_number,
        signed_by=by,
        sha256=result.result.sha256,
        size=result.result.size,
        name=result.result.name,
        issued_at=at,
        outcome=outcome,
        valid_until=result.valid_until,
        valid_from=result.valid_from,
        scope=result.scope,
        result_code=result.result_code,
    )
