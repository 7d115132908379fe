"""Names known from the vocabulary prove two halves to be one text; points and figures cut in two are whole again."""

import pytest

from gouji.stitch.compare import Texts, is_rest

LABELS = frozenset({"产出指标", "服务对象满意度", "服务对象满意度指标"})
TITLES = LABELS | {"绩效指标", "项目资金", "年度绩效目标", "绩效目标"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("绩", "效指标"),
        ("项目资", "金(万元)"),
        ("服务对象满意度", "指标"),
        ("年度", "绩效目标(80分)"),
        ("产出指标30", "分"),
        ("产出指标7.", "9分"),
    ],
)
def test_halves_of_a_known_name_are_one(old, new):
    assert is_rest(old, new, Texts(titles=TITLES), LABELS)


@pytest.mark.parametrize(("old", "new"), [("产出指标", "绩效目标"), ("绩效指标", "产出指标"), ("修路", "架桥")])
def test_two_names_are_two(old, new):
    assert not is_rest(old, new, Texts(titles=TITLES), LABELS)
