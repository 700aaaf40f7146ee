"""Agencies, people, posts, credentials."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

from shared.storage import plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    plumbing.create_v1(op)
    op.create_table(
        "agency",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("code_2020", sa.Text, nullable=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("short_name", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("parent_code", sa.Text, nullable=True),
        sa.Column("mail_domain", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=True),
        sa.Column("successor_code", sa.Text, nullable=True),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("sort_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_agency"),
        sa.ForeignKeyConstraint(["parent_code"], ["agency.code"], name="fk_agency_parent_code_agency"),
        sa.ForeignKeyConstraint(["successor_code"], ["agency.code"], name="fk_agency_successor_code_agency"),
    )
    op.create_index("ix_agency_sort_key", "agency", ["sort_key", "code"])
    op.create_table(
        "person",
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("full_name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("sort_key", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_sort_key", "person", ["sort_key", "id"])
    op.create_index(
        "ix_person_folded", "person", ["folded"], postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}
    )
    op.create_table(
        "post",
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("person_id", UUID(as_uuid=True), nullable=False),
        sa.Column("agency_code", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_post_person_id_person"),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_post_agency_code_agency"),
    )
    op.create_index("ix_post_person_id", "post", ["person_id"])
    op.create_index("ix_post_agency_code", "post", ["agency_code"])
    op.create_table(
        "credential",
        sa.Column("person_id", UUID(as_uuid=True), nullable=False),
        sa.Column("user_name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_credential"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_credential_person_id_person"),
        sa.UniqueConstraint("user_name", name="uq_credential_user_name"),
    )
