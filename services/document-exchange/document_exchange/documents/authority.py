"""Quyền hạn ký of who is to sign, held to his post: as he is named, as the draft is submitted, and as he signs (NĐ 30/2020 Điều 13)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from shared.access.rights import Role
from shared.core.errors import Conflict, FieldError, Invalid
from shared.directory.queries import Colleague, find_colleague, get_agency, title_of_head
from shared.standards.signing_authority import Competence, why_not


@dataclass(frozen=True)
class SignersPost:
    """Vị trí của người ký."""

    title: str = ""
    kind: str = ""
    head: str = ""
    """The post of the agency's head, of who leads in a unit below him: he signs by order (TL.). Empty where none is known."""
    collective: str = ""


async def post_of(session: AsyncSession, agency_code: str, leader: Colleague | None) -> SignersPost:
    """As the directory has it now; nothing but the agency's collective as long as nobody is to sign."""
    collective = (await get_agency(session, agency_code)).collective
    if leader is None:
        return SignersPost(collective=collective)
    head = await title_of_head(session, agency_code) if leader.unit_id else ""
    return SignersPost(leader.title, leader.kind, head, collective)


def chosen_authority(
    document: OutgoingDocument, chosen: Competence | None, leader_id: str, post: SignersPost
) -> Competence:
    """A collective signs as one (TM.) unless the drafter says otherwise. Raises Invalid for what the post does not allow."""
    if chosen is None:
        return Competence.ON_BEHALF if post.collective and not post.head else Competence.HEAD
    if chosen == document.competence and leader_id != document.leader_id and chosen is not Competence.ON_BEHALF:
        # What the post of one leader said is said anew of another.
        return Competence.HEAD
    sentence = ""
    if post.title or chosen in (Competence.ON_BEHALF, Competence.AUTHORISED):
        sentence = why_not(chosen, post.title, post.kind, head=post.head, collective=post.collective)
    if sentence:
        code = "no_collective" if chosen is Competence.ON_BEHALF and not post.collective else "authority_not_of_post"
        raise Invalid("invalid_input", fields=[FieldError("/competence", code, sentence)])
    return chosen


async def require_authority(session: AsyncSession, document: OutgoingDocument) -> None:
    """Raises Conflict where the post of who is to sign is not the one for which the authority was chosen: he rose, or left the unit."""
    leader = await find_colleague(session, document.agency_code, document.leader_id, Role.LEADER)
    if leader is None or not document.signer_title:
        return
    post = await post_of(session, document.agency_code, leader)
    same = OutgoingDocument(competence=document.competence, collective=document.collective)
    if why_not(Competence(document.competence), post.title, post.kind, head=post.head, collective=post.collective):
        same.competence = Competence.HEAD
    same.signed_as(post.title, post.kind, post.head)
    if same.signed_lines != document.signed_lines:
        raise Conflict("authority_changed", name=document.leader_name, now=", ".join(same.signed_lines))
