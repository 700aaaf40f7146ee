"""Each way to a task is one walk along one index; givers who stepped down have left; documents know the very task that they answer."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_STEPPED_DOWN = """
UPDATE task SET giver_left = true WHERE origin_id IS NULL AND NOT giver_left AND NOT CASE WHEN giver_unit = ''
THEN EXISTS (SELECT 1 FROM person_post p JOIN person x ON x.id = p.person_id
     WHERE p.person_id = task.giver_id AND p.agency_code = task.agency_code AND p.role = 'leader' AND x.active)
ELSE EXISTS (SELECT 1 FROM person_post p JOIN person x ON x.id = p.person_id
     JOIN unit u ON u.id = p.unit_id AND u.head_post_id = p.post_id AND u.head_post_id <> ''
     WHERE p.person_id = task.giver_id AND u.id = task.giver_unit AND u.agency_code = task.agency_code AND x.active) END
"""
"""Until now whoever stepped down and stayed at the agency was held to be there still."""


_WAYS = (
    ("giver_id", "giver_id, agency_code", "giver_id <> ''"),
    ("giver_unit", "giver_unit, agency_code", "giver_unit <> ''"),
    ("monitor_id", "monitor_id, agency_code", "monitor_id <> ''"),
    ("giver_left", "agency_code", "giver_left"),
    ("came", "agency_code", "origin_id IS NOT NULL"),
    ("sent", "agency_code", "origin_id IS NULL AND parent_id IS NULL"),
    ("finished_late", "agency_code", "reported_on > due_key"),
)


def _know_tasks() -> None:
    """Agency, state and term beside whoever has a part, kept by the database: copies of the older release move tasks too."""
    op.execute("ALTER TABLE task_part ADD COLUMN agency_code text, ADD COLUMN state text, ADD COLUMN due_key date")
    op.execute(
        """CREATE FUNCTION know_task() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          SELECT t.agency_code, t.state, t.due_key INTO NEW.agency_code, NEW.state, NEW.due_key FROM task t WHERE t.id = NEW.task_id;
          RETURN NEW;
        END $$"""
    )
    op.execute(
        """CREATE FUNCTION tell_parts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE task_part SET agency_code = NEW.agency_code, state = NEW.state, due_key = NEW.due_key WHERE task_id = NEW.id;
          RETURN NULL;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER task_part_knows_task BEFORE INSERT ON task_part FOR EACH ROW EXECUTE FUNCTION know_task()"
    )
    op.execute(
        "CREATE TRIGGER task_tells_parts AFTER UPDATE OF agency_code, state, due_key ON task FOR EACH ROW"
        " WHEN ((OLD.agency_code, OLD.state, OLD.due_key) IS DISTINCT FROM (NEW.agency_code, NEW.state, NEW.due_key))"
        " EXECUTE FUNCTION tell_parts()"
    )
    known = "SET agency_code = t.agency_code, state = t.state, due_key = t.due_key FROM task t WHERE t.id = task_id"
    op.execute(f"UPDATE task_part {known}")
    op.create_index("ix_task_part_in_order", "task_part", ["whose", "agency_code", "state", "due_key", "task_id"])
    op.drop_index("ix_task_part_whose")


def upgrade() -> None:
    for name in ("giver_id", "monitor_id"):
        op.drop_index(f"ix_task_{name}")
    for name, columns, which in _WAYS:
        op.execute(f"CREATE INDEX ix_task_{name} ON task ({columns}, state, due_key, id) WHERE {which}")
    op.create_index("ix_task_lead", "task", ["agency_code", "lead", "state", "due_key", "id"])
    _know_tasks()
    op.execute(_STEPPED_DOWN)
    op.execute("ALTER TABLE outgoing_document ADD COLUMN answers_task uuid")
    op.execute(
        "CREATE INDEX ix_outgoing_document_answers_task ON outgoing_document (answers_task) WHERE answers_task IS NOT NULL"
    )
    # Two givers may have used one code: what is not sure stays with its code alone.
    op.execute(
        "UPDATE outgoing_document d SET answers_task = t.id FROM"
        " (SELECT agency_code, code, (array_agg(id))[1] AS id FROM task GROUP BY agency_code, code HAVING count(*) = 1) t"
        " WHERE d.task_code <> '' AND t.code = d.task_code AND t.agency_code = d.agency_code"
    )


def downgrade() -> None:
    op.drop_index("ix_outgoing_document_answers_task")
    op.drop_column("outgoing_document", "answers_task")
    op.create_index("ix_task_part_whose", "task_part", ["whose", "task_id"])
    op.drop_index("ix_task_part_in_order")
    for trigger, table, function in (
        ("task_tells_parts", "task", "tell_parts"),
        ("task_part_knows_task", "task_part", "know_task"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
        op.execute(f"DROP FUNCTION {function}()")
    for name in ("agency_code", "state", "due_key"):
        op.drop_column("task_part", name)
    op.drop_index("ix_task_lead")
    for name, _, _ in _WAYS:
        op.drop_index(f"ix_task_{name}")
    for name in ("giver_id", "monitor_id"):
        op.execute(f"CREATE INDEX ix_task_{name} ON task ({name}) WHERE {name} <> ''")
