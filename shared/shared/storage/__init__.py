"""Where things are kept: the database and its migrations, files by hash, evidence, the tables of the plumbing."""
