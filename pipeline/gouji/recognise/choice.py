"""Which form a sheet is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.form import Form
from gouji.model.notice import Notice
from gouji.text import squash


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The form's name, kind and scope, and the doubts about it."""

    form: str
    kind: str
    scope: str
    notices: tuple[Notice, ...] = ()


def choose_form(forms: Sequence[Form], roles: frozenset[str], title: str | None) -> Choice:
    """Choose by columns first, title second; a sheet that fits no form is read by its header words."""
    fitting = [form for form in forms if form.needs <= roles and not form.lacks & roles]
    titled = [form for form in fitting if title and any(p.search(squash(title)) for p in form.titles)]
    pool = titled or fitting
    if not pool:
        return _guessed(roles)
    most = max(len(form.needs) for form in pool)
    best = [form for form in pool if len(form.needs) == most]
    first = best[0]
    notices: tuple[Notice, ...] = ()
    if len(best) > 1:
        names = "、".join(form.form for form in best)
        notices = (Notice(code="C-03", message=f"{names} 同样适合，取 {first.form}"),)
    return Choice(form=first.form, kind=first.kind, scope=first.scope, notices=notices)


def _guessed(roles: frozenset[str]) -> Choice:
    evaluated = bool(roles & {"actual", "score"})
    kind = "evaluation" if evaluated else "goal"
    message = f"没有表式与栏目（{'、'.join(sorted(roles))}）相符，按表头词汇读取"
    return Choice(form="guessed", kind=kind, scope="project", notices=(Notice(code="C-01", message=message),))
