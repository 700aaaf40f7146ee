"""What an agency that was merged, dissolved or split had to send goes on at its successor; so do the drafts of a part that leaves one that
stands, with their unit.

A draft becomes the successor's own, with its drafter and its history. What has a number stays in the book in which it is: sealed before the
end, it is sent by the successor's clerk in the name of the agency that sealed it; numbered and not sealed it can be sealed by nobody any
more (NĐ 30/2020 Điều 32), so its number is cancelled with the reason and the successor drafts it anew, to be numbered in its own book.
"""

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, leaving_units, way_of
from document_exchange.amending.models import IssuedLink
from document_exchange.documents.models import Addressee, DocumentFile, DocumentStep, OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.queries import held_at, list_addressees, list_files
from document_exchange.documents.reviews import end_review
from document_exchange.documents.rules import OPEN_TO_EDIT, STEPS, UNSIGNED, DocumentStatus, Step
from document_exchange.documents.steps import fold_words, touch
from shared.core import clock
from shared.core.identifiers import new_id
from shared.directory.keeping import DIRECTORY
from shared.notifying.raising import notify
from shared.storage import evidence

DRAFTS = [status.value for status in UNSIGNED | {DocumentStatus.SIGNED}]
UNSENT = [*DRAFTS, DocumentStatus.NUMBERED.value, DocumentStatus.SEALED.value]
_COPIED = (
    *("type_code", "type_name", "subject", "priority", "secrecy", "due_on", "answers_incoming_id", "created_at"),
    *("steering", "task_code", "answers_task"),
    *(
        "drafter_id",
        "drafter_name",
        "unit",
        "unit_id",
        "leader_id",
        "leader_name",
        "competence",
        "collective",
        "ordered_by",
        "signer_title",
    ),
    *("page_amount", "copy_amount", "place", "archive_holder", "printed_receivers", "typer_notation", "paper"),
)
"""What is written, by whom, and who is to sign."""


