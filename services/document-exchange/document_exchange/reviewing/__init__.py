"""Quy trình trình ký: who looks at a draft before it is signed, as data of each agency."""
