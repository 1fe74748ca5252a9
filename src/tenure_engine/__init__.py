"""The pure engine of Tenure: frozen, fully typed values; no Django, no I/O of its own, no clock."""
