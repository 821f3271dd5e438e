"""Cells of CSV files, for all that are made: none begins a formula in a spreadsheet."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value) -> str:
    """The value as text; an apostrophe goes before what a spreadsheet would compute."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA[:4]):
        return f"'{text}"
    return text
