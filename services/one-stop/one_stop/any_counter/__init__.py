"""Tiếp nhận không phụ thuộc địa giới: what one agency's counter received and another agency decides, until that has taken it over."""
