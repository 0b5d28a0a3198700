"""Reminders: who must be told of which duty and when; on pages, and by mail where the office has a server for it."""
