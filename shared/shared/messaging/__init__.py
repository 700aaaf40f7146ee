"""Telling other services: outbox, axis (trục liên thông), inbox, and the worker that runs them."""
