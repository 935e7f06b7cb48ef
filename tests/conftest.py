"""What every test runs with."""

import os

# The matrices are small: several threads in several test processes would only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
