"""`make bench`: each measure is a ratio within one run; the exit code says whether all are in bounds."""

import sys

from tests.benchmarks import first_frame, long_tables

WITHIN = [measure.measure() <= measure.BOUND for measure in (first_frame, long_tables)]
sys.exit(0 if all(WITHIN) else 1)
