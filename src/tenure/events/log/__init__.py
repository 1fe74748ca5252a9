"""The event log on disk: spool, table, index of ids, daily rollup. Knows no Django and no database.

One folder per workspace. Writers take the folder's lock; readers never wait.
"""
