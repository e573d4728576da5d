"""The settings of a computer: kept, read back, and never a reason not to start."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.settings import Settings, load, save


def test_settings_come_back_as_they_were_kept(tmp_path):
    chosen = Settings(language="en", theme="dark", density="dense", zoom=1.3, menu_bar=True, geometry="00ff",
                      lock_minutes=10)
    save(chosen, tmp_path / "new" / "settings.json")
    assert load(tmp_path / "new" / "settings.json") == chosen


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\x00"])
def test_a_damaged_file_falls_back_to_the_defaults(tmp_path, text):
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    assert load(tmp_path / "settings.json") == Settings()


def test_one_wrong_value_costs_only_itself(tmp_path):
    kept = {"theme": "pink", "zoom": 2, "lock_minutes": True, "language": 7, "menu_bar": True, "of_tomorrow": 1}
    (tmp_path / "settings.json").write_text(json.dumps(kept), encoding="utf-8")
    assert load(tmp_path / "settings.json") == Settings(zoom=2, menu_bar=True)


@given(st.dictionaries(st.sampled_from(sorted(Settings.__dataclass_fields__)),
                       st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()))
def test_whatever_stands_in_the_file_it_can_be_loaded(tmp_path_factory, kept):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert isinstance(load(path), Settings)


@pytest.mark.parametrize("wrong", [{"zoom": 2.1}, {"theme": "pink"}, {"density": "none"}, {"lock_minutes": 0}])
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(ValueError):
        Settings(**wrong)


def test_saving_replaces_the_file_as_a_whole(tmp_path):
    path = tmp_path / "settings.json"
    save(Settings(), path)
    save(Settings(zoom=1.5), path)
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_files_lie_in_folders_of_this_program():
    assert paths.settings_file().parent == paths.config_dir()
    assert paths.APP in str(paths.case_file_dir())
    assert not paths.is_frozen()
