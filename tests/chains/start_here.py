"""Predictions of lesson 00 as chains of steps."""

from tests.support.chains import Chain

#: From the sizes to a number. An exchange of height and width is no slip: it ends on the same number.
BLOCKS = {
    "right": lambda height, width, depth: height * width * depth,
    "three numbers more": lambda height, width, depth: height * width + depth,
    "a sum of the sizes": lambda height, width, depth: height + width + depth,
    "rows and columns added": lambda height, width, depth: (height + width) * depth,
    "shared out among the channels": lambda height, width, depth: height * width / depth,
    "the shape": lambda height, width, depth: (height, width, depth),
    "the border": lambda height, width, depth: 2 * (height + width) * depth,
    "one column": lambda height, width, depth: height * depth,
    "one row": lambda height, width, depth: width * depth,
    "the columns behind one row": lambda height, width, depth: height + width * depth,
    "the rows behind one column": lambda height, width, depth: height * depth + width,
    "every channel times every other": lambda height, width, depth: (height * width) ** depth,
    "the channels and the image": lambda height, width, depth: height * width + height * width * depth + depth,
}


def counted(change):
    """The change of a count; a shape stays as it is."""
    return lambda count: count if isinstance(count, tuple) else change(count)


CHAINS = {
    "numbers_in_grey": Chain(
        lambda sides, block, values: values(block(*sides)),
        {
            "sides": {"right": (28, 28), "counted from zero": (27, 27), "one row too few": (27, 28)},
            "block": {
                "right": lambda height, width: height * width,
                "height and width added": lambda height, width: height + width,
                "one row": lambda height, width: width,
                "its shape": lambda height, width: (height, width),
                "the border": lambda height, width: 2 * (height + width) - 4,
            },
            "values": {
                "right": lambda count: count,
                "three channels": lambda count: count if isinstance(count, tuple) else 3 * count,
                "values counted": lambda count: count if isinstance(count, tuple) else 256 * count,
                "bits in place of numbers": lambda count: count if isinstance(count, tuple) else 8 * count,
            },
        },
    ),
    "sneakers_to_learn_from": Chain(
        lambda pile, classes, share: share(pile, classes),
        {
            "pile": {
                "right": 55_000,
                "of all images": 70_000,
                "of the validation images": 5_000,
                "of both piles": 60_000,
                "of the test images": 10_000,
            },
            "classes": {"right": 10, "nine classes": 9, "eleven classes": 11},
            "share": {
                "right": lambda pile, classes: pile / classes,
                "the whole pile": lambda pile, classes: pile,
                "a percentage taken for a share": lambda pile, classes: pile / 100 / classes,
                "all the others": lambda pile, classes: pile - pile / classes,
            },
        },
    ),
    "numbers_held": Chain(
        lambda sides, depth, block, count: count(block(*sides, depth)),
        {
            "sides": {
                "right": (80, 50),
                "a square of the height": (80, 80),
                "a square of the width": (50, 50),
                "one row too few": (79, 50),
                "one column too few": (80, 49),
                "one row and one column too few": (79, 49),
                "the sizes of a garment": (28, 28),
                "the sizes of the portrait": (120, 102),
            },
            "depth": {
                "right": 3,
                "one channel only": 1,
                "a fourth channel": 4,
                "depth twice": 9,
                "two channels": 2,
                "two sides of three": 6,
            },
            "block": BLOCKS,
            "count": {
                "right": lambda count: count,
                "every value counted": counted(lambda count: count * 256),
                "the largest value counted": counted(lambda count: count * 255),
                "bits in place of numbers": counted(lambda count: count * 8),
                "divided by the largest value": counted(lambda count: count / 255),
                "counted from zero": counted(lambda count: count - 1),
                "one more": counted(lambda count: count + 1),
            },
        },
    ),
}
