"""Văn bản đến: what arrived, and what the receiver does with it."""
