"""Phần việc được giao: what another agency, or the own agency's counter, asks this agency to do for a dossier it does not have."""
