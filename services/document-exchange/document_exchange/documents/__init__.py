"""Văn bản đi: from the draft to the sealed document."""
