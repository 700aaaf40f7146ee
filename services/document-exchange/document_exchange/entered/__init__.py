"""Văn bản đến nhập tay: what came on paper, by post, by hand, by fax, by e-mail, in the same register as what came in packets."""
