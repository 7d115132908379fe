"""What the made cases of several formats share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Case = Callable[[], bytes]
Cases = Mapping[str, Mapping[str, Case]]

ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "一"}">' for n in range(10))
"""Declarations of entities that swell by ten each."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(target: str, more: str = "", kind: str = "styles") -> bytes:
    """Return a part of one relation."""
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}" {more}/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'.encode()
