"""Gói tin edXML (QCVN 102:2016/BTTTT): reading leniently, writing strictly. Pure: no database, no network."""
