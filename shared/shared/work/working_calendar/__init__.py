"""Lịch làm việc as rows that an administrator owns, in the database of each service that counts in working time; nothing computes a holiday.

Every service reads the same files of the province when it is seeded.
"""
