"""Who works on a dossier, as the rules see them."""

from one_stop.dossiers.rules import Worker
from shared.access.identity import Identity


def worker_of(identity: Identity) -> Worker:
    return Worker(identity.subject, identity.name, identity.agency_code, identity.roles, identity.post)
