"""Indexes by which lists of outgoing documents are narrowed, each in the order in which the list shows its rows."""

from sqlalchemy import Index, text

NARROWING = (
    Index("ix_outgoing_document_type", "agency_code", "type_code", "updated_at", "id"),
    Index(
        "ix_outgoing_document_signer",
        "agency_code",
        "leader_name",
        "updated_at",
        "id",
        postgresql_where=text("leader_name <> ''"),
    ),
    Index(
        "ix_outgoing_document_priority",
        "agency_code",
        "priority",
        "updated_at",
        "id",
        postgresql_where=text("priority > 0"),
    ),
    Index(
        "ix_outgoing_document_issued_on",
        "agency_code",
        "issued_on",
        "id",
        postgresql_where=text("issued_on IS NOT NULL"),
    ),
)
