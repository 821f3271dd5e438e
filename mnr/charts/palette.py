"""The colours of charts. `static/mnr/marks.css` holds the same ones; a test compares them."""

LEVELS = ("#e6eff2", "#bad4dc", "#7dabbb", "#38758a", "#123f50")
LEVEL_TEXTS = ("#17212b", "#17212b", "#17212b", "#ffffff", "#ffffff")
INK = "#17212b"
QUIET = "#4a5560"
LINE = "#7d8a92"
GRID = "#dbe2e5"
ACCENT = "#17485a"
PAPER = "#ffffff"

# Unquoted: WeasyPrint looks for families whose names hold the quotes.
FONT = "system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, Arial, sans-serif"
