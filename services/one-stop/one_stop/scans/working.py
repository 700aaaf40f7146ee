"""Work on one scan: its pages put right, its particulars written down, the scan compared and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.signing import sign_brought
from one_stop.dossiers.workers import worker_of
from one_stop.scans.models import PaperScan
from one_stop.scans.queries import bare_file, find_scan, get_paper
from one_stop.scans.recognition import order
from one_stop.scans.rules import Recognition
from one_stop.scans.schemas import Describing
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.foreign import confined
from shared.foreign.scanned_pages import MEMORY_MB, PagePlace, SignedAlready, arrange
from shared.storage import evidence
from shared.storage.files import FileStore
from shared.work.scanning import refuse_infected


@dataclass(frozen=True)
class OnScan:
    """Bản quét đang xử lý: whose it is and what the officer was looking at."""

    dossier_id: UUID
    paper_id: UUID
    version: int | None = None


async def arrange_pages(
    session: AsyncSession,
    files: FileStore,
    who: Identity,
    on: OnScan,
    others: Sequence[UUID],
    places: Sequence[PagePlace],
) -> Dossier:
    """Xếp, xoay, bỏ, ghép trang. `others`: files of the same paper that go into this one; a page's `file` counts from it, 0 itself."""
    dossier, paper, _, worker = await _hold(session, who, on)
    if not places:
        raise _refused("pages", "pages_missing", "Hãy để lại ít nhất một trang: ghi thứ tự của trang được giữ.")
    joined = [paper, *[await get_paper(session, on.dossier_id, other, hold=True) for other in others]]
    if len({one.id for one in joined}) < len(joined) or any(
        other.paper_code != paper.paper_code or other.replaced_at for other in joined
    ):
        raise Conflict("scan_of_another_paper")
    await refuse_infected(session, [one.sha256 for one in joined])
    bare = [await bare_file(session, one) for one in joined]
    contents = [(await files.get(one.sha256), one.media_type) for one in bare]
    try:
        made = await confined.run(arrange, contents, list(places), seconds=20.0, memory_mb=MEMORY_MB)
    except SignedAlready as error:
        raise Conflict("scan_signed") from error
    except confined.Overrun as overrun:
        raise _refused(
            "pages", "pages_unknown", "Không xếp được các trang này: hãy tải lại trang rồi thử lại."
        ) from overrun
    name = paper.file_name.rpartition(".")[0] or paper.file_name
    before = [one.sha256 for one in joined]
    for other in joined[1:]:
        other.replaced_at = clock.now()
        paper.originals = [*paper.originals, *(file.model_dump(mode="json") for file in other.sources())]
    paper.show_instead(await files.put(made, "application/pdf", f"{name}.pdf"))
    await session.flush()
    await order(session, paper)
    facts = {"paper": paper.paper_code, "was": before, "sha256": paper.sha256, "pages": len(places)}
    await evidence.record(session, "scan-arranged", f"dossier/{dossier.id}", who, **facts)
    await note_aside(session, dossier, Doing.SCAN, worker, f"Xếp lại trang: {paper.paper_name} ({len(places)} trang)")
    return dossier


async def recognise_again(session: AsyncSession, who: Identity, on: OnScan) -> Dossier:
    """Nhận dạng lại: after the program was installed, or a page was put right."""
    dossier, paper, scan, _ = await _hold(session, who, on)
    if scan is None or scan.state is not Recognition.WAITING:
        await order(session, paper, changed=False)
        await evidence.record(session, "scan-recognition-ordered", f"dossier/{dossier.id}", who, sha256=paper.sha256)
    return dossier


