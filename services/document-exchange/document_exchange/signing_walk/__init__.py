"""Ký lần lượt: documents that wait for a leader's signature are looked at one by one, and those that he chose are signed at once."""
