"""Pages that cross domains: Today, Portfolio, the account, search."""
