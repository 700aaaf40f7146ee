"""Trao đổi với cơ quan: questions and answers on an own dossier, while its clock runs on."""
