"""Every benchmark, one after the other in one process: python tests/benchmarks.

Prints read and trace against pdfplumber in milliseconds a page, then the whole audit in pages a second.
"""

from __future__ import annotations

import audit  # first: it makes a bare checkout importable
import reading

if __name__ == "__main__":
    reading.main()
    audit.main()
