"""One agency's dossiers of a period, found once and kept with what was found; the figures are counted from what is kept."""

from sqlalchemy import text

from one_stop.dossiers.rules import Channel
from one_stop.reports.rules import Came, State
from shared.messaging.figures import day_of
from shared.standards.dossier_status import DossierStatus

# What is found of a dossier is said once: repeated where it is used, the server would look it up as often (forty times as slow).
# Rows are written in the order in which lists show them, so that each index only grows at its ends (six times as fast).
# A dossier that ended without a result ended when it came to stand so; what was settled later is nothing of the term.
_SOONER = """
SELECT FROM continuation s WHERE s.dossier_id = c.dossier_id AND s.first_day > :last_day AND (s.first_day, s.at) < (c.first_day, c.at)
"""
# Whose it was as the period ended, whoever goes on with it today: what an agency that ended then had is no figure of its successor.
_ITS = f"""(
SELECT d.* FROM dossier d WHERE d.agency_code = :agency_code
  AND NOT EXISTS (SELECT FROM continuation c WHERE c.dossier_id = d.id AND c.first_day > :last_day)
UNION ALL
SELECT d.* FROM dossier d JOIN continuation c ON c.dossier_id = d.id
WHERE c.agency_code = :agency_code AND c.first_day > :last_day AND NOT EXISTS ({_SOONER}))"""
_WITHOUT_RESULT = f"d.status IN ({DossierStatus.WITHDRAWN.value}, {DossierStatus.STOPPED.value})"
_ENDED = f"""
SELECT h.dossier_id, min(h.at) AS at FROM hand_over h JOIN {_ITS} d ON d.id = h.dossier_id AND d.status = h.status
WHERE {_WITHOUT_RESULT} GROUP BY 1
"""
# As it was due at the end of the period: before what moved it later. An apology moves only what was promised, never what is owed.
_MOVED = """
SELECT DISTINCT ON (dossier_id) dossier_id, due_before FROM due_move
WHERE at >= :until AND due_before IS NOT NULL ORDER BY dossier_id, at, id
"""
_APOLOGISED = "SELECT DISTINCT dossier_id FROM due_move WHERE cause = 'apology' AND at < :until"
_ASKED = """
SELECT dossier_id, count(*) AS times, min(requested_at) AS first_at,
  bool_or(completed_at IS NULL OR completed_at >= :until) AS waits,
  coalesce(sum(completed_at - requested_at) FILTER (WHERE completed_at < :until), interval '0') AS taken
FROM supplement_request WHERE stage = 'processing' AND requested_at < :until GROUP BY 1
"""
_PAUSED = "SELECT DISTINCT dossier_id FROM pause WHERE since < :until AND (resumed_at IS NULL OR resumed_at >= :until)"
_FOUND = f"""
SELECT d.id, d.sector_name, d.channel, d.received_at, d.due_original,
  CASE WHEN {_WITHOUT_RESULT} THEN e.at ELSE d.finished_at END AS ever_at,
  CASE WHEN d.due_owed IS NOT NULL AND a.dossier_id IS NOT NULL THEN d.due_owed ELSE coalesce(m.due_before, d.due_at) END AS due_at,
  coalesce(s.waits, false) AS asked, coalesce(s.waits, false) OR p.dossier_id IS NOT NULL AS waiting,
  coalesce(s.times, 0) AS times, s.first_at, coalesce(s.taken, interval '0') AS taken
FROM {_ITS} d
LEFT JOIN ended e ON e.dossier_id = d.id LEFT JOIN moved m ON m.dossier_id = d.id
LEFT JOIN apologised a ON a.dossier_id = d.id LEFT JOIN asked s ON s.dossier_id = d.id LEFT JOIN paused p ON p.dossier_id = d.id
WHERE d.received_at < :until
"""
_OF_PERIOD = """
SELECT f.*, CASE WHEN f.ever_at < :until THEN f.ever_at END AS ended_at, f.waiting AND coalesce(f.ever_at >= :until, true) AS waits
FROM found f WHERE f.ever_at IS NULL OR f.ever_at >= :since
"""
# "Thuật toán" of the national portal (Bộ chỉ số 766/QĐ-TTg, 2.1): more than one request is late; the time of a request is taken off
# the end; while one is awaited, its moment is the end. Compared with the date first promised.
_NATIONALLY = """
f.times <= 1 AND coalesce(f.ended_at, CASE WHEN f.times = 1 AND f.asked THEN f.first_at END, :until) - f.taken <= f.due_original
"""

KEEP_DOSSIERS = text(
    f"""
WITH ended AS ({_ENDED}), moved AS ({_MOVED}), apologised AS ({_APOLOGISED}), asked AS ({_ASKED}), paused AS ({_PAUSED}),
  found AS MATERIALIZED ({_FOUND}), of_period AS MATERIALIZED ({_OF_PERIOD})
INSERT INTO reported_dossier (report_id, dossier_id, agency_code, sector_name, channel, came, state,
  received_at, due_at, ended_at, waits, nationally_on_time)
SELECT :report_id, f.id, :agency_code, f.sector_name, f.channel,
  CASE WHEN f.received_at < :since THEN '{Came.CARRIED}'
       WHEN f.channel = '{Channel.ONLINE}' THEN '{Came.ONLINE}' ELSE '{Came.DIRECT}' END,
  CASE WHEN f.ended_at IS NULL THEN CASE WHEN f.waits OR f.due_at >= :until THEN '{State.RUNNING}' ELSE '{State.OVERDUE}' END
       WHEN {day_of("f.ended_at")} < {day_of("f.due_at")} THEN '{State.EARLY}'
       WHEN f.ended_at <= f.due_at THEN '{State.ON_TIME}' ELSE '{State.LATE}' END,
  f.received_at, f.due_at, f.ended_at, f.waits, {_NATIONALLY}
FROM of_period f ORDER BY f.due_at, f.id
"""
)


def _count(name: str, condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition}) AS {name}"


COUNT_SECTORS = text(
    "SELECT sector_name AS sector, "
    + ", ".join(
        [_count(came.value, f"came = '{came}'") for came in Came]
        + [_count(state.value.replace("-", "_"), f"state = '{state}'") for state in State]
        + [_count("national", "nationally_on_time")]
    )
    + " FROM reported_dossier WHERE report_id = :report_id AND agency_code = :agency_code GROUP BY 1 ORDER BY 1"
)
