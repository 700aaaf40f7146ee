"""What is told of a result that was signed: with the dossier's end, or before it where others still have their part to do."""

from collections.abc import Sequence
from datetime import datetime

from one_stop.dossiers.models import Dossier
from one_stop.results.models import DossierResult
from shared.contracts.one_stop import DossierFinished
from shared.contracts.one_stop_groups import FirstResultIssued
from shared.contracts.values import FurtherResult


def first_issued(dossier: Dossier, results: Sequence[DossierResult], at: datetime) -> FirstResultIssued:
    """Kết quả phần đầu: it counts from now on, whatever becomes of the other parts."""
    return FirstResultIssued(
        dossier_id=str(dossier.id),
        code=dossier.code or "",
        status=dossier.status,
        signed_by=results[0].signed_by_name,
        outcome=results[0].outcome,
        results=tuple(further(result) for result in results),
        issued_at=at,
    )


def finished(dossier: Dossier, results: Sequence[DossierResult], issuer: str) -> DossierFinished:
    result, file = results[0], results[0].reference()
    assert dossier.finished_at is not None
    assert file is not None
    return DossierFinished(
        dossier_id=str(dossier.id),
        code=dossier.code or "",
        result_name=result.title,
        result_number=result.number,
        signed_by=result.signed_by_name,
        verification_code=result.verification_code,
        result=file,
        finished_at=dossier.finished_at,
        outcome=result.outcome,
        reason=result.reason,
        valid_until=result.valid_until,
        valid_from=result.valid_from,
        scope=result.scope,
        result_code=result.result_code,
        others=tuple(further(other) for other in results[1:]),
        issued_by=issuer if issuer != dossier.agency_code else "",
    )


def further(result: DossierResult) -> FurtherResult:
    file, code = result.reference(), result.verification_code
    assert file is not None
    assert code is not None
    return FurtherResult(
        result_name=result.title,
        result_number=result.number,
        verification_code=code,
        result=file,
        valid_until=result.valid_until,
        valid_from=result.valid_from,
        scope=result.scope,
        result_code=result.result_code,
    )
