"""What comes in when an agency stops a dossier."""

from one_stop.dossiers.schemas import In, Reason


class Stopping(In):
    """Dừng giải quyết: always with a reason."""

    reason: Reason
