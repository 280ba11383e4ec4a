"""Predictions of lesson 09 as chains of steps."""

import numpy as np

from tests.support.chains import Chain


def _rows(passes, values, shape):
    inputs, above = (np.array(row) for row in values)
    positive, rising = inputs > 0, above > 0
    rows = passes(positive, rising)
    return tuple(shape(inputs, above, row).tolist() for row in rows)


CHAINS = {
    "covered_images": Chain(
        lambda in_a_row, rows, whole: rows(in_a_row) + whole,
        {
            "in_a_row": {
                "right": (28 - 4) // 2 + 1,
                "steps in place of places": (28 - 4) // 2,
                "the patch has no size": 28 // 2,
                "in steps of one": 28 - 4 + 1,
                "side by side": 28 // 4,
                "in steps of three": (28 - 4) // 3 + 1,
                "takes the patch away twice": (28 - 8) // 2 + 1,
            },
            "rows": {
                "right": lambda places: places**2,
                "one row of places": lambda places: places,
                "adds rows and columns": lambda places: 2 * places,
            },
            "whole": {"right": 0, "the whole image as well": 1},
        },
    ),
    "a_flat_end": Chain(
        lambda slope, way, order: order((slope[0], way)),
        {
            "slope": {
                "right": (0,),
                "the slope further down": (0.02 * 250,),
                "half the slope": (0.01 * 250,),
                "the slope alone": (0.02,),
            },
            "way": {
                "right": 0.02 * 150,
                "flat all the way": 0,
                "steep all the way": 0.02 * 250,
                "the mean slope alone": 0.02 * 150 / 250,
                "the slope before the bend alone": 0.02,
                "the rest of the way": 0.02 * 100,
                "the logit at a hundred": 0.02 * 125,
            },
            "order": {"right": lambda pair: pair, "the two exchanged": lambda pair: pair[::-1]},
        },
    ),
    "three_rows": Chain(
        _rows,
        {
            "passes": {
                "right": lambda positive, rising: (positive, rising, positive & rising),
                "gradient and deconvnet exchanged": lambda positive, rising: (rising, positive, positive & rising),
                "guided by either": lambda positive, rising: (positive, rising, positive | rising),
                "no negative gradient": lambda positive, rising: (positive & rising, rising, positive & rising),
                "a gradient that ignores relu": lambda positive, rising: (
                    positive | True,
                    rising,
                    positive & rising,
                ),
                "nothing passes where the gradient is negative": lambda positive, rising: (rising, rising, rising),
                "everything passes": lambda positive, rising: (positive | True, positive | True, positive | True),
            },
            "values": {
                "right": ((3, -2, 5, -4), (-6, 7, 8, -9)),
                "a sign lost": ((3, -2, 5, -4), (6, 7, 8, -9)),
                "the other order": ((-4, 5, -2, 3), (-9, 8, 7, -6)),
            },
            "shape": {
                "right": lambda inputs, above, row: above * row,
                "hands back the inputs": lambda inputs, above, row: inputs * row,
                "times the input": lambda inputs, above, row: inputs * above * row,
                "ones and zeros": lambda inputs, above, row: 1 * row,
            },
        },
    ),
    "above_the_floor": Chain(
        lambda kept, whole, turned: turned(kept / whole),
        {
            "kept": {
                "right": 0.64 - 0.52,
                "the share that was lost": 1 - 0.64,
                "the floor": 0.52,
                "both added": 0.64 + 0.52,
            },
            "whole": {
                "right": 1 - 0.52,
                "the distance alone": 1,
                "floor kept in the whole": 0.64,
                "twice the range": 2,
                "by the lost": 1 - 0.64,
            },
            "turned": {
                "right": lambda share: share,
                "no floor at all": lambda share: 0.64,
                "over the floor": lambda share: 0.64 / 0.52,
                "sign lost": lambda share: -share,
                "in per cent": lambda share: 100 * share,
            },
        },
    ),
}
