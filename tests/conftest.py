"""Settings of the whole suite."""

import os

from hypothesis import settings

# A machine that checks every commit must give the same answer twice; at a desk each run tries other examples.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("steady" if os.environ.get("CI") else "desk")
