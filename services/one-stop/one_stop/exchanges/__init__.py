"""Trao đổi với người nộp: questions and answers on a dossier, while its clock runs on."""
