"""Chữ ký số. Signing and checking PDF documents; blocking code, so callers run it in a thread.

`authority` makes the certificates of the embedded setting, `keys` hands out signers, `pdf` signs, `verify` checks.
"""
