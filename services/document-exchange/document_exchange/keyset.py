"""Where a list goes on: the moment and id of the last row shown, as opaque text."""

import base64
import binascii
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.errors import Malformed


class Position(NamedTuple):
    moment: datetime
    id: UUID


def write_position(moment: datetime, row_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def read_position(after: str | None) -> Position | None:
    """Refuse what we never gave out."""
    if not after:
        return None
    try:
        plain = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
        moment, _, row_id = plain.partition("|")
        position = Position(datetime.fromisoformat(moment), UUID(row_id))
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise Malformed("malformed_request") from error
    if position.moment.tzinfo is None:
        raise Malformed("malformed_request")
    return position
