"""Yêu cầu thay đổi của nơi gửi: a document that is here is asked back, mended or replaced by its sender (packets of type 1, 2, 3)."""
