"""How the days of dossiers are counted."""

from one_stop.agencies.rules import agency_then
from one_stop.dossiers.rules import Channel
from shared.contracts.one_stop import DossierFigureRecorded
from shared.messaging.figures import Figure, day_of
from shared.standards.result_outcomes import ResultOutcome


def _figure(name: str, title: str, moment: str, numerator: str, denominator: str, rows: str = "dossier d") -> Figure:
    """Of the agency whose it was on that day. `rows`: with the dossier as `d`."""
    whose, day = agency_then("d", day_of(moment)), day_of(moment)
    count = (
        f"SELECT {whose} AS agency_code, {day} AS day, {numerator} AS numerator, {denominator} AS denominator FROM {rows}"  # noqa: S608
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
        "count(*) FILTER (WHERE finished_at <= coalesce(due_owed, due_at))",
        "count(*)",
    ),
    _figure(
        "dossiers-apologised-late",
        "Văn bản xin lỗi lập muộn, trên số đã lập",
        "signed_at",
        "count(*) FILTER (WHERE a.late)",
        "count(*)",
        "apology a JOIN dossier d ON d.id = a.dossier_id",
    ),
    _figure(
        "dossiers-not-granted",
        "Hồ sơ trả lời không đủ điều kiện, trên số đã xong",
        "finished_at",
        f"count(*) FILTER (WHERE result_outcome = '{ResultOutcome.REFUSED}')",
        "count(*)",
    ),
    _figure(
        "dossiers-partly-granted",
        "Hồ sơ giải quyết một phần, trên số đã xong",
        "finished_at",
        f"count(*) FILTER (WHERE result_outcome = '{ResultOutcome.PARTIAL}')",
        "count(*)",
    ),
]
