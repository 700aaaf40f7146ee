"""Trạng thái gửi, nhận: which report counts (reliability D6: version and state never go back)."""

ON_THE_WAY = "00"
STATUS_CODES = ("01", "02", "03", "04", "05", "06", "13", "15", "16")
FROM_SENDER = frozenset({"13"})
"""Only the sender asks a document back; every other status is the receiver's word."""
FROM_RECEIVER = frozenset(STATUS_CODES) - FROM_SENDER

_RANK = {ON_THE_WAY: 0, "01": 1, "03": 3, "04": 4, "05": 5, "06": 6}


def normal_code(code: str) -> str:
    """`3` is read as `03`; unknown codes are kept as they came."""
    stripped = code.strip()
    return f"0{stripped}" if len(stripped) == 1 and stripped.isdigit() else stripped


def counts(current: str, recall: str, code: str) -> bool:
    """Whether a status reported by the receiver changes what the sender sees.

    A late 01 never overwrites 03; 02 and 06 are final; 15 and 16 answer a recall that was asked for.
    """
    if code in ("15", "16"):
        return recall == "requested"
    if code == "02":
        return current in (ON_THE_WAY, "01")
    return code in _RANK and current in _RANK and _RANK[code] > _RANK[current]


def may_ask_back(status: str, recall: str, *, at_work: bool) -> bool:
    """Whether a recall can be asked of a receiver: not after it gave the document back; again where nobody is left to answer."""
    if status == "02":
        return False
    return recall in ("", "refused") or (recall == "requested" and not at_work)


COUNTS_SQL = """
CASE WHEN {code} IN ('15', '16') THEN {recall} = 'requested'
     WHEN {code} = '02' THEN {current} IN ('00', '01')
     ELSE COALESCE(array_position(ARRAY['00','01','03','04','05','06'], {code})
                 > array_position(ARRAY['00','01','03','04','05','06'], {current}), false) END
"""
"""The same rule for the single statement of the hot path; a test holds the two together."""
