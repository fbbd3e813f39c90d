"""Figures of `validate`: every text can be read, every cell says what was found."""

from collections.abc import Iterator, Sequence

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest

from greatgame.analysis import drawing
from greatgame.analysis.claims import CLAIMS, claims, score
from greatgame.analysis.claims.ablation import Ablation, mechanisms
from greatgame.analysis.claims.claim import Part, in_each
from greatgame.analysis.claims.deviations import shift
from greatgame.analysis.claims.rivals import RIVALS, Rivalry
from greatgame.analysis.validate import Validation
from greatgame.analysis.validate_figures import figure_rivals, figures_ablation, render

from .pictures import check_texts, text_of_png


@pytest.fixture(autouse=True)
def look() -> Iterator[None]:
    with mpl.style.context(["default", drawing.STYLE]):
        yield


def found(chosen: Sequence[str]) -> Validation:
    """Made up: claims with an even number hold, and no rival delivers any."""
    ids, off = [claim.id for claim in claims(chosen)], tuple(mechanisms())
    parts = {id_: in_each("so", np.full((1 + len(off), 20), 1.0 if int(id_[1:]) % 2 == 0 else -1.0)) for id_ in ids}
    for part in parts.values():
        part.margin[2] = -1.0
    model = {id_: score(CLAIMS[id_], [Part("so", part.margin[0], each=True)]) for id_, part in parts.items()}
    compared = [id_ for id_ in ids if CLAIMS[id_].kind != "X"]
    nothing = {name: dict.fromkeys(compared, 0.0) for name in RIVALS}
    return Validation(
        runs=20,
        seed=7,
        scores=dict.fromkeys(("scenario", "equal", "economy"), model),
        known={},
        rivalry=Rivalry(20, 100, 2, nothing, nothing),
        ablation=Ablation(4, off, {id_: shift([parts[id_]]) for id_ in compared}),
    )


@pytest.mark.parametrize("chosen", [(), ("C03",), ("F",)])
def test_every_text_can_be_read(chosen: Sequence[str]) -> None:
    made_up = found(chosen)
    check_texts(figure_rivals(made_up))
    for page in figures_ablation(made_up):
        check_texts(page)


def test_every_claim_but_logic_has_a_row_with_a_cell_for_each_theory() -> None:
    figure = figure_rivals(found(()))
    rows = [label.get_text() for axes in figure.axes for label in axes.get_yticklabels()]
    assert sorted(rows) == sorted(claim.id for claim in claims() if claim.kind != "X")
    cells = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert cells.count("0.00 x") + cells.count("1.00") == len(rows) * (1 + len(RIVALS))


def test_what_is_evidence_is_marked() -> None:
    made_up = found(())
    texts = [text.get_text() for axes in figure_rivals(made_up).axes for text in axes.texts]
    assert texts.count("evidence") == len(made_up.evidence) > 0


def test_every_mechanism_has_a_row_on_some_page() -> None:
    pages = list(figures_ablation(found(("F",))))
    rows = [label.get_text() for page in pages for axes in page.axes for label in axes.get_yticklabels()]
    assert rows == [mechanism.title for mechanism in mechanisms()]


def test_pictures_say_what_made_them() -> None:
    images = render(found(("C03", "C06")))
    assert list(images)[:2] == ["rivals.png", "ablation.png"]
    said = text_of_png(images["rivals.png"])
    assert said["Software"].startswith("greatgame ")
    assert (said["Seed"], said["Runs"]) == ("7", "20")


def test_nothing_is_drawn_of_what_was_not_asked_for() -> None:
    made_up = found(("C03",))
    assert render(Validation(runs=20, seed=7, scores=made_up.scores, known={})) == {}
