"""Chia việc: how much each specialist of a unit or an agency has, and one act that shares out what nobody has or somebody has too much of."""
