"""What a packet brought as a file may be at the most, for it to be kept and answered here; the format itself asks for less."""

from collections.abc import Iterator

from document_exchange.packets.packet import DocumentPacket, Packet, PacketRefused, StatusPacket

LONGEST_CODE = 200
"""Of an identifier, an agency's or a document's; a number with its notation too."""
MOST_REPLACED = 100
"""Each document that is replaced is a task of its own."""
_BUSINESS = "TraceHeaderList.Bussiness"


def check_bounds(packet: Packet) -> None:
    """Raises PacketRefused at the element that is too long, or of which there are too many."""
    named = _of_status(packet) if isinstance(packet, StatusPacket) else _of_document(packet)
    for path, text in named:
        if len(text) > LONGEST_CODE:
            raise PacketRefused("R", path)
    if isinstance(packet, DocumentPacket) and len(packet.business.replacements) > MOST_REPLACED:
        raise PacketRefused("R", f"{_BUSINESS}.ReplacementInfoList")


def _of_status(packet: StatusPacket) -> Iterator[tuple[str, str]]:
    yield "MessageHeader.From.OrganId", packet.sender.organ_id
    yield "MessageHeader.ResponseFor.DocumentId", packet.response.document_id
    yield "MessageHeader.ResponseFor.Code", packet.response.code


def _of_document(packet: DocumentPacket) -> Iterator[tuple[str, str]]:
    yield "MessageHeader.From.OrganId", packet.sender.organ_id
    yield "MessageHeader.DocumentId", packet.document_id
    yield f"{_BUSINESS}.DocumentId", packet.business.document_id
    for one in packet.business.replacements:
        yield f"{_BUSINESS}.ReplacementInfoList.DocumentId", one.document_id
