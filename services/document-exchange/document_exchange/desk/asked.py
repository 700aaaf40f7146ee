"""What calls of lists of documents are narrowed by (`narrowing_list`): `type` a key of the catalogue of kinds, days as typed."""

from typing import Annotated

from fastapi import Depends, Query

from shared.work.listing import LONGEST

Short = Annotated[str, Query(max_length=LONGEST)]


def _asked(type: Short = "", urgency: Short = "", since: Short = "", until: Short = "") -> dict[str, str]:
    return {"type": type, "urgency": urgency, "since": since, "until": until}


Narrowed = Annotated[dict[str, str], Depends(_asked)]
