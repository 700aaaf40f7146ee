"""Where in the work list a dossier was opened, carried along its page so that the officer comes back to exactly there."""

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from one_stop.edge import read_cursor
from shared.core.errors import Malformed

STATES = {
    "": "Tất cả hồ sơ đang xử lý",
    "submitted": "Mới nộp, chờ tiếp nhận",
    "in-progress": "Đang giải quyết",
    "supplement": "Chờ bổ sung",
    "resolved": "Chờ trả kết quả",
    "overdue": "Quá hạn",
    "ended": "Đã kết thúc",
}
SCOPES = {"mine": "Việc của tôi", "agency": "Cả cơ quan"}
FIELD = "ds"
"""The field that carries a place, in addresses and in forms."""

_LONGEST = {"q": 200, "trang_thai": 20, "buoc": 50, "pham_vi": 10, "sau": 100, "dong": 100}


@dataclass(frozen=True)
class Place:
    """Chỗ trong danh sách, by the names that the list's own address uses. The plain list where nothing is said."""

    q: str = ""
    trang_thai: str = ""
    buoc: str = ""
    pham_vi: str = "mine"
    sau: str = ""
    """Cursor of the page."""
    dong: str = ""
    """Cursor of the row that was opened; the next dossier is the first behind it."""

    def __post_init__(self) -> None:
        if any(len(getattr(self, name)) > longest for name, longest in _LONGEST.items()):
            raise Malformed("malformed_request")
        if self.trang_thai not in STATES or self.pham_vi not in SCOPES:
            raise Malformed("malformed_request")
        read_cursor(self.sau)
        read_cursor(self.dong)

    @property
    def href(self) -> str:
        """The list at this place: always an address of our own, for it is put together here."""
        kept = self._kept()
        kept.pop("dong", None)
        return "/mot-cua" + (f"?{urlencode(kept)}" if kept else "")

    @property
    def text(self) -> str:
        """What `read_place` reads again; empty for the plain list."""
        return urlencode(self._kept())

    def at_row(self, cursor: str) -> "Place":
        return replace(self, dong=cursor)

    def on_page(self, cursor: str) -> "Place":
        return replace(self, sau=cursor, dong="")

    def of_dossier(self, dossier_id: object, **more: str) -> str:
        """A dossier's page that knows this place."""
        known = more | ({FIELD: self.text} if self.text else {})
        return f"/mot-cua/ho-so/{dossier_id}" + (f"?{urlencode(known)}" if known else "")

    def _kept(self) -> dict[str, str]:
        return {
            part.name: getattr(self, part.name) for part in fields(self) if getattr(self, part.name) != part.default
        }


def read_place(text: str) -> Place:
    """The place that came with a request, or the plain list: what cannot be one of ours is left out, never followed."""
    if len(text) > 2 * sum(_LONGEST.values()) * 3:
        return Place()
    known = {part.name for part in fields(Place)}
    try:
        return Place(**{name: value for name, value in parse_qsl(text, max_num_fields=10) if name in known})
    except (Malformed, ValueError):
        return Place()
