"""Thông báo: what people are told of their work and their dossiers, on every page, by e-mail and by short message.

A service raises a notification in the transaction of the act (`raising.notify`); the owner of the person's account keeps it
(`keeping.keep`) and sends what the person wants sent (`sending`). Officers' are kept by mail-directory, citizens' by online-services.
"""
