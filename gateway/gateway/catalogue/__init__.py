"""The catalogue of what programs can call and hear."""
