"""`make bench`: each measure is a ratio within one run; the exit code says whether all are in bounds.

Names of measures, such as `mail_rates`, measure those alone.
"""

import sys

from tests.benchmarks import first_frame, long_tables, mail_footprint, mail_rates, mail_view, ssh_sessions

MEASURES = {
    measure.__name__.rpartition(".")[2]: measure
    for measure in (first_frame, long_tables, mail_rates, mail_footprint, mail_view, ssh_sessions)
}
WITHIN = [
    measure.measure() <= measure.BOUND
    for name, measure in MEASURES.items()
    if name in (sys.argv[1:] or MEASURES)
]
sys.exit(0 if all(WITHIN) else 1)
