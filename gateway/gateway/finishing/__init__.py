"""Hoàn tất biểu mẫu chưa gửi: what its owner sees of a form that did not arrive, and sending it after all."""
