"""Publishing procedures."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.procedures.models import CompetentAgency, FormTitles, ProcedurePaper, ProcedureStep, ProcedureVersion
from one_stop.procedures.queries import find_current, last_number
from one_stop.procedures.rules import Step, check_steps
from shared.contracts.one_stop import PaperRequired, ProcedureEnded, ProcedurePublished
from shared.core import clock
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.standards.vietnamese import fold, sort_key
from shared.storage import evidence


async def publish_procedure(
    session: AsyncSession, row: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], rule_set: str
) -> bool:
    """Công bố thủ tục: a new version when anything differs from the one in force; False when nothing does."""
    digest = hashlib.sha256(orjson.dumps([row, labels, rule_set], option=orjson.OPT_SORT_KEYS)).hexdigest()
    current = await find_current(session, row["code"])
    if current is not None and current.digest == digest:
        return False
    check_steps(
        [
            Step(i, s["code"], s["name"], s["role"], s["hours"], frozenset(s["actions"]))
            for i, s in enumerate(row["steps"])
        ]
    )
    if current is not None:
        current.current = False
        await session.flush()
    version = _version(row, labels, rule_set, digest, await last_number(session, row["code"]) + 1)
    session.add(version)
    await session.flush()
    _add_parts(session, version, row)
    await session.flush()
    await tell(session, _event(row))
    await evidence.record(
        session, "procedure-published", f"procedure/{row['code']}", "seeding", version=version.version
    )
    return True


async def end_procedure(session: AsyncSession, code: str) -> None:
    """Bãi bỏ thủ tục: nothing new is taken; dossiers that run go on under their own version."""
    current = await find_current(session, code)
    if current is None:
        return
    now = clock.now()
    current.current, current.ended_at = False, now
    await session.flush()
    await tell(session, ProcedureEnded(procedure_code=code, name=current.name, ended_at=now))
    await evidence.record(session, "procedure-ended", f"procedure/{code}", "seeding", version=current.version)


async def keep_titles(
    session: AsyncSession, form_id: str, form_version: int, labels: Sequence[Mapping[str, Any]]
) -> None:
    """Ghi tên các mục của một phiên bản tờ khai. A version that is known stays as it was, like the e-form itself."""
    kept = insert(FormTitles).values(form_id=form_id, form_version=form_version, field_labels=[dict(x) for x in labels])
    await session.execute(kept.on_conflict_do_nothing())


def _version(
    row: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], rule_set: str, digest: str, number: int
) -> ProcedureVersion:
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
        fee=row["fee"],
        fee_collected=row["fee_collected"],
        form_id=row["form"],
        field_labels=[dict(label) for label in labels],
        result_name=row["result"],
        rule_set=rule_set,
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
            )
            for paper in row["papers"]
        ),
        form_id=row["form"],
        result_name=row["result"],
        synonyms=tuple(row.get("synonyms", ())),
    )
