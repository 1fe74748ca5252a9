"""Answers of customers: NPS, CSAT, CES."""
