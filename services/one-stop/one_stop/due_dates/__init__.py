"""Ngày hẹn trả: counted from the acceptance, and every time that something moved it."""
