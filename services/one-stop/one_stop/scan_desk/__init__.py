"""Pages about scans: photographs from a phone."""
