"""Where a list goes on: the moment and id of the last row shown, as opaque text."""

import base64
import binascii
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.core.errors import Malformed


class Position(NamedTuple):
    moment: datetime
    id: UUID
    rank: int = 0
    """Of lists that put what is urgent first."""


def write_position(moment: datetime, row_id: UUID, rank: int = 0) -> str:
    plain = f"{moment.isoformat()}|{row_id}" + (f"|{rank}" if rank else "")
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_position(after: str | None) -> Position | None:
    """Refuse what we never gave out."""
    if not after:
        return None
    try:
        plain = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
        moment, row_id, *rank = plain.split("|")
        position = Position(datetime.fromisoformat(moment), UUID(row_id), int(rank[0][:2]) if rank else 0)
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise Malformed("malformed_request") from error
    if position.moment.tzinfo is None:
        raise Malformed("malformed_request")
    return position
