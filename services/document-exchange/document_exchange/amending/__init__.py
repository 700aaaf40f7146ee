"""Thay đổi văn bản đã phát hành: what its issuer recalls, updates, replaces, amends or corrects, and what each receiver answers."""
