"""The book of issued results at the desk: the list, one result, and what is decided of it."""
