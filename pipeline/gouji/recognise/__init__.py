"""recognise: which form a sheet is, what each column and row is for.

In: `Sheet`s in document order, the forms and the vocabulary of the rulebook.
Out: one `Recognised` per sheet; a sheet without indicator columns has form "other" and nothing but its cells.
Refuses: nothing.
Notices: C-01 form guessed from the header words, C-02 unknown column, C-03 several forms fit, STR-02 shifted row of a
flattened text moved back.
Knows nothing of numbers.
"""

from gouji.recognise.halves import are_halves
from gouji.recognise.table import recognise

__all__ = ["are_halves", "recognise"]
