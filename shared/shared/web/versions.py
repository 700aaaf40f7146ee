"""If-Match: a program acts only while nobody has changed what it looked at."""

import re
from typing import Annotated

from fastapi import Depends, Header

from shared.core.errors import Malformed

_TAG = re.compile(r'(?:W/)?("?)(\d{1,9})\1')


def expected_version(
    if_match: Annotated[str | None, Header(description='Phiên bản đã xem, như ETag đã nhận: `"3"`')] = None,
) -> int | None:
    """`If-Match: "3"`: act only while version 3 is the present one. None: whichever it is."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise Malformed("version_malformed")
    return int(found[2])


ExpectedVersion = Annotated[int | None, Depends(expected_version)]
