"""Signing in and out, and the growing delay after failures."""
