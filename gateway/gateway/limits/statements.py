"""The count of requests that all copies share: one statement for what came in since the last one."""

from shared.storage.database import Database

_COUNT_REQUESTS = """
INSERT INTO rate_window AS r (caller, minute, used)
SELECT caller, $1, used FROM unnest($2::bytea[], $3::int[]) AS t (caller, used) ORDER BY caller
ON CONFLICT (caller, minute) DO UPDATE SET used = r.used + excluded.used
RETURNING caller, used
"""


async def count_requests(database: Database, minute: int, callers: list[bytes], used: list[int]) -> dict[bytes, int]:
    pool = await database.hot()
    rows = await pool.fetch(_COUNT_REQUESTS, minute, callers, used, timeout=2)
    return {bytes(row["caller"]): int(row["used"]) for row in rows}
