"""What is printed: letters that our fonts have, and what becomes of the others."""
