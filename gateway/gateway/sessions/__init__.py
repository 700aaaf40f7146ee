"""Sessions: who a cookie or a bearer token stands for."""
