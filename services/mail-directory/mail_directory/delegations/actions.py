"""Giving a delegation and ending one: told at once, or as its day begins."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.delegations import queries, rules
from mail_directory.delegations.schemas import NewDelegation
from mail_directory.people import queries as people
from mail_directory.people.models import Delegation, Person, Post
from mail_directory.people.rules import check_grantable, check_reach, read_reason
from mail_directory.people.telling import tell_person, today
from mail_directory.people.two_people import check_gives, has_chosen
from mail_directory.posts.actions import find_post
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.access.rights import Reach, reach
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.storage import evidence


async def give_delegation(
    session: AsyncSession, who: Identity, person_id: UUID, post_id: UUID, new: NewDelegation
) -> Delegation:
    """Ủy quyền: by the holder working in that post, or by an administrator of its agency with a document.

    Only what the post itself holds, never what is held by a delegation. Raises Forbidden, Conflict for a post or a person that cannot
    give, Invalid with the fields at fault.
    """
    giver = await people.get_person(session, person_id, lock=True)
    post = find_post(giver, post_id)
    own = await require_may_give(session, who, giver, post)
    values = rules.read_given(post.role, new.delegate_id, new.powers, new.reason, new.document, needs_document=not own)
    since = new.valid_from or today()
    rules.check_period(since, new.valid_to, today(), post)
    delegate = await _find_delegate(session, who, giver, new.delegate_id)
    rules.check_delegate(delegate.posts, post.agency_code, since, new.valid_to)
    check_gives(who, delegate, post.role, frozenset(new.powers))
    rules.check_own_password(new.powers, chosen=has_chosen(delegate.credential))
    rules.check_alone(await queries.list_between(session, post.id, delegate.id), since, new.valid_to)
    delegation = Delegation(
        id=new_id(),
        post_id=post.id,
        giver_id=giver.id,
        delegate_id=delegate.id,
        agency_code=post.agency_code,
        role=post.role,
        title=post.title,
        valid_from=since,
        valid_to=new.valid_to,
        given_by=who.subject,
        given_at=clock.now(),
        ended_because="",
        **values,
    )
    session.add(delegation)
    await _changed(session, delegation, delegate)
    facts = {"powers": delegation.powers, "since": since, "until": new.valid_to, "delegate": str(delegate.id)}
    subject = f"delegation/{delegation.id}"
    await evidence.record(session, "delegation-given", subject, who, giver=str(giver.id), given=str(post.id), **facts)
    return delegation


async def end_delegation(session: AsyncSession, who: Identity, delegation_id: UUID, reason: str) -> Delegation:
    """Kết thúc ủy quyền trước hạn: by either of the two, or an administrator; its rights end within two seconds."""
    delegation = await queries.get_delegation(session, delegation_id, lock=True)
    await require_party(session, who, delegation)
    if delegation.is_over_on(today()):
        raise Conflict("delegation_ended")
    delegation.ended_because = read_reason(reason, TEXTS["delegation_end_reason_missing"])
    delegation.ended_at = clock.now()
    await _changed(session, delegation, await people.get_person(session, delegation.delegate_id, lock=True))
    await evidence.record(session, "delegation-ended", f"delegation/{delegation.id}", who)
    return delegation


async def attach_document(
    session: AsyncSession, who: Identity, delegation_id: UUID, document: FileReference
) -> Delegation:
    """Đính kèm tệp văn bản ủy quyền, by the giver or an administrator; another one takes its place while the delegation stands."""
    delegation = await queries.get_delegation(session, delegation_id, lock=True)
    await require_may_attach(session, who, delegation)
    delegation.document_file, delegation.document_by = document.model_dump(), who.subject
    facts = {"sha256": document.sha256, "size": document.size}
    await evidence.record(session, "delegation-document-attached", f"delegation/{delegation.id}", who, **facts)
    await session.flush()
    return delegation


async def require_may_attach(session: AsyncSession, who: Identity, delegation: Delegation) -> None:
    """The giver or an administrator, while it stands."""
    if who.subject != str(delegation.giver_id):
        await _require_administrator(session, who, delegation.agency_code, delegation.role)
    if delegation.is_over_on(today()):
        raise Conflict("delegation_ended")


async def read_document(session: AsyncSession, who: Identity, delegation_id: UUID) -> FileReference:
    """Văn bản ủy quyền: for its two parties and their administrator; each look is kept. Raises NotFound where there is none."""
    delegation = await queries.get_delegation(session, delegation_id)
    await require_party(session, who, delegation)
    if delegation.document_file is None:
        raise NotFound("not_found")
    document = FileReference.model_validate(delegation.document_file)
    subject = f"delegation/{delegation.id}"
    await evidence.record(session, "delegation-document-read", subject, who, sha256=document.sha256)
    return document


async def agencies_reached(session: AsyncSession, who: Identity) -> set[str]:
    """Codes of the agencies whose delegations this administrator looks after; none for anybody else."""
    return {agency.code for agency in await people.list_reached(session, who, RIGHTS[Right.DELEGATE])}


async def require_may_give(session: AsyncSession, who: Identity, giver: Person, post: Post) -> bool:
    """True for the holder, False for an administrator; refuses everybody else, and posts that cannot be delegated."""
    own = who.subject == str(giver.id)
    if not own:
        await _require_administrator(session, who, post.agency_code, post.role)
    elif who.post != str(post.id):
        raise Conflict("post_not_acting")
    if post.role not in rules.POWERS_OF:
        raise Conflict("role_not_delegable")
    if not giver.active:
        raise Conflict("account_locked")
    if post.valid_to is not None and post.valid_to < today():
        raise Conflict("post_ended")
    return own


async def require_party(session: AsyncSession, who: Identity, delegation: Delegation) -> None:
    """One of the two, or an administrator who reaches them."""
    if who.subject not in (str(delegation.giver_id), str(delegation.delegate_id)):
        await _require_administrator(session, who, delegation.agency_code, delegation.role)


async def _require_administrator(session: AsyncSession, who: Identity, agency_code: str, role: str) -> None:
    if reach(who, RIGHTS[Right.DELEGATE]) < Reach.AGENCY:
        raise Forbidden("delegation_of_others")
    agency = await people.get_agency(session, agency_code)
    check_reach(who, agency.code, agency.parent_code, Right.DELEGATE)
    check_grantable(who, role)


async def _find_delegate(session: AsyncSession, who: Identity, giver: Person, delegate_id: UUID | None) -> Person:
    """Locked, so that a transfer at the same moment waits. Nobody delegates to himself, an administrator neither."""
    assert delegate_id is not None
    if delegate_id == giver.id or str(delegate_id) == who.subject:
        sentence = "Không tự ủy quyền cho chính mình được; hãy chọn một đồng nghiệp."
        raise Invalid("invalid_input", fields=[FieldError("/delegate_id", "oneself", sentence)])
    try:
        delegate = await people.get_person(session, delegate_id, lock=True)
    except NotFound:
        raise rules.not_a_colleague() from None
    if not delegate.active:
        raise rules.not_a_colleague()
    return delegate


async def _changed(session: AsyncSession, delegation: Delegation, delegate: Person) -> None:
    await session.flush()
    if delegation.valid_from <= today():
        await tell_person(session, delegate)
        await note_change(session, str(delegate.id))
