"""Vị trí công tác đang làm việc: the post in which an officer acts."""
