"""The plumbing as pieces of SQL, for statements that write everything of an act at once.

Each takes SQL expressions by the name of the column they fill, and `rows`: the `FROM ...` they are read from, so that nothing is written
where there are no rows. The tables are in `shared.storage.plumbing`; nobody else speaks to them, but for the relay's
and the operator's queries in `shared.messaging`.
"""


def numbered(subject: str, rows: str) -> str:
    """The next sequence of each subject; gives `subject` and `last_sequence`. In order, so that nobody waits in a circle."""
    return f"""INSERT INTO event_subject AS s (subject, last_sequence) SELECT {subject}, 1 {rows} ORDER BY 1
  ON CONFLICT (subject) DO UPDATE SET last_sequence = s.last_sequence + 1 RETURNING subject, last_sequence"""


def begun(subject: str, rows: str) -> str:
    """The first sequence of subjects that nothing was told of yet: they were made in the same statement."""
    return f"INSERT INTO event_subject (subject, last_sequence) SELECT {subject}, 1 {rows}"


def told(
    rows: str,
    *,
    event_id: str,
    type: str,
    kind: str,
    subject: str,
    sequence: str,
    traceparent: str,
    data: str,
    pending: str,
) -> str:
    """An outbox row each; one that nobody listens to is done at once."""
    return f"""INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending, done_at)
  SELECT {event_id}, {type}, {kind}, {subject}, {sequence}, {traceparent}, {data}, {pending},
    CASE WHEN cardinality({pending}) = 0 THEN now() END {rows}"""


def noted(
    rows: str = "",
    *,
    kind: str,
    subject: str,
    actor: str,
    agency_code: str,
    facts: str,
    post: str = "''",
    on_behalf_of: str = "''",
    request_id: str = "''",
) -> str:
    """An evidence record each (nhật ký bằng chứng). `post`: in which post an officer acted, `on_behalf_of`: for whom."""
    return f"""INSERT INTO evidence (kind, subject, actor, agency_code, post, on_behalf_of, request_id, facts)
  SELECT {kind}, {subject}, {actor}, {agency_code}, {post}, {on_behalf_of}, {request_id}, {facts} {rows}"""


def answered(rows: str, *, caller: str, key: str, request_hash: str, status: str, answer: str) -> str:
    """What an Idempotency-Key stands for, with the answer that its repeats get."""
    return f"""INSERT INTO idempotency_key (caller, key, request_hash, status, answer)
  SELECT {caller}, {key}, {request_hash}, {status}, {answer} {rows}"""


def first_answer(caller: str = "$1", key: str = "$2") -> str:
    """What an Idempotency-Key stands for."""
    return f"SELECT request_hash, status, answer FROM idempotency_key WHERE caller = {caller} AND key = {key}"


def answer_kept(*, caller: str, key: str, status: str, answer: str) -> str:
    """The answer of a key that was taken before it was known."""
    return f"UPDATE idempotency_key SET status = {status}, answer = {answer} WHERE caller = {caller} AND key = {key}"
