"""The window: the only place that knows Qt. Rules, files and SQL live below and never import from here."""

import sys

import PySide6.QtCore  # noqa: F401  brings the support module that is looked up below

# PySide asks of every module that is imported whether its source names PySide6, because such a module could switch on
# ``from __feature__ import …``. Nothing here does, and the answer is dear: Python keeps the lines of a thousand modules
# (25 MB) for as long as the process lives. The built program has no sources, so there the answer is "no" anyway.
_features = sys.modules.get("shibokensupport.feature")
if hasattr(_features, "_mod_uses_pyside"):
    _features._mod_uses_pyside = lambda _module: False  # type: ignore[union-attr]
