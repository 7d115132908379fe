"""Forms and lexicon: what breaks their contract stops the run and is named."""

from __future__ import annotations

import shutil

import pytest
from tests.sheets import FORMS, RULES, WORDS

from gouji.exceptions import RulebookError
from gouji.forms import ROLES, load_forms, load_lexicon
from gouji.vocabulary import level_name


def copy(tmp_path):
    for name in ("forms", "lexicon"):
        shutil.copytree(RULES / name, tmp_path / name)
    return tmp_path


def test_every_form_is_reachable_by_its_columns():
    for form in FORMS:
        assert form.needs <= ROLES
        assert not form.needs & form.lacks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("form: [", "YAML"),
        ("form: x\nkind: goal", "scope"),
        ("form: x\nkind: verdict\nscope: goal\ntitles: [a]\nneeds: [level1]\nlacks: []", "kind"),
        ("form: x\nkind: goal\nscope: goal\ntitles: [a]\nneeds: [colour]\nlacks: []", "colour"),
        ("form: x\nkind: goal\nscope: goal\ntitles: ['(']\nneeds: [level1]\nlacks: []", "正则"),
        ("form: x\nkind: goal\nscope: goal\ntitles: [a]\nneeds: [level1]\nlacks: []\nsize: 3", "size"),
    ],
)
def test_broken_form_names_file_and_fault(tmp_path, text, said):
    root = copy(tmp_path)
    (root / "forms" / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError, match=said) as caught:
        load_forms(root)
    assert caught.value.code == "broken.yaml"


def test_two_forms_of_one_name(tmp_path):
    root = copy(tmp_path)
    first = next((root / "forms").glob("*.yaml"))
    shutil.copy(first, root / "forms" / "zz-again.yaml")
    with pytest.raises(RulebookError, match="重复"):
        load_forms(root)


def test_missing_lexicon(tmp_path):
    root = copy(tmp_path)
    (root / "lexicon" / "levels.yaml").unlink()
    with pytest.raises(RulebookError, match=r"levels\.yaml"):
        load_lexicon(root)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("数量指 标 10分", "quantity"),
        ("（2）质量指标", "quality"),
        ("生态环境成本指标", "ecological_cost"),
        ("可持续影响（6分）", "sustainability"),
        ("社会公众或服务对象满意度指标", "service_satisfaction"),
    ],
)
def test_second_level_names(printed, code):
    assert WORDS.level2(printed).code == code


@pytest.mark.parametrize("printed", ["里程", "合计", "", None])
def test_no_level(printed):
    assert WORDS.level2(printed) is None


def test_level_name_keeps_a_name_that_is_nothing_but_the_word():
    assert level_name("指标") == "指标"


def test_criterion_names_one_class():
    assert WORDS.mentioned("提供三级指标完成时效的佐证资料").code == "timeliness"
    assert WORDS.mentioned("生态环境成本控制情况").code == "ecological_cost"
    assert WORDS.mentioned("经济效益与社会效益并重") is None
    assert WORDS.mentioned("按比例计分") is None
