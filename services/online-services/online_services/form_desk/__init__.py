"""What citizens' forms are printed on, and the province's own template of it."""
