"""Spreadsheets: CSV, TSV and XLSX, one message a row, by a column map for each charity."""
