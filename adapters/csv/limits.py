"""How much one file may hold; each limit has a refusal of its own, and docs/spreadsheets.md lists them."""

FILE_BYTES = 10 * 1024 * 1024
ROWS = 20_000
COLUMNS = 200
CELLS = 1_000_000
CELL_CHARACTERS = 10_000
UNZIPPED_BYTES = 64 * 1024 * 1024
UNZIP_RATIO = 200
PARTS = 500

MEANING = {
    "FILE_BYTES": "bytes in a file",
    "ROWS": "rows with something in them",
    "COLUMNS": "columns",
    "CELLS": "cells in a sheet of an XLSX, empty ones too",
    "CELL_CHARACTERS": "characters in a cell",
    "UNZIPPED_BYTES": "bytes in an XLSX once unpacked",
    "UNZIP_RATIO": "times that a part of an XLSX may grow when unpacked",
    "PARTS": "parts in an XLSX",
}
"""What each limit counts, for the page and for people."""
