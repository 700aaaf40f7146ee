"""Any packet that may be written is read back as it was, and any damage is read or refused."""

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from document_exchange.packets.packet import (
    Attachment,
    Business,
    DocumentPacket,
    Organ,
    PacketRefused,
    Signer,
    Staff,
    StatusPacket,
    TraceEntry,
)
from document_exchange.packets.reader import read_packet
from document_exchange.packets.texts import sentence_of
from document_exchange.packets.writer import write_document, write_status
from shared.standards.typed import clean_line

from .test_writer import TODAY, VIETNAM, a_packet, a_status, names_in, without_media_types

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufffe\uffff")


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Any Unicode a person may type, already trimmed as a form field is."""
    return st.text(LETTERS, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)


ORGANS = st.builds(Organ, st.from_regex(r"[A-Z][0-9]{2}(\.[0-9A-Z]{2}){0,4}", fullmatch=True), texts(200, 1), texts(50))
DAYS = st.dates(date(1975, 1, 1), TODAY)
MOMENTS = st.integers(200_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, VIETNAM))
STAFF = st.builds(Staff, texts(50), texts(50), texts(50), texts(20))
NAMES = st.from_regex(r"[a-zA-Z0-9_ĐđỞở-]{1,40}\.(txt|docx|png|pdf|xlsx)", fullmatch=True)
PACKETS = st.builds(
    a_packet,
    sender=ORGANS,
    receivers=st.lists(ORGANS, min_size=1, max_size=5, unique_by=lambda organ: organ.organ_id).map(tuple),
    document_id=texts(100, 1).filter(clean_line),
    subject=texts(500, 1),
    content=texts(500, 1),
    number=texts(11, 1),
    notation=texts(30, 1),
    promulgated_on=DAYS,
    due_on=st.none() | DAYS,
    signer=st.none() | st.builds(Signer, texts(50, 1), texts(100), texts(100)),
    priority=st.integers(0, 4),
    steering=st.none() | st.integers(0, 2),
    places=st.lists(texts(150, 1), max_size=4).map(tuple),
    appendixes=st.lists(texts(200, 1), max_size=3).map(tuple),
    traces=st.lists(st.builds(TraceEntry, texts(35, 1), MOMENTS), min_size=1, max_size=3).map(tuple),
    business=st.builds(Business, reason=texts(200, 1), paper_follows=st.booleans(), staff=st.none() | STAFF),
    attachments=st.lists(
        st.builds(Attachment, NAMES, st.binary(min_size=1, max_size=300), texts(100), st.uuids().map(str)),
        min_size=1,
        max_size=4,
        unique_by=(lambda attachment: attachment.content_id, lambda attachment: attachment.name.casefold()),
    ).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(PACKETS)
def test_any_packet_comes_back_as_it_was_written(packet: DocumentPacket) -> None:
    written = write_document(packet, TODAY)
    names_in(written)
    back = without_media_types(read_packet(written))
    assert isinstance(back, DocumentPacket)
    assert back == packet
    assert back.warnings == ()


@settings(max_examples=40, deadline=None)
@given(st.builds(a_status, sender=ORGANS, description=texts(1000, 1), at=MOMENTS, staff=STAFF))
def test_any_status_comes_back_as_it_was_written(status: StatusPacket) -> None:
    assert read_packet(write_status(status)) == status


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 5000), st.integers(0, 300))
def test_any_damage_is_read_or_refused_never_breaks(noise: bytes, place: int, cut: int) -> None:
    written = write_document(a_packet(), TODAY)
    try:
        read_packet(written[:place] + noise + written[place + cut :])
    except PacketRefused as refused:
        sentence_of(refused)
