"""Who acts for another, as the gateway describes him to a service."""

from shared.access.identity import Identity, OnBehalfOf
from shared.access.rights import Power

BINH = {"subject": "0199d3a0-0000-7000-8000-00000000b147", "name": "Trần Thị Bình", "title": "Trưởng phòng"}


def acting_for(giver: Identity, *powers: Power) -> Identity:
    """Trần Thị Bình in the giver's post, with what was given to her."""
    behalf = OnBehalfOf(
        delegation="0199d3a0-0000-7000-8000-00000000de1e",
        subject=giver.subject,
        name=giver.name,
        title=giver.title or "Giám đốc",
        powers=frozenset(powers),
    )
    return giver.model_copy(update=BINH | {"on_behalf_of": behalf, "post": "0199d3a0-0000-7000-8000-00000000b057"})
