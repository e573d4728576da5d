"""What every test stands on: Qt without a screen, and one Hypothesis profile."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("house", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("house")
