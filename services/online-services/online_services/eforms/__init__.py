"""The answered e-form as a paper."""