async def describe_scan(session: AsyncSession, who: Identity, on: OnScan, said: Describing) -> Dossier:
    """Ghi dữ liệu của giấy tờ, as the officer read it; the words that were recognised only offered it."""
    dossier, paper, scan, worker = await _hold(session, who, on, also_signed=True)
    scan = scan or PaperScan(paper_id=paper.id, recognition=Recognition.NONE.value, words="")
    shown = {
        "number": said.number,
        "issued_on": f"{said.issued_on:%d/%m/%Y}" if said.issued_on else "",
        "issuer": said.issuer,
    }
    if not any(shown.values()):
        raise _refused("number", "particulars_missing", "Hãy ghi ít nhất một mục: số, ký hiệu, ngày hoặc cơ quan.")
    scan.particulars = shown | _by(worker, clock.now())
    session.add(scan)
    await session.flush()
    await evidence.record(session, "scan-described", f"dossier/{dossier.id}", who, paper=paper.paper_code)
    await note_aside(session, dossier, Doing.SCAN, worker, f"Ghi dữ liệu giấy tờ: {paper.paper_name}")
    return dossier


async def compare_scan(session: AsyncSession, who: Identity, on: OnScan) -> Dossier:
    """Đã đối chiếu: the scan shows what the original shows, page by page."""
    dossier, paper, scan, worker = await _hold(session, who, on)
    scan = scan or PaperScan(paper_id=paper.id, recognition=Recognition.NONE.value, words="")
    if scan.compared:
        return dossier
    scan.compared = _by(worker, clock.now())
    session.add(scan)
    await session.flush()
    await evidence.record(session, "scan-compared", f"dossier/{dossier.id}", who, sha256=paper.sha256)
    await note_aside(session, dossier, Doing.SCAN, worker, f"Đã đối chiếu bản chính: {paper.paper_name}")
    return dossier


async def sign_scan(session: AsyncSession, prints: PrintShop, files: FileStore, who: Identity, on: OnScan) -> Dossier:
    """Ký số bản số hóa: by the officer who answers that it is as the original (NĐ 107/2021/NĐ-CP); it must have been compared before."""
    dossier, paper, scan, worker = await _hold(session, who, on)
    if scan is None or not scan.compared:
        raise Conflict("scan_not_compared")
    if scan.state is Recognition.WAITING:
        raise Conflict("scan_being_recognised")
    unsigned = await _as_pdf(files, paper)
    name = f"{unsigned.name.rpartition('.')[0]}-da-ky.pdf"
    printed = await sign_brought(session, prints, unsigned, dossier, worker, name)
    scan.signed = _by(worker, clock.now())
    facts = {"paper": paper.paper_code, "was": unsigned.sha256, "sha256": printed.file.sha256}
    paper.show_instead(printed.file)
    await session.flush()
    await evidence.record(session, "scan-signed", f"dossier/{dossier.id}", who, **facts)
    await note_aside(session, dossier, Doing.SCAN, worker, f"Ký số bản quét: {paper.paper_name}", [printed.file])
    return dossier


async def _as_pdf(files: FileStore, paper: DossierPaper) -> FileReference:
    """A picture becomes a page; a PDF stays. Raises Conflict where it lies apart, or is signed by somebody else."""
    content = await files.get(paper.sha256)
    if paper.media_type == "application/pdf":
        return paper.reference()
    try:
        made = await confined.run(arrange, [(content, paper.media_type)], [PagePlace(0, 1)], memory_mb=MEMORY_MB)
    except confined.Overrun as overrun:
        raise Conflict("scan_not_a_page") from overrun
    return await files.put(made, "application/pdf", f"{paper.file_name.rpartition('.')[0]}.pdf")


async def _hold(
    session: AsyncSession, who: Identity, on: OnScan, *, also_signed: bool = False
) -> tuple[Dossier, DossierPaper, PaperScan | None, Worker]:
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, on.dossier_id, worker, Doing.SCAN, on.version)
    paper = await get_paper(session, on.dossier_id, on.paper_id, hold=True)
    scan = await find_scan(session, paper.id)
    await refuse_infected(session, [paper.sha256])
    if paper.replaced_at is not None:
        raise Conflict("scan_replaced")
    if scan is not None and scan.signed and not also_signed:
        raise Conflict("scan_signed")
    return dossier, paper, scan, worker


def _by(worker: Worker, at: datetime) -> dict[str, str]:
    return {"by": worker.name, "title": worker.title, "at": at.isoformat()}


def _refused(field: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{field}", code, sentence)])
