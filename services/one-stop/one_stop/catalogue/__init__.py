"""Danh mục thủ tục: changes of procedures are drafted, checked, approved by somebody else and brought in force on their day."""
