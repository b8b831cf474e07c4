"""What people take away: whole lists as CSV, Excel, JSON Lines and Markdown, written row by row so that memory stays flat."""

from catalog.exports.about import About, ColumnNote
from catalog.exports.cells import flat, neutral, restored
from catalog.exports.snapshots import one_snapshot
from catalog.exports.texts import csv_chunks, jsonl_chunks, markdown_chunks
from catalog.exports.workbooks import MOST_ROWS, workbook_file

__all__ = [
    "MOST_ROWS",
    "About",
    "ColumnNote",
    "csv_chunks",
    "flat",
    "jsonl_chunks",
    "markdown_chunks",
    "neutral",
    "one_snapshot",
    "restored",
    "workbook_file",
]
