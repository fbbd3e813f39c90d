"""What the documents repeat of the code is what the code says."""

import pytest

from greatgame.analysis.documents.odd import DEFAULT

from .remake import GENERATED, ROOT


@pytest.mark.parametrize("place", GENERATED)
def test_a_generated_document_is_up_to_date(place: str) -> None:
    """If this fails: python tests/docs/remake.py"""
    assert (ROOT / place).read_text(encoding="utf-8") == GENERATED[place](DEFAULT)
