"""Pages of the parts to which the gateway's own pages lead, by what they are for."""

from enum import StrEnum


class Landmark(StrEnum):
    """Trang mà trang của cổng dẫn tới; each has one part at the most that declares it in its `feature.py`."""

    CATALOGUE = "catalogue"  # of procedures; takes the words looked for as `q`
    DELEGATIONS = "delegations"  # the officer's own
    OWN_DOSSIERS = "own_dossiers"
    RECOVERY = "recovery"  # of a lost password
    REGISTRATION = "registration"  # takes the way on as `tiep`
    TO_DO = "to_do"  # a fragment: what waits for this citizen
    TRACKING = "tracking"
    VERIFICATION = "verification"
