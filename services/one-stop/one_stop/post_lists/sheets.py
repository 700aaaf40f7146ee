"""What the list says on paper, which the post signs for."""

from collections.abc import Sequence
from typing import Any

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.printing import Letterhead, made_by
from one_stop.post_lists.models import PostItem
from one_stop.post_lists.schemas import Posting
from shared.access.identity import Identity


def list_fields(
    head: Letterhead, number: str, posting: Posting, items: Sequence[PostItem], who: tuple[Identity, Worker]
) -> dict[str, Any]:
    """Bảng kê giao bưu điện."""
    return head.fields() | {
        "number": number,
        "carrier": posting.carrier,
        "rows": [
            {
                "code": item.code,
                "receiver": item.receiver_name,
                "address": item.address,
                "phone": item.phone,
                "result": item.result,
            }
            for item in items
        ],
        **made_by(who[1].named),
    }
