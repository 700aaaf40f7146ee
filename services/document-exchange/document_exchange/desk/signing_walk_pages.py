"""/van-ban/di/ky-lan-luot: documents that wait for a leader's signature, looked at one by one and signed in a batch."""

from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.desk.document_views import certificate_of
from document_exchange.desk.forms import words_of
from document_exchange.desk.opinion_facts import opinions_on_page
from document_exchange.desk.outgoing_together import named_of
from document_exchange.documents import actions
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.queries import list_files, visible_to
from document_exchange.documents.rules import SUBMITTED, Step
from document_exchange.documents.steps import take_document
from document_exchange.rights import RIGHTS, Right
from document_exchange.signing_walk.models import LOOKS
from document_exchange.texts import PRIORITY_LABELS
from shared.access.identity import Identity
from shared.foreign import confined
from shared.foreign.pages_seen import MEMORY_MB, PageRead, Unseen, read_page
from shared.signing.holders import Certified
from shared.storage.files import FileAltered, FileMissing
from shared.web import bulk
from shared.web.callers import require
from shared.web.signing_desk import Drawn, SigningDesk, Waiting, read_version
from shared.web.signing_pages import signing_pages
from shared.work.signing_looks import Seen


class Documents(SigningDesk):
    """Văn bản chờ ký."""

    looks = LOOKS
    place = "/van-ban/di/ky-lan-luot"
    parent = ("Văn bản đi", "/van-ban/di")
    noun = "văn bản"
    note = "Mức độ khẩn theo đề xuất của người soạn thảo."
    template = "documents/signing_walk.html"
    words = "opinion"
    may_sign = staticmethod(require(RIGHTS, Right.SIGN))

    async def waiting(self, session: AsyncSession, who: Identity) -> list[Waiting]:
        """Submitted to the caller, or to whom he signs for: the most urgent first, then who waits longest."""
        query = visible_to(who).where(OutgoingDocument.status.in_(SUBMITTED), OutgoingDocument.leader_id == who.desk)
        first = query.order_by(OutgoingDocument.priority.desc(), OutgoingDocument.updated_at, OutgoingDocument.id)
        return [
            Waiting(one.id, Seen(one.version), one.subject, f"{one.type_name}, {one.drafter_name}", one)
            for one in (await session.scalars(first.limit(bulk.MOST))).all()
        ]

    async def draw(self, request: Request, session: AsyncSession, who: Identity, one: Waiting) -> Drawn:
        files = await list_files(session, one.id)
        seen = await _seen(request, files)
        facts = {"files": files, "pages": seen.pages, "words": seen.words, "priorities": PRIORITY_LABELS}
        return Drawn(seen.pages, facts | await opinions_on_page(session, one.row, ()))

    async def held(self, session: AsyncSession, who: Identity, subject_id: UUID) -> Seen:
        return Seen((await take_document(session, who, subject_id, None, Step.SIGN)).version)

    async def sign(self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID) -> None:
        state = request.app.state
        await actions.sign_document(session, who, subject_id, None, state.files, state.signatures)

    async def send_back(
        self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID, form: FormData
    ) -> None:
        words = words_of(form, self.words)
        await actions.return_document(session, who, subject_id, read_version(form), words)

    async def named(self, session: AsyncSession, who: Identity, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
        return await named_of(session, who, ids)

    async def certificate(self, request: Request, session: AsyncSession, who: Identity) -> Certified | None:
        return await certificate_of(request, session, who)


async def _seen(request: Request, files: list[DocumentFile]) -> PageRead:
    """How many pages the main document has, and the words of the first; 0 where they cannot be shown."""
    main = next((file for file in files if file.position == 0), None)
    if main is None:
        return PageRead(0)
    try:
        content = await request.app.state.files.get(main.sha256)
        return await confined.run(read_page, content, main.media_type, 1, memory_mb=MEMORY_MB)
    except (Unseen, confined.Overrun, FileMissing, FileAltered):
        return PageRead(0)


router = signing_pages(Documents())
