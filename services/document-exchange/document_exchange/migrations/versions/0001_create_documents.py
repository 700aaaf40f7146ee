"""Documents, deliveries, arrivals, registers, and the local copy of agencies and people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.storage import plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Search without diacritics: a folded column under a trigram index.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    plumbing.create_v1(op)
    op.create_table(
        "agency",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), server_default="", nullable=False),
        sa.Column("mail_domain", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_agency"),
    )
    op.create_table(
        "arrival_year",
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "year", name="pk_arrival_year"),
    )
    op.create_table(
        "incoming_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("addressee_code", sa.Text(), nullable=False),
        sa.Column("sender_code", sa.Text(), nullable=False),
        sa.Column("document_code", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("packet_sha256", sa.Text(), nullable=False),
        sa.Column("packet_size", sa.Integer(), nullable=False),
        sa.Column("packet_name", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.Text(), server_default="01", nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("recall", sa.Text(), server_default="", nullable=False),
        sa.Column("recall_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("recall_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrival_year", sa.Integer(), nullable=True),
        sa.Column("arrival_number", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer_document_id", sa.Uuid(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sender_name", sa.Text(), server_default="", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("type_name", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("signer_name", sa.Text(), server_default="", nullable=False),
        sa.Column("signer_title", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("warnings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_document"),
        sa.UniqueConstraint("addressee_code", "sender_code", "document_code", name="uq_incoming_document_once"),
    )
    op.create_index(
        "ix_incoming_document_addressee_code_arrived_at_id",
        "incoming_document",
        ["addressee_code", "arrived_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_incoming_document_addressee_code_status_arrived_at_id",
        "incoming_document",
        ["addressee_code", "status", "arrived_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_incoming_document_folded",
        "incoming_document",
        ["folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_incoming_document_unread",
        "incoming_document",
        ["packet_sha256"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index(
        "uq_incoming_document_arrival_number",
        "incoming_document",
        ["addressee_code", "arrival_year", "arrival_number"],
        unique=True,
        postgresql_where=sa.text("arrival_number IS NOT NULL"),
    )
    op.create_index(
        "uq_incoming_document_delivery_id",
        "incoming_document",
        ["delivery_id"],
        unique=True,
        postgresql_where=sa.text("delivery_id IS NOT NULL"),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document_types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_number_series"),
        sa.UniqueConstraint("agency_code", "code", name="uq_number_series_agency_code_code"),
    )
    op.create_table(
        "packet_check",
        sa.Column("packet_sha256", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("files", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("packet_sha256", name="pk_packet_check"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "assignment",
        sa.Column("incoming_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["incoming_document.id"], name="fk_assignment_incoming_id_incoming_document"
        ),
        sa.PrimaryKeyConstraint("incoming_id", "person_id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_person_id_incoming_id", "assignment", ["person_id", "incoming_id"], unique=False)
    op.create_table(
        "incoming_status",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("incoming_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("actor_id", sa.Text(), server_default="", nullable=False),
        sa.Column("actor_name", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["incoming_document.id"], name="fk_incoming_status_incoming_id_incoming_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_status"),
    )
    op.create_index("ix_incoming_status_incoming_id_id", "incoming_status", ["incoming_id", "id"], unique=False)
    op.create_table(
        "outgoing_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="screen", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("type_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("secrecy", sa.Text(), server_default="normal", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("drafter_id", sa.Text(), server_default="", nullable=False),
        sa.Column("drafter_name", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("leader_id", sa.Text(), server_default="", nullable=False),
        sa.Column("leader_name", sa.Text(), server_default="", nullable=False),
        sa.Column("competence", sa.Text(), server_default="", nullable=False),
        sa.Column("signer_title", sa.Text(), server_default="", nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("notation", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("document_code", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("page_amount", sa.Integer(), server_default="1", nullable=False),
        sa.Column("copy_amount", sa.Integer(), server_default="1", nullable=False),
        sa.Column("archive_holder", sa.Text(), server_default="", nullable=False),
        sa.Column("answers_incoming_id", sa.Uuid(), nullable=True),
        sa.Column("packet_sha256", sa.Text(), nullable=True),
        sa.Column("packet_size", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("numbered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name="fk_outgoing_document_series_id_number_series"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_document"),
    )
    op.create_index(
        "ix_outgoing_document_agency_code_status_updated_at_id",
        "outgoing_document",
        ["agency_code", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_outgoing_document_agency_code_updated_at_id",
        "outgoing_document",
        ["agency_code", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_outgoing_document_folded",
        "outgoing_document",
        ["folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index(
        "uq_outgoing_document_document_code",
        "outgoing_document",
        ["agency_code", "document_code"],
        unique=True,
        postgresql_where=sa.text("document_code IS NOT NULL"),
    )
    op.create_index(
        "uq_outgoing_document_number",
        "outgoing_document",
        ["agency_code", "series_id", "year", "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL AND series_id IS NOT NULL"),
    )
    op.create_table(
        "person_post",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_post_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "agency_code", "role", name="pk_person_post"),
    )
    op.create_index("ix_person_post_agency_code_role", "person_post", ["agency_code", "role"], unique=False)
    op.create_table(
        "series_year",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.id"], name="fk_series_year_series_id_number_series"),
        sa.PrimaryKeyConstraint("series_id", "year", name="pk_series_year"),
    )
    op.create_table(
        "addressee",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["outgoing_document.id"],
            name="fk_addressee_document_id_outgoing_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "agency_code", name="pk_addressee"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("document_code", sa.Text(), nullable=False),
        sa.Column("sender_code", sa.Text(), nullable=False),
        sa.Column("addressee_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="00", nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("recall", sa.Text(), server_default="", nullable=False),
        sa.Column("recall_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["outgoing_document.id"], name="fk_delivery_document_id_outgoing_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("document_id", "addressee_code", name="uq_delivery_document_id_addressee_code"),
    )
    op.create_table(
        "document_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("drafted_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["outgoing_document.id"],
            name="fk_document_file_document_id_outgoing_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_file"),
    )
    op.create_index("ix_document_file_document_id_position", "document_file", ["document_id", "position"], unique=False)
    op.create_table(
        "document_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["outgoing_document.id"],
            name="fk_document_step_document_id_outgoing_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_step"),
    )
    op.create_index("ix_document_step_document_id_id", "document_step", ["document_id", "id"], unique=False)
    op.create_table(
        "delivery_status",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("staff_name", sa.Text(), server_default="", nullable=False),
        sa.Column("staff_department", sa.Text(), server_default="", nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("applied", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivery_status_delivery_id_delivery"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_status"),
        sa.UniqueConstraint(
            "delivery_id", "code", "reported_at", name="uq_delivery_status_delivery_id_code_reported_at"
        ),
    )
    op.create_index("ix_delivery_status_delivery_id_id", "delivery_status", ["delivery_id", "id"], unique=False)
