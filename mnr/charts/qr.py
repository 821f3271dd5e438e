"""QR codes, for readers who hold paper."""

from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from mnr.charts import palette, svg

QUIET_ZONE = 4  # modules around the code, as ISO/IEC 18004 asks


def code(text: str, *, size, title, description, key):
    """The QR code of a text as a drawing; `size` is its width and height in pixels."""
    maker = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    maker.add_data(text)
    maker.make(fit=True)
    rows = maker.get_matrix()
    module = size / len(rows)
    data = "".join(_row(row, place, module) for place, row in enumerate(rows))
    paper = svg.element("rect", width=size, height=size, fill="#fff")
    content = paper + svg.element("path", d=data, fill=palette.INK, shape_rendering="crispEdges")
    return svg.document(
        content, width=size, height=size, title=title, description=description, key=key
    )


def _row(row, place, module):
    """The dark runs of a row, as parts of a path."""
    found, x = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            at = f"M{svg.number(x * module)} {svg.number(place * module)}"
            across, down = svg.number(length * module), svg.number(module)
            found.append(f"{at}h{across}v{down}h-{across}z")
        x += length
    return "".join(found)
