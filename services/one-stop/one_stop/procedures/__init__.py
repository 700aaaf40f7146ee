"""Thủ tục hành chính as it is processed: steps, terms, fees, papers."""
