"""Bản đã lấy lại: closed where it was received; its line of the register, number and history stay (NĐ 30/2020 Điều 18.4b, Phụ lục VI)."""

from document_exchange.incoming.models import IncomingDocument
from shared.core.errors import Conflict
from shared.storage.words import searchable


def refuse_taken_back(incoming: IncomingDocument) -> None:
    """Before a packet, a file of it or a scan is handed to anybody."""
    if not incoming.in_force:
        raise Conflict("incoming_closed")


def words_left(reference: str, sender_name: str) -> str:
    """By what it is found from then on: its number and its sender, not what it says."""
    return searchable(f"{reference} {sender_name}")


def close_copy(incoming: IncomingDocument) -> None:
    """Đóng bản đã lấy lại."""
    incoming.folded = words_left(incoming.reference, incoming.sender_name)
