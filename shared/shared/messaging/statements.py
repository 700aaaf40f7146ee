"""What the inbox says to its database: rows of many events at once, so that a batch costs a handful of statements."""

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Integer, Text

KEEP = text(
    """
INSERT INTO inbox (event_id, source, subject, sequence, type, state, envelope)
SELECT CAST(i AS uuid), s, j, q, t, 'waiting', e
FROM unnest(CAST(:ids AS text[]), CAST(:sources AS text[]), CAST(:subjects AS text[]), CAST(:sequences AS int[]),
            CAST(:types AS text[]), CAST(:bodies AS bytea[])) AS n(i, s, j, q, t, e)
ORDER BY i ON CONFLICT (event_id) DO NOTHING
"""
)
# The usual case, sent by asyncpg: where each subject has got to with this batch, and a row for each of its events.
REACHED = """
INSERT INTO inbox_subject AS k (source, subject, applied)
SELECT s, j, n FROM unnest($1::text[], $2::text[], $3::int[]) AS n(s, j, n) ORDER BY s, j
ON CONFLICT (source, subject) DO UPDATE SET applied = k.applied + excluded.applied
RETURNING source, subject, applied
"""
KEEP_DONE = """
INSERT INTO inbox (event_id, source, subject, sequence, type, state)
SELECT i, s, j, q, t, 'done' FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[]) AS n(i, s, j, q, t)
WHERE NOT EXISTS (SELECT 1 FROM inbox b WHERE b.source = s AND b.subject = j AND b.envelope IS NOT NULL)
ORDER BY i ON CONFLICT (event_id) DO NOTHING RETURNING 1
"""
SUBJECTS = text(
    """
WITH made AS (
  INSERT INTO inbox_subject (source, subject)
  SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j) ORDER BY s, j
  ON CONFLICT DO NOTHING RETURNING 1
) SELECT count(*) FROM made
"""
)
LOCK = text(
    """
SELECT k.source, k.subject, k.applied FROM inbox_subject k
JOIN (SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j)) w
  ON k.source = w.s AND k.subject = w.j
ORDER BY k.source, k.subject FOR UPDATE OF k
"""
)
OPEN = text(
    """
SELECT b.event_id, b.source, b.subject, b.sequence, b.envelope, b.state, b.attempts, b.due_at <= now() AS is_due FROM inbox b
JOIN (SELECT DISTINCT s, j FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[])) AS n(s, j)) w
  ON b.source = w.s AND b.subject = w.j
WHERE b.envelope IS NOT NULL ORDER BY b.source, b.subject, b.sequence
"""
)
DONE = text(
    "UPDATE inbox SET state = 'done', envelope = NULL, error = NULL, due_at = NULL WHERE event_id = ANY(CAST(:ids AS uuid[]))"
)
APPLIED = text(
    """
UPDATE inbox_subject k SET applied = n.q
FROM unnest(CAST(:sources AS text[]), CAST(:subjects AS text[]), CAST(:sequences AS int[])) AS n(s, j, q)
WHERE k.source = n.s AND k.subject = n.j
"""
).bindparams(
    bindparam("sources", type_=ARRAY(Text)),
    bindparam("subjects", type_=ARRAY(Text)),
    bindparam("sequences", type_=ARRAY(Integer)),
)
FAILED = text(
    """
UPDATE inbox SET attempts = attempts + 1, error = :error,
  state = CASE WHEN attempts + 1 >= :limit THEN 'dead' ELSE 'retry' END,
  due_at = now() + make_interval(secs => LEAST(:first * power(2, attempts), :longest) * CAST(:jitter AS float))
WHERE event_id = CAST(:id AS uuid)
"""
)
DUE = text("SELECT source, subject FROM inbox WHERE state = 'retry' AND due_at <= now() ORDER BY due_at LIMIT 100")
