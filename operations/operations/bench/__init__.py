"""Speed beside the raw limits of the same machine (docs/performance.md)."""
