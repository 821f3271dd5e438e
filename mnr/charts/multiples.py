"""A part of the whole in each of many small panels, side by side: one scale and one time for all.

Each panel is a drawing of its own, so that a page lays out as many beside each other as it is wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mnr.charts import palette, svg
from mnr.charts import plot as plots

FRAME = plots.Frame(
    start=48,
    end=10,
    top=48,
    bottom=126,
    wide=182,
    gridlines=3,
    most_years=5,
    size=11,
    dot=3,
    box=12,
)
WORDED = plots.Frame(  # where words of a list stand at the side
    start=80,
    end=10,
    top=48,
    bottom=146,
    wide=150,
    gridlines=3,
    most_years=4,
    size=11,
    dot=3,
    box=12,
)
BEHIND = {"stroke": palette.LINE, "stroke_width": 1.5, "stroke_opacity": 0.7}
LETTERS, MOST_LETTERS = 26, 14  # of the part, and of its newest figure beside it
SIZE = 13


@dataclass(frozen=True)
class Panel:
    """A part with its marks, in stretches that are joined within; words for who does not see it."""

    label: str
    stretches: Sequence[Sequence[plots.Mark]]
    description: str

    @property
    def marks(self) -> list[plots.Mark]:
        return [mark for stretch in self.stretches for mark in stretch]


def multiples(
    panels: Sequence[Panel],
    *,
    behind: Sequence[Sequence[plots.Mark]] = (),
    answers: Sequence[str] = (),
    key,
) -> list[str]:
    """A drawing of each part. `behind` are stretches of the whole, faint in every panel: give them
    only where a part and the whole are measured alike, or the parts are flat beside the whole.
    """
    marks = [mark for panel in panels for mark in panel.marks]
    marks += [mark for stretch in behind for mark in stretch]
    plot = plots.Plot.of(
        WORDED if answers else FRAME,
        days=[mark.on for mark in marks],
        amounts=[end for mark in marks for end in mark.ends],
        answers=answers,
    )
    back = plots.amounts(plot, answers) + plots.years(plot)
    back += "".join(plots.joined(plot, stretch, BEHIND) for stretch in behind)
    return [_panel(plot, panel, back, f"{key}-{place}") for place, panel in enumerate(panels)]


def _panel(plot, panel, back, key):
    content = _head(plot, panel) + back
    content += "".join(plots.joined(plot, stretch) for stretch in panel.stretches)
    content += "".join(plots.marked(plot, mark) for mark in panel.marks)
    return svg.document(
        content,
        width=plot.canvas.width,
        height=plot.frame.bottom + 28,
        title=panel.label,
        description=panel.description,
        key=key,
    )


def _head(plot, panel):
    """The part, and across from it its newest figure, also where that one is hidden."""
    newest = max(panel.marks, key=lambda mark: mark.on)
    head = plot.canvas.label(0, 16, panel.label, letters=LETTERS, size=SIZE, font_weight=600)
    if len(newest.words) > MOST_LETTERS:  # the table has it
        return head
    end = plot.canvas.width
    return head + plot.canvas.text(
        end, 16 + SIZE * 0.36, newest.words, anchor="end", fill=palette.ACCENT, font_weight=600
    )
