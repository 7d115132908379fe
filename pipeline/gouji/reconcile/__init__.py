"""reconcile: printed caps and totals as checksums over the reading.

In: `Records` of one document as normalise read them, and the vocabulary.
Out: `Records` in which lost levels are restored, moved labels are back, ghosts are gone and implied weights are filled
in; each change has a notice, and the other structures the page allows are listed as readings.
Refuses: nothing. A structure that closes nothing is never chosen over what the page shows.
Notices: STR-03 lost level, STR-04 repeated row, STR-05 document ends early, STR-09 label printed low.
Knows nothing of the verdicts; changes no printed number and drops no row without a notice.
"""

from gouji.reconcile.scopes import reconcile

__all__ = ["reconcile"]
