"""How the days of dossiers are counted."""

from one_stop.dossiers.rules import Channel
from shared.contracts.one_stop import DossierFigureRecorded
from shared.messaging.figures import Figure, day_of


def _figure(name: str, title: str, moment: str, numerator: str, denominator: str) -> Figure:
    count = (
        f"SELECT agency_code, {day_of(moment)} AS day, {numerator} AS numerator, {denominator} AS denominator FROM dossier"  # noqa: S608
        f" WHERE {moment} >= :since AND {moment} < :until GROUP BY 1, 2"
    )
    return Figure(name, title, DossierFigureRecorded, count)


FIGURES = [
    _figure("dossiers-received", "Hồ sơ đã tiếp nhận", "received_at", "count(*)", "0"),
    _figure(
        "dossiers-online",
        "Hồ sơ nộp trực tuyến, trên số đã tiếp nhận",
        "received_at",
        f"count(*) FILTER (WHERE channel = '{Channel.ONLINE}')",
        "count(*)",
    ),
    _figure("dossiers-finished", "Hồ sơ đã giải quyết xong", "finished_at", "count(*)", "0"),
    _figure(
        "dossiers-on-time",
        "Hồ sơ giải quyết đúng hạn, trên số đã xong",
        "finished_at",
        "count(*) FILTER (WHERE finished_at <= due_at)",
        "count(*)",
    ),
]
