"""Links by editors: what corpus/links keeps, read, checked and written back in one order.

Three lists that never mix: `curated` (an editor claims it), `rejected` (an editor refused it) and
`unsure` (editors did not agree). Every row is the project's editorial claim, not WHO's or ILO's.
"""
