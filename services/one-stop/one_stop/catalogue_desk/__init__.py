"""The catalogue of procedures on the screen, and programs' door to its list."""
