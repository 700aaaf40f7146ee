"""Thư, tin nhắn gửi đi: what was sent to people, for the operator."""
