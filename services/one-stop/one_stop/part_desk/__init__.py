"""Bàn phần việc liên thông: the work list and the page of parts given to the own agency."""
