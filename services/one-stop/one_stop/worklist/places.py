"""Where in the work list a dossier was opened, carried along its page so that the officer comes back to exactly there."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from one_stop.worklist.listing import WORK
from shared.core.errors import Malformed
from shared.work.keyset import is_cursor
from shared.work.listing import LONGEST, LONGEST_CURSOR, Chosen

FIELD = "ds"
"""The field that carries a place, in addresses and in forms."""
_ROW = "dong"
_LONGEST = 3 * (5 * LONGEST + 2 * LONGEST_CURSOR)


@dataclass(frozen=True)
class Place:
    """Chỗ trong danh sách: what was chosen there, and the cursor of the row that was opened."""

    chosen: Chosen
    row: str = ""
    """The next dossier is the first behind it."""

    @property
    def href(self) -> str:
        """The list at this place."""
        return self.chosen.href

    @property
    def text(self) -> str:
        """What `read_place` reads again; empty for the plain list."""
        return "&".join(filter(None, (self.chosen.query, urlencode({_ROW: self.row}) if self.row else "")))

    def at_row(self, cursor: str) -> "Place":
        return replace(self, row=cursor)

    def of_dossier(self, dossier_id: object, **more: str) -> str:
        """A dossier's page that knows this place."""
        known = more | ({FIELD: self.text} if self.text else {})
        return f"/mot-cua/ho-so/{dossier_id}" + (f"?{urlencode(known)}" if known else "")


def read_place(text: str) -> Place:
    """The place that came with a request, or the plain list: what cannot be one of ours is left out, never followed."""
    plain = Place(WORK.choose({}))
    if len(text) > _LONGEST:
        return plain
    try:
        values = dict(parse_qsl(text, max_num_fields=12))
        place = Place(WORK.choose(values), values.get(_ROW, ""))
    except (Malformed, ValueError):
        return plain
    return place if is_cursor(place.row) and is_cursor(place.chosen.after) else plain
