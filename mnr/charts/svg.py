"""Pieces of SVG, written as text."""

import textwrap
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from mnr.charts import palette


def number(value):
    """A coordinate: never localised, no needless digits."""
    return f"{round(value, 2):g}"


def element(name, content="", **attributes):
    """One element. Underscores in attribute names become hyphens; None leaves an attribute out."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def attribute(value):
    """The text of an attribute."""
    return number(value) if isinstance(value, int | float) else escape(value)


def document(content, *, width, height, title, description, key, role="img"):
    """A whole drawing. Screen readers and PDF take its words from the title, so it stands first."""
    words = element("title", escape(title), id=f"{key}-title")
    words += element("desc", escape(description), id=f"{key}-desc")
    return safe(
        element(
            "svg",
            words + content,
            xmlns="http://www.w3.org/2000/svg",
            class_="mnr-chart",
            role=role,
            aria_labelledby=f"{key}-title {key}-desc",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            font_family=palette.FONT,
        )
    )


def safe(text) -> SafeString:
    """Text whose every variable part went through `escape` or `number`."""
    return mark_safe(text)  # noqa: S308


def hatching(x, y, width, height, gap=5.0):
    """Diagonal lines within a box, as the data of a path. A pattern would need an id."""
    parts = []
    offset = gap / 2
    while offset < width + height:
        x1, y1 = (offset, 0) if offset <= width else (width, offset - width)
        x2, y2 = (0, offset) if offset <= height else (offset - height, height)
        start = f"M{number(x + x1)} {number(y + y1)}"
        parts.append(f"{start}L{number(x + x2)} {number(y + y2)}")
        offset += gap
    return "".join(parts)


@dataclass(frozen=True)
class Canvas:
    """Draws from the side where reading starts: right-to-left languages mirror every x."""

    width: float
    rtl: bool = False

    @classmethod
    def of_reader(cls, width):
        """A canvas in the reading direction of the active language."""
        return cls(width, get_language_bidi())

    def x(self, value):
        return self.width - value if self.rtl else value

    def rect(self, x, y, width, height, **attributes):
        start = self.x(x + width) if self.rtl else x
        return element("rect", x=start, y=y, width=width, height=height, **attributes)

    def hatched(self, x, y, width, height, gap=5.0, **attributes):
        """A box for a value that is not there."""
        start = self.x(x + width) if self.rtl else x
        lines = hatching(start, y, width, height, gap)
        box = self.rect(x, y, width, height, **{"fill": palette.PAPER, **attributes})
        return box + element("path", d=lines, stroke=palette.LINE, stroke_width=0.8, fill="none")

    def line(self, x1, y1, x2, y2, **attributes):
        return element("line", x1=self.x(x1), y1=y1, x2=self.x(x2), y2=y2, **attributes)

    def path(self, data, **attributes):
        """A line through points; None lifts the pen over a gap."""
        drawn, pen = [], "M"
        for point in data:
            if point is not None:
                drawn.append(f"{pen}{number(self.x(point[0]))} {number(point[1])}")
            pen = "M" if point is None else "L"
        return element("path", d="".join(drawn), fill="none", **attributes)

    def polygon(self, points, **attributes):
        text = " ".join(f"{number(self.x(x))},{number(y)}" for x, y in points)
        return element("polygon", points=text, **attributes)

    def diamond(self, x, y, size, **attributes):
        points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
        return self.polygon(points, **attributes)

    def text(self, x, y, content, *, anchor="start", size=13, fill=palette.INK, **attributes):
        """Text; `anchor` is where x stands in reading, and SVG itself mirrors start and end."""
        return element(
            "text",
            escape(content),
            x=self.x(x),
            y=y,
            text_anchor=anchor,
            font_size=size,
            fill=fill,
            direction="rtl" if self.rtl else None,
            **attributes,
        )

    def label(self, x, middle, content, *, letters, size=13, **attributes):
        """A text of one or two lines around a middle height."""
        lines = textwrap.wrap(str(content), letters, max_lines=2, placeholder="…") or [""]
        first = middle + size * 0.36 - (len(lines) - 1) * size * 0.56
        return "".join(
            self.text(x, first + place * size * 1.12, line, size=size, **attributes)
            for place, line in enumerate(lines)
        )
