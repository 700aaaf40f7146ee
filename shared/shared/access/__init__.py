"""Who is asking and what they may: identity tokens, rights, passwords."""
