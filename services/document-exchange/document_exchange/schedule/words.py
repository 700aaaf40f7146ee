"""What people read of the work schedule."""

from document_exchange.schedule.rules import EntryState

STATES: dict[str, str] = {
    EntryState.DRAFT: "Dự kiến",
    EntryState.PUBLISHED: "Đã công bố",
    EntryState.CANCELLED: "Đã hoãn",
}
