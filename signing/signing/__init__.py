"""Cổng ký số: the only process that holds private keys of people, agencies and the authority."""
