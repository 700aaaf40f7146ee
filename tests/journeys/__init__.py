"""Journeys through a whole province, each of its parts a process of its own."""
