"""JSON: delegations of a person, giving and ending them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from mail_directory.auth import MayDelegate, MayLookUp
from mail_directory.delegations import actions, queries
from mail_directory.delegations.document_files import keep_document
from mail_directory.delegations.schemas import DelegationEnd, DelegationList, DelegationOut, NewDelegation
from mail_directory.people.actions import look_at
from mail_directory.people.models import Delegation
from shared.access.identity import Identity
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.storage.files import read_limited
from shared.web.file_answers import stored_file
from shared.web.transaction import Session

router = APIRouter(prefix="/api/mail-directory/v1", tags=["directory"])


@router.get("/people/{person_id}/delegations", summary="Ủy quyền của một người")
async def list_delegations(person_id: UUID, who: MayLookUp, session: Session) -> DelegationList:
    """Ủy quyền given by the person and to the person, the latest first; at most 200.

    Reasons and documents are empty but for the parties, the heads of their units, the agency's leaders and administrators.
    """
    person = await look_at(session, who, person_id)
    rows = await queries.list_of_person(session, person.id)
    reached = await actions.agencies_reached(session, who)
    readable = await queries.list_readable(session, who, rows)
    return DelegationList(items=[_as_seen(who, row, reached, readable) for row in rows])


def _as_seen(who: Identity, row: Delegation, reached: set[str], readable: set[UUID]) -> DelegationOut:
    out = DelegationOut.model_validate(row)
    party = who.subject in (str(row.giver_id), str(row.delegate_id))
    hidden: dict[str, Any] = {} if party or row.agency_code in reached else {"document_file": None}
    if row.id not in readable:
        hidden |= {"reason": "", "document": "", "ended_because": ""}
    return out.model_copy(update=hidden)


@router.post("/people/{person_id}/posts/{post_id}/delegations", status_code=201, summary="Ủy quyền một vị trí công tác")
async def give_delegation(
    person_id: UUID, post_id: UUID, new: NewDelegation, who: MayDelegate, session: Session
) -> DelegationOut:
    """Ủy quyền: by the holder working in that post, or by an administrator with the number of the document."""
    return DelegationOut.model_validate(await actions.give_delegation(session, who, person_id, post_id, new))


@router.put("/delegations/{delegation_id}/document", summary="Đính kèm tệp văn bản ủy quyền")
async def attach_document(
    delegation_id: UUID,
    request: Request,
    who: MayDelegate,
    session: Session,
    name: Annotated[str, Query(min_length=1, max_length=200)],
) -> DelegationOut:
    """The body is the file, PDF or a picture of at most 20 MB; by the giver, or an administrator."""
    content = await read_limited(request.stream(), LARGEST_UPLOAD)
    document = await keep_document(request, session, name, content)
    return DelegationOut.model_validate(await actions.attach_document(session, who, delegation_id, document))


@router.get("/delegations/{delegation_id}/document", response_class=Response, summary="Tải tệp văn bản ủy quyền")
async def read_document(delegation_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    """For the two parties and their administrator; each look is kept."""
    return await stored_file(request, await actions.read_document(session, who, delegation_id))


@router.post("/delegations/{delegation_id}/end", summary="Kết thúc ủy quyền")
async def end_delegation(delegation_id: UUID, end: DelegationEnd, who: MayDelegate, session: Session) -> DelegationOut:
    """Kết thúc ủy quyền at once; a reason is needed."""
    return DelegationOut.model_validate(await actions.end_delegation(session, who, delegation_id, end.reason))
