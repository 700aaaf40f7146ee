"""Numbers of results. Pure values."""

import re

from shared.standards.vietnamese import fold


def number_key(agency_code: str, year: int, number: str) -> str:
    """`125/GCN-SXD`, `0125/gcn-sxd` and `125 / GCN-SXD` are one number."""
    written = re.sub(r"\s+", "", fold(number))
    return f"{agency_code}|{year}|{re.sub(r'^0+(?=[0-9])', '', written)}"
