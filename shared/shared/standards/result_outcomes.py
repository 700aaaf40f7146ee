"""Kết luận giải quyết of a dossier that has a result: granted, answered with a refusal, or granted in part."""

from enum import StrEnum


class ResultOutcome(StrEnum):
    """Kết luận giải quyết hồ sơ."""

    GRANTED = "granted"  # đủ điều kiện, được giải quyết
    REFUSED = "refused"  # không đủ điều kiện: văn bản trả lời có lý do
    PARTIAL = "partial"  # được giải quyết một phần

    @property
    def official_name(self) -> str:
        return OUTCOME_NAMES[self]


OUTCOME_NAMES = {
    ResultOutcome.GRANTED: "Được giải quyết",
    ResultOutcome.REFUSED: "Không đủ điều kiện giải quyết",
    ResultOutcome.PARTIAL: "Được giải quyết một phần",
}
