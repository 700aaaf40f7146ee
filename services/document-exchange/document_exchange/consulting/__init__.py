"""Lấy ý kiến dự thảo: units, people and other agencies say what they think of one version of a draft (NĐ 30/2020 Điều 10.3)."""
