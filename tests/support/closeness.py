"""How far apart two computations of the same numbers lie."""

import numpy as np


def worst(mine, its):
    """The largest difference, as a share of the second's largest number."""
    its = np.asarray(its, float)
    return np.abs(mine - its).max() / max(np.abs(its).max(), 1e-6)