async def continue_documents(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """Some of what goes elsewhere from the agency; returns how many. Told again nothing is left to move."""
    leaving = [OutgoingDocument.status.in_(UNSENT)]
    if not has_ended(mergers, code):
        leaving = [OutgoingDocument.status.in_(DRAFTS), OutgoingDocument.unit_id.in_(leaving_units(mergers, code))]
    held = select(OutgoingDocument).where(held_at(code), *leaving).order_by(OutgoingDocument.id)
    query = held.limit(most).with_for_update()
    documents = (await session.scalars(query, execution_options={"populate_existing": True})).all()
    for document in documents:
        way = way_of(mergers, code, document.unit_id)
        await _hand_on(session, way[0], document, way[-1].heir(document.unit_id))
    return len(documents)


async def _hand_on(session: AsyncSession, merger: AgencyMerger, document: OutgoingDocument, heir: str) -> None:
    before = document.held_by
    if document.state is DocumentStatus.NUMBERED:
        await _draft_anew(session, merger, document, heir)
    elif document.state is DocumentStatus.SEALED:
        document.continued_by = heir
        touch(document)
        _note(session, document, Step.CONTINUE, f"{merger.reason} Văn thư cơ quan kế thừa phát hành.")
    else:
        await _continue(session, merger, document, heir)
    facts = {"before": before, "after": heir, "plan": str(merger.reorganisation_id)}
    await evidence.record(session, "document-continued", f"document/{document.id}", "event:agency-merged", **facts)


async def _continue(session: AsyncSession, merger: AgencyMerger, document: OutgoingDocument, heir: str) -> None:
    """What was submitted or signed is in the name of the former agency: its drafter looks at it and submits it anew."""
    words = merger.reason
    again = document.state not in OPEN_TO_EDIT
    if again:
        for file in await list_files(session, document.id):
            file.sha256, file.size = file.drafted_sha256, file.drafted_size or file.size
        document.signed_at = None
        document.delegate_name = document.delegate_title = ""
        document.status = DocumentStatus.RETURNED
        await end_review(session, document)
        words += " Hãy xem lại thể thức, người ký theo cơ quan mới rồi trình lại."
    document.agency_code = heir
    document.chosen_series = None
    touch(document)
    _note(session, document, Step.CONTINUE, words)
    if again and document.drafter_id:
        await notify(session, await about_draft(session, "draft-returned", document, drafter_of(document)))


async def _draft_anew(session: AsyncSession, merger: AgencyMerger, document: OutgoingDocument, heir: str) -> None:
    """The number stays in the former agency's book, cancelled; what was written goes on without it."""
    draft = OutgoingDocument(
        id=new_id(),
        agency_code=heir,
        origin=document.origin,
        status=DocumentStatus.RETURNED.value,
        version=1,
        reference="",
        updated_at=clock.now(),
        **{name: getattr(document, name) for name in _COPIED},
    )
    fold_words(draft)
    session.add(draft)
    await session.flush()
    for file in await list_files(session, document.id):
        copied = {name: getattr(file, name) for name in ("position", "name", "media_type", "warnings", "attached_by")}
        was = {"sha256": file.drafted_sha256, "size": file.drafted_size or file.size}
        session.add(
            DocumentFile(id=new_id(), document_id=draft.id, drafted_sha256=file.drafted_sha256, **was, **copied)
        )
    links = (await session.execute(select(IssuedLink).where(IssuedLink.document_id == document.id))).scalars().all()
    session.add_all([IssuedLink(document_id=draft.id, target_id=one.target_id, kind=one.kind) for one in links])
    wanted = [code for code in await list_addressees(session, document.id) if code != heir]
    session.add_all([Addressee(document_id=draft.id, agency_code=code) for code in wanted])
    again = f"Thay văn bản {document.reference} chưa đóng dấu; hãy xem lại thể thức, người ký rồi trình lại."
    _note(session, draft, Step.CONTINUE, f"{merger.reason} {again}")
    document.status = STEPS.target(Step.CANCEL)
    document.continued_by = heir
    touch(document)
    _note(session, document, Step.CANCEL, f"{merger.reason} Chưa đóng dấu; cơ quan kế thừa soạn lại, cấp số mới.")
    if draft.drafter_id:
        await notify(session, await about_draft(session, "draft-returned", draft, drafter_of(draft)))


def _note(session: AsyncSession, document: OutgoingDocument, step: Step, words: str) -> None:
    line = DocumentStep(document_id=document.id, at=clock.now(), kind=step, actor_id="", actor_name=DIRECTORY)
    line.opinion = words
    session.add(line)


async def continue_sent(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """What is sent or in the book alone: the successor reads it, asks it back and answers for it from then on; nothing happens to it."""
    if not has_ended(mergers, code):
        return 0
    rest = select(OutgoingDocument.id, OutgoingDocument.unit_id).where(
        held_at(code), OutgoingDocument.status.not_in(UNSENT)
    )
    rows = (await session.execute(rest.order_by(OutgoingDocument.id).limit(most).with_for_update())).all()
    for unit_id in {row.unit_id for row in rows}:
        way = way_of(mergers, code, unit_id)
        ids = [row.id for row in rows if row.unit_id == unit_id]
        moved = update(OutgoingDocument).where(OutgoingDocument.id.in_(ids))
        new = {"continued_by": way[-1].heir(unit_id)}
        await session.execute(moved.values(new), execution_options={"synchronize_session": False})
    return len(rows)


def left_at(ended: Select[str], since: object) -> list[Select[str]]:
    """Agencies that ended and have something that came late: drafted, or entered in their book, at the same moment."""
    late = or_(OutgoingDocument.status.in_(UNSENT), OutgoingDocument.updated_at > since)
    own = and_(OutgoingDocument.agency_code.in_(ended), OutgoingDocument.continued_by == "", late)
    further = OutgoingDocument.continued_by.in_(ended), OutgoingDocument.continued_by != ""
    return [select(OutgoingDocument.agency_code).where(own), select(OutgoingDocument.continued_by).where(*further)]
