"""A packet that somebody sent, read or refused in a sentence; larger ones in a process of their own."""

from document_exchange.packets.packet import Packet, PacketRefused
from document_exchange.packets.reader import read_packet
from document_exchange.packets.store import SMALL
from document_exchange.packets.texts import refused_packet
from shared.foreign import confined

EDXML = "application/xml"
LARGEST_PACKET = 50 * 1_048_576
MEMORY_MB = 600
"""A packet of 50 MB is held as XML, as text and as bytes at once."""


async def parse(content: bytes) -> Packet:
    """Read a packet or refuse it in a sentence."""
    try:
        if len(content) <= SMALL:
            return read_packet(content)
        return await confined.run(read_packet, content, memory_mb=MEMORY_MB)
    except PacketRefused as error:
        raise refused_packet(error) from error


def file_name(code: str) -> str:
    """As a packet is called when it is kept; `code`: số, ký hiệu."""
    return f"{code.replace('/', '_')}.edxml"[-120:]
