"""The clinic of notebook 10: networks that run and are wrong, and the instruments that find out why.

patients     the networks with all that belongs to them; what ails which
instruments  first_loss, overfit_twenty, shuffled_labels, neighbours, what_arrives, baselines; and the chart
readings     what an instrument reads, as a small value that says itself in one line
signs        the diagnoses, and what the instruments would read if they were true
measured     what was read of the patients in the ward
"""

from course_utils.clinic.instruments import (
    baselines,
    chart,
    first_loss,
    neighbours,
    overfit_twenty,
    shuffled_labels,
    what_arrives,
)
from course_utils.clinic.patients import HEALTHY, OPEN, WARD, Patient
from course_utils.clinic.signs import DIAGNOSES

__all__ = [
    "DIAGNOSES",
    "HEALTHY",
    "OPEN",
    "WARD",
    "Patient",
    "baselines",
    "chart",
    "first_loss",
    "neighbours",
    "overfit_twenty",
    "shuffled_labels",
    "what_arrives",
]
