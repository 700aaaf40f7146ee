"""What officers are told of a list: its number and unit; never whose dossiers are on it."""

from collections.abc import Iterable

from one_stop.unit_lists.models import UnitList
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.notifying.raising import notification


def about_list(kind: str, made: UnitList, people: Iterable[str]) -> OfficersNotified:
    """`people`: ids, at the list's agency."""
    to = [Recipient(person_id=person, agency_code=made.agency_code) for person in people]
    facts = {"code": made.named, "unit": made.unit_name}
    return notification(CounterNotified, kind, f"unit-list/{made.id}", to, facts, f"/mot-cua/giay-ban-giao/{made.id}")
