"""Nhập từ tệp: what page and call do alike. All lines of a file are entered, or none."""

from collections.abc import Container, Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.digitising.actions import enter_papers, first_words
from one_stop.digitising.queries import find_entered, list_kinds
from one_stop.digitising.rules import check_code, paper_key
from one_stop.digitising.schemas import ImportOut, LineFault, PaperEntry
from one_stop.digitising_desk.reading import read_papers
from shared.access.identity import Identity
from shared.core.errors import Invalid


async def take_file(
    session: AsyncSession, who: Identity, name: str, content: bytes, *, dry_run: bool
) -> tuple[list[PaperEntry], ImportOut]:
    """What the file has, and what became of it; a line that was entered before is a fault that names the first."""
    read, faults, lines = await read_papers(name, content)
    where, entries = [line for line, _ in read], [entry for _, entry in read]
    keys = [paper_key(one.issuer, one.number, one.issued_on, one.kind) for one in entries]
    before = await find_entered(session, set(keys))
    faults += [
        LineFault(line=line, sentence=_ENTERED % first_words(before[key]))
        for line, key in zip(where, keys, strict=True)
        if key in before
    ]
    faults += _unknown_codes(read, await list_kinds(session))
    faults.sort(key=lambda fault: fault.line)
    if faults or dry_run:
        return entries, ImportOut(lines=lines, faults=faults, entered=0)
    rows = await enter_papers(session, who, entries, f"Nhập từ tệp {name}")
    return entries, ImportOut(lines=lines, faults=[], entered=len(rows))


def _unknown_codes(read: Sequence[tuple[int, PaperEntry]], known: Container[str]) -> Iterator[LineFault]:
    for line, entry in read:
        try:
            check_code(entry.result_code, known)
        except Invalid as error:
            yield LineFault(line=line, sentence=f"cột mã kết quả: {error.fields[0].sentence}")


_ENTERED = "Kết quả số %(number)s đã được %(by)s nhập ngày %(day)s."
