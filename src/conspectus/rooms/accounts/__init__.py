"""Accounts: people, users, divisions, roles, tokens and the audit log of deeds."""
