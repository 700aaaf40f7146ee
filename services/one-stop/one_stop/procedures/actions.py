"""Publishing procedures."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heirs_of
from one_stop.agencies.rules import Matter
from one_stop.procedures.cases import declared_cases
from one_stop.procedures.fees import with_totals
from one_stop.procedures.legal_documents import legal_documents
from one_stop.procedures.models import CompetentAgency, FormTitles, ProcedurePaper, ProcedureStep, ProcedureVersion
from one_stop.procedures.queries import find_current, last_number
from one_stop.procedures.results import declared_results
from one_stop.procedures.rules import faults_of, whole
from shared.contracts.one_stop_procedures import (
    ProcedureEnded,
    ProcedurePublished,
    ProcedureResumed,
    ProcedureSuspended,
)
from shared.contracts.values import DecidingDocument, PaperRequired, ProcedureDetails, ProcedureResult
from shared.core import clock
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.standards.vietnamese import fold, sort_key
from shared.storage import evidence
from shared.storage.evidence import Acting

Actor = Acting | str
"""Who decided, as evidence names him."""
SEEDING = "seeding"


async def publish_procedure(
    session: AsyncSession,
    row: Mapping[str, Any],
    labels: Sequence[Mapping[str, Any]],
    change: tuple[UUID | None, Actor] = (None, SEEDING),
) -> bool:
    """Công bố thủ tục: a new version when anything differs from the one in force; False when nothing does.

    `change`: by which change of the screens, and who decided it; the province's files have none.
    """
    matter = Matter(row["code"], row["sector"]["name"])
    if (heirs := await heirs_of(session, row["agencies"], matter)) != list(row["agencies"]):
        row = dict(row) | {"agencies": heirs}  # of agencies that were merged who goes on with their work
    digest = hashlib.sha256(orjson.dumps([row, labels], option=orjson.OPT_SORT_KEYS)).hexdigest()
    current = await find_current(session, row["code"])
    change_id, by = change
    if current is not None and current.digest == digest:
        if current.source is None:
            current.source = dict(row)  # published before whole rows were kept
        return False
    if faults := faults_of(row, labels):
        raise ValueError(f"Thủ tục {row['code']}: {faults[0].sentence} ({faults[0].pointer})")
    if current is not None:
        current.current = False
        await session.flush()
    said = with_totals(whole(row), clock.local_now().date())
    version = _version(said, labels, digest, await last_number(session, row["code"]) + 1)
    version.change_id, version.source = change_id, dict(row)
    if current is not None:
        version.suspended_at, version.suspended_why = current.suspended_at, current.suspended_why
    session.add(version)
    await session.flush()
    _add_parts(session, version, said)
    await session.flush()
    await tell(session, _event(said))
    await evidence.record(session, "procedure-published", f"procedure/{row['code']}", by, version=version.version)
    return True


async def end_procedure(session: AsyncSession, code: str, by: Actor = SEEDING, **why: Any) -> None:
    """Bãi bỏ thủ tục: nothing new is taken; dossiers that run go on. `why`: reason, successor_code and decision of the event."""
    current = await find_current(session, code)
    if current is None:
        return
    now = clock.now()
    current.current, current.ended_at = False, now
    await session.flush()
    await tell(session, ProcedureEnded(procedure_code=code, name=current.name, ended_at=now, **why))
    await evidence.record(session, "procedure-ended", f"procedure/{code}", by, version=current.version)


async def suspend_procedure(
    session: AsyncSession, current: ProcedureVersion, by: Actor, reason: str, decision: DecidingDocument
) -> None:
    """Tạm dừng thủ tục: nothing new is taken until it is resumed."""
    now = clock.now()
    current.suspended_at, current.suspended_why = now, reason
    await session.flush()
    told = {"procedure_code": current.code, "name": current.name, "reason": reason, "decision": decision}
    await tell(session, ProcedureSuspended(**told, suspended_at=now))
    await evidence.record(session, "procedure-suspended", f"procedure/{current.code}", by, version=current.version)


async def resume_procedure(session: AsyncSession, current: ProcedureVersion, by: Actor) -> None:
    """Thực hiện trở lại thủ tục đã tạm dừng."""
    current.suspended_at, current.suspended_why = None, ""
    await session.flush()
    told = ProcedureResumed(procedure_code=current.code, name=current.name, resumed_at=clock.now())
    await tell(session, told)
    await evidence.record(session, "procedure-resumed", f"procedure/{current.code}", by, version=current.version)


async def keep_form_version(
    session: AsyncSession,
    form_id: str,
    form_version: int,
    labels: Sequence[Mapping[str, Any]],
    content: Mapping[str, Any] | None = None,
) -> None:
    """Ghi một phiên bản tờ khai. A version that is known stays as it was; `content` is added where only its titles were kept."""
    said = dict(content) if content else None
    row = {"form_id": form_id, "form_version": form_version, "field_labels": [dict(x) for x in labels], "content": said}
    added = insert(FormTitles).values(row)
    if said is None:
        await session.execute(added.on_conflict_do_nothing())
        return
    only_titles = FormTitles.content.is_(None)
    key = ["form_id", "form_version"]
    await session.execute(added.on_conflict_do_update(index_elements=key, set_={"content": said}, where=only_titles))


def _version(row: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], digest: str, number: int) -> ProcedureVersion:
    extension = row.get("extension") or {"times": 0, "amount": 0, "basis": ""}
    return ProcedureVersion(
        id=new_id(),
        code=row["code"],
        version=number,
        current=True,
        digest=digest,
        name=row["name"],
        folded_name=fold(f"{row['code']} {row['name']} {row['sector']['name']}"),
        sort_key=sort_key(row["name"]),
        tier=row["tier"],
        sector_code=row["sector"]["code"],
        sector_name=row["sector"]["name"],
        level=row["level"],
        term_amount=row["term"]["amount"],
        term_unit=row["term"]["unit"],
        supplement_days=row["supplement_days"],
        extension_times=extension["times"],
        extension_amount=extension["amount"],
        extension_basis=extension["basis"],
        fee=row["fee"],
        fee_collected=row["fee_collected"],
        cases=[case.model_dump(mode="json") for case in declared_cases(row)],
        form_id=row["form"],
        field_labels=[dict(label) for label in labels],
        result_name=row["result"],
        effective_from=clock.now(),
    )


def _add_parts(session: AsyncSession, version: ProcedureVersion, row: Mapping[str, Any]) -> None:
    for position, step in enumerate(row["steps"]):
        session.add(
            ProcedureStep(
                procedure_version_id=version.id,
                position=position,
                code=step["code"],
                name=step["name"],
                role=step["role"],
                hours=step["hours"],
                actions=step["actions"],
                condition=step.get("when"),
                consults=step.get("consults"),
                at_agency=step.get("at", ""),
                parallel=step.get("parallel"),
            )
        )
    for position, paper in enumerate(row["papers"]):
        session.add(
            ProcedurePaper(
                procedure_version_id=version.id,
                position=position,
                code=paper["code"],
                name=paper["name"],
                originals=paper["originals"],
                certified_copies=paper["certified_copies"],
                copies=paper["copies"],
                required=paper["required"],
                cases=paper.get("cases", []),
            )
        )
    for agency_code in row["agencies"]:
        session.add(CompetentAgency(procedure_version_id=version.id, agency_code=agency_code))


def _event(row: Mapping[str, Any]) -> ProcedurePublished:
    return ProcedurePublished(
        procedure_code=row["code"],
        name=row["name"],
        tier=row["tier"],
        field=row["sector"]["name"],
        level=row["level"],
        agency_codes=tuple(row["agencies"]),
        term_amount=row["term"]["amount"],
        term_unit=row["term"]["unit"],
        fee=row["fee"],
        papers=tuple(
            PaperRequired(
                code=paper["code"],
                name=paper["name"],
                originals=paper["originals"],
                copies=paper["copies"] + paper["certified_copies"],
                required=paper["required"],
                from_form=paper.get("from_form", False),
                cases=tuple(paper.get("cases", ())),
                blank=paper.get("blank"),
            )
            for paper in row["papers"]
        ),
        form_id=row["form"],
        result_name=row["result"],
        updating=tuple(row["updating"]),
        synonyms=tuple(row.get("synonyms", ())),
        decision=DecidingDocument.model_validate(row["decision"]) if row.get("decision") else None,
        details=ProcedureDetails.model_validate(row.get("details", {})),
        cases=tuple(declared_cases(row)),
        results=tuple(
            ProcedureResult(name=one.name, code=one.code, sample=one.sample) for one in declared_results(row)
        ),
        legal_documents=tuple(legal_documents(row)),
    )
