"""What the records of a run mean."""

import os

# The matrices here are small: BLAS threads cost more than they save (.37 against .14 s for 10,000 records on two busy
# cores), and a machine under test has better uses for them. Must stand before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
