"""Who works on a dossier, as the rules see them."""

from one_stop.dossiers.cases import Holder, Worker
from one_stop.dossiers.rules import MAY_REASSIGN
from shared.access.identity import Identity
from shared.access.rights import callers_of, unit_led


def worker_of(identity: Identity) -> Worker:
    giver = Holder(identity.desk, identity.desk_name) if identity.on_behalf_of else None
    return Worker(
        identity.subject,
        identity.acting_name,
        identity.agency_code,
        identity.roles,
        identity.post,
        giver,
        identity.behalf,
        identity.title,
        callers_of(identity) - identity.roles,
        led_by(identity),
    )


def led_by(identity: Identity) -> str:
    """The unit whose work a head sees and gives out; empty for who leads none, or gives out the whole agency's."""
    return unit_led(identity, MAY_REASSIGN)
