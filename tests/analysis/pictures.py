"""What tests look at in a figure."""

import itertools
import struct

from matplotlib.figure import Figure
from matplotlib.text import Text


def text_of_png(image: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 8
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        kind, body = image[place + 4 : place + 8], image[place + 8 : place + 8 + length]
        if kind == b"tEXt":
            key, _, value = body.partition(b"\0")
            found[key.decode("latin-1")] = value.decode("latin-1")
        place += 12 + length
    return found


def check_texts(figure: Figure) -> None:
    """No text lies over another or outside."""
    figure.draw_without_rendering()
    edge = figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.texts, axes.title, axes._left_title])]
    boxes = [
        (text.get_text(), Text.get_window_extent(text)) for text in texts if text.get_text() and text.get_visible()
    ]
    for name, box in boxes:
        assert edge.x0 <= box.x0 <= box.x1 <= edge.x1, name
        assert edge.y0 <= box.y0 <= box.y1 <= edge.y1, name
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 1 or up <= 2.5, (one, other)
