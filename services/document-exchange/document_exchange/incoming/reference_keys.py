"""What makes two numbers with notation the same, in the database: old rows and new ones are compared by one index."""


def reference_key(reference: str) -> str:
    """SQL in which spaces, kinds of dash and capitals do not count."""
    dashes = "'\u2010\u2011\u2012\u2013\u2014\u2212', '------'"
    return f"upper(translate(regexp_replace({reference}, '\\s', '', 'g'), {dashes}))"


REFERENCE_KEY = reference_key("reference")
