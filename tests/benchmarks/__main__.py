"""`make bench`: each measure is a ratio within one run; the exit code says whether all are in bounds."""

import sys

from tests.benchmarks import first_frame

sys.exit(0 if first_frame.measure() <= first_frame.BOUND else 1)
