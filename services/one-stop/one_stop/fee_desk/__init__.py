"""The counter's pages and calls of fees and receipts."""
