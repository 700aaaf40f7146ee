"""Kết quả chưa nhận: signed results that nobody has fetched, how long they wait, and whom the counter has reminded."""
