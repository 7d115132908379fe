"""normalise: recognised tables to records of the canonical schema.

In: the `Recognised` tables of one document, in order.
Out: `Records`: tables, cells, scopes, funds, indicators, caps, totals, notices; no readings yet.
Refuses: nothing.
Notices: N-01 a figure cell that is no figure, N-02 amounts without a printed unit, N-03 a number out of range.
Knows nothing of the checks. Every value field keeps its printed text; parsing never overwrites it.
"""

from gouji.normalise.assemble import normalise
from gouji.normalise.words import Words, load_words

__all__ = ["Words", "load_words", "normalise"]
