"""The edge of every service: application, pages, forms, refusals, one transaction a request."""
