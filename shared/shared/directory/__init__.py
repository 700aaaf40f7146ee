"""Agencies, units, people, posts and delegations as mail-directory tells them: one copy for every service that subscribes."""
