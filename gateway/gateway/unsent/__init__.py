"""Unsent forms: what was typed and has not reached its service, because a session ended or the page was left."""
