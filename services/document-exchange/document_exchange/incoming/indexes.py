"""Indexes by which lists of arrivals are narrowed, each in the order in which the list shows its rows."""

from sqlalchemy import Index, text

NARROWING = (
    Index("ix_incoming_document_sender", "addressee_code", "sender_code", "arrived_at", "id"),
    Index("ix_incoming_document_type", "addressee_code", text("lower(type_name)"), "arrived_at", "id"),
    Index(
        "ix_incoming_document_priority",
        "addressee_code",
        "priority",
        "arrived_at",
        "id",
        postgresql_where=text("priority > 0"),
    ),
    # What every officer of the agency may read.
    Index(
        "ix_incoming_document_open",
        "addressee_code",
        "arrived_at",
        "id",
        postgresql_where=text("readable_by = 'agency'"),
    ),
    Index(
        "ix_incoming_document_open_status",
        "addressee_code",
        "status",
        "arrived_at",
        "id",
        postgresql_where=text("readable_by = 'agency'"),
    ),
)
