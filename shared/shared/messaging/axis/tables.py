"""The queue tables of the axis in PostgreSQL, and what each service's role may do with them.

No role but the owner touches a table: functions that run as the owner look who came (`session_user`) and let each publish under its
own name, report in its own name and take from its own queues. The same rights as `deploy/rabbitmq/definitions.json` gives.
NOTIFY is open to all: it carries nothing, and whoever is woken in vain finds nothing.
"""

from collections.abc import Mapping
from typing import Any

import asyncpg

from shared.messaging.axis.port import Topology

SCHEMA = """
CREATE TABLE IF NOT EXISTS axis_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, queue text NOT NULL, message_id text NOT NULL, body bytea NOT NULL,
  attempts integer NOT NULL DEFAULT 0, visible_at timestamptz NOT NULL DEFAULT now(), dead boolean NOT NULL DEFAULT false
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX IF NOT EXISTS ix_axis_message_visible ON axis_message (queue, visible_at, id) WHERE NOT dead;
ALTER TABLE axis_message ADD COLUMN IF NOT EXISTS proof text NOT NULL DEFAULT '';
ALTER TABLE axis_message ADD COLUMN IF NOT EXISTS sent_by text NOT NULL DEFAULT session_user;
CREATE TABLE IF NOT EXISTS axis_binding (queue text, prefix text, PRIMARY KEY (queue, prefix));
CREATE TABLE IF NOT EXISTS axis_role (role text, service text, PRIMARY KEY (role, service));
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""

_OWN = "split_part(queue, '.', 1) IN (SELECT service FROM axis_role WHERE role = session_user)"
_AS_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION axis_publish(keys text[], ids text[], bodies bytea[], proofs text[]) RETURNS void
LANGUAGE plpgsql {_AS_OWNER} AS $$
BEGIN
  IF EXISTS (
    SELECT FROM unnest(keys) AS k(key) WHERE NOT EXISTS (
      SELECT FROM axis_role WHERE role = session_user
        AND service = split_part(key, '.', CASE WHEN starts_with(key, 'report.') THEN 3 ELSE 1 END))
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s may not publish under this key', session_user);
  END IF;
  INSERT INTO axis_message (queue, message_id, body, proof, sent_by)
  SELECT b.queue, m.id, m.body, m.proof, session_user
  FROM unnest(keys, ids, bodies, proofs) WITH ORDINALITY AS m(key, id, body, proof, place)
  JOIN axis_binding b ON starts_with(m.key, b.prefix) ORDER BY m.place;
END $$;
CREATE OR REPLACE FUNCTION axis_claim(wanted text, most integer, lease double precision)
RETURNS TABLE (id bigint, body bytea, proof text) LANGUAGE sql {_AS_OWNER} AS $$
  UPDATE axis_message m SET visible_at = now() + make_interval(secs => lease), attempts = m.attempts + 1 WHERE m.id IN (
    SELECT w.id FROM axis_message w WHERE w.queue = wanted AND w.visible_at <= now() AND NOT w.dead AND {_OWN}
    ORDER BY w.visible_at, w.id LIMIT most FOR UPDATE SKIP LOCKED
  ) RETURNING m.id, m.body, m.proof
$$;
CREATE OR REPLACE FUNCTION axis_acknowledge(taken bigint[]) RETURNS void LANGUAGE sql {_AS_OWNER} AS $$
  DELETE FROM axis_message WHERE id = ANY(taken) AND {_OWN}
$$;
CREATE OR REPLACE FUNCTION axis_return(taken bigint[]) RETURNS void LANGUAGE sql {_AS_OWNER} AS $$
  UPDATE axis_message SET visible_at = now() WHERE id = ANY(taken) AND {_OWN}
$$;
CREATE OR REPLACE FUNCTION axis_release(taken bigint[], most integer) RETURNS void LANGUAGE sql {_AS_OWNER} AS $$
  UPDATE axis_message SET visible_at = now() + make_interval(secs => LEAST(power(2, attempts), 60) * (0.5 + random())),
    dead = attempts >= most WHERE id = ANY(taken) AND {_OWN}
$$;
CREATE OR REPLACE FUNCTION axis_depths() RETURNS TABLE (queue text, waiting bigint) LANGUAGE sql {_AS_OWNER} AS $$
  SELECT m.queue, count(*) FROM axis_message m GROUP BY m.queue
$$;
"""  # noqa: S608 - our own two phrases


async def create_schema(
    url: str, topology: Topology, services: Mapping[str, str], others: tuple[str, ...] = ()
) -> None:
    """Make or renew tables, functions and rights; run once at start-up by the owner.

    `services`: service → role under which it comes, several may share one; `others`: roles that only look how long the queues are.
    """
    bindings = [(queue, key.removesuffix("#")) for queue, keys in topology.bindings.items() for key in keys]
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url, timeout=10)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(721001)")
            await connection.execute(SCHEMA)
            await connection.execute(FUNCTIONS)
            await connection.execute("DELETE FROM axis_binding; DELETE FROM axis_role")
            await connection.executemany("INSERT INTO axis_binding VALUES ($1, $2)", bindings)
            await connection.executemany(
                "INSERT INTO axis_role VALUES ($1, $2)", [(role, service) for service, role in services.items()]
            )
            database = await connection.fetchval("SELECT quote_ident(current_database())")
            for role in {*services.values(), *others}:
                quoted = await connection.fetchval("SELECT quote_ident($1)", role)
                await connection.execute(f"GRANT CONNECT ON DATABASE {database} TO {quoted}")
    finally:
        await connection.close()
