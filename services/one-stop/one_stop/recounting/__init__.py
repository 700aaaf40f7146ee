"""Tính lại ngày hẹn trả: what was promised by a provisional calendar is counted again when the calendar has come."""
