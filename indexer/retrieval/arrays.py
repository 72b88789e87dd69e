"""The kinds of arrays that the parts of the search hand to each other."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
"""One truth value for each unit of a build."""
Numbers = NDArray[np.int64]
"""Places of units or rows in their order."""
Bits = NDArray[np.uint8]
"""One bit for each row, the first row in the lowest bit: whether it may be found."""
