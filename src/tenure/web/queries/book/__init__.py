"""The book of customers in memory: columns of NumPy arrays behind the portfolio, one book a workspace and process.

`parts` are the arrays, `loading` reads them from the database, `merging` lays changed accounts over them, `store`
keeps a book and brings it up to date, `scope` and `asking` turn a question into rows, `rows` are what a table draws.
"""

from tenure.web.queries.book.snapshot import Book
from tenure.web.queries.book.store import forget_books, get_book

__all__ = ["Book", "forget_books", "get_book"]
