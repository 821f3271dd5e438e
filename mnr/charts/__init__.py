"""Charts as SVG text, the same on a page and in a PDF.

Colours and sizes stand in attributes: pages refuse inline styles, and a PDF's SVG knows no
stylesheet of the page. Each chart opens with a title and a description; the page that shows it
puts the figures in a table beside it.
"""

from mnr.charts.picture import Cell, DomainRow

__all__ = ["Cell", "DomainRow"]
