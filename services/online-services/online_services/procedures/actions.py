"""Keeping the catalogue in step with what other services tell, and publishing e-forms."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.procedures.models import Procedure, PublishedForm
from online_services.procedures.rules import searched_text
from shared.contracts.one_stop_procedures import (
    ProcedureEnded,
    ProcedurePublished,
    ProcedureResumed,
    ProcedureSuspended,
)
from shared.standards.vietnamese import sort_key


async def keep_procedure(session: AsyncSession, event: ProcedurePublished) -> None:
    """Ghi nhận thủ tục được công bố: the newest publication replaces the one before."""
    values: dict[str, Any] = {
        "name": event.name,
        "folded": searched_text(event.procedure_code, event.name, event.field, event.synonyms),
        "sort_key": sort_key(event.name),
        "tier": event.tier,
        "field": event.field,
        "level": event.level,
        "agency_codes": list(event.agency_codes),
        "term_amount": event.term_amount,
        "term_unit": event.term_unit,
        "fee": event.fee,
        "papers": [paper.model_dump(mode="json") for paper in event.papers],
        "cases": [case.model_dump(mode="json") for case in event.cases],
        "form_id": event.form_id,
        "result_name": event.result_name,
        "updating": list(event.updating),
        "decision": event.decision.model_dump(mode="json") if event.decision else None,
        "details": event.details.model_dump(mode="json"),
        "results": [result.model_dump(mode="json") for result in event.results],
        "legal_documents": [document.model_dump(mode="json") for document in event.legal_documents],
        "ended_at": None,
    }
    statement = insert(Procedure).values(code=event.procedure_code, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))


async def end_procedure(session: AsyncSession, event: ProcedureEnded) -> None:
    """Ghi nhận thủ tục hết hiệu lực. Published again, it takes dossiers again."""
    halt = event.model_dump(mode="json", include={"reason", "successor_code", "decision"})
    statement = update(Procedure).where(Procedure.code == event.procedure_code)
    await session.execute(statement.values(ended_at=event.ended_at, suspended_at=None, halt=halt))


async def suspend_procedure(session: AsyncSession, event: ProcedureSuspended) -> None:
    """Ghi nhận thủ tục tạm dừng; what it says may change meanwhile, and it stays suspended."""
    halt = event.model_dump(mode="json", include={"reason", "decision"})
    statement = update(Procedure).where(Procedure.code == event.procedure_code)
    await session.execute(statement.values(suspended_at=event.suspended_at, halt=halt))


async def resume_procedure(session: AsyncSession, event: ProcedureResumed) -> None:
    """Ghi nhận thủ tục được thực hiện trở lại."""
    statement = update(Procedure).where(Procedure.code == event.procedure_code)
    await session.execute(statement.values(suspended_at=None, halt=None))


async def publish_form(
    session: AsyncSession, form_id: str, version: int, title: str, schema: dict[str, Any], ui: dict[str, Any]
) -> None:
    """Công bố biểu mẫu điện tử. A published version stays as it is: what was filed with it must stay readable."""
    statement = insert(PublishedForm).values(form_id=form_id, version=version, title=title, schema=schema, ui=ui)
    await session.execute(statement.on_conflict_do_nothing())
