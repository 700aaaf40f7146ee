"""Gia hạn theo luật: where the procedure allows it, a leader decides with ground and document."""
