"""Reading what nobody has fetched. Every query begins with the agency whose officer asks."""

from sqlalchemy import Select, text

from one_stop.dossiers.indexes import RESOLVED_DOSSIER
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to


def waiting_for_collection(agency_code: str) -> Select[Dossier]:
    """Signed, and in nobody's hands but the counter's."""
    return visible_to(agency_code).where(text(RESOLVED_DOSSIER), Dossier.with_post != "sent")
