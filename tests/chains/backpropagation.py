"""Predictions of lesson 08 as chains of steps."""

from tests.support.chains import Chain

#: What the number in question is multiplied with in the first, second and third sum.
BESIDE_THE_WEIGHT = {
    "right": (2, 5, 4),
    "weights in place of pixels": (7, 2, 3),
    "times the weight itself": (7, 7, 7),
    "the second weight": (5, 4, 1),
    "the last weight": (4, 1, 8),
}
BESIDE_THE_PIXEL = {
    "right": (3, 2, 7),
    "forgets the flip": (7, 2, 3),
    "pixels in place of weights": (2, 5, 4),
    "the pixel in place of weights": (4, 4, 4),
}
SENT_BACK = (1, 10, 100)


def products(beside, sent, together):
    return together([one * other for one, other in zip(beside, sent, strict=True)])


SIDE, READ = 28, 27

PROBABILITIES = (0.5, 0.3, 0.2)

WEIGHTS = 13_610

CHAINS = {
    "gradient_of_a_weight": Chain(
        products,
        {
            "beside": BESIDE_THE_WEIGHT,
            "sent": {
                "right": SENT_BACK,
                "gradients from behind": SENT_BACK[::-1],
                "without the gradients": (1, 1, 1),
            },
            "together": {
                "right": sum,
                "one use alone": lambda uses: uses[0],
                "the mean of the uses": lambda uses: sum(uses) / 3,
                "the largest use": max,
            },
        },
    ),
    "gradient_of_a_pixel": Chain(
        products,
        {
            "beside": BESIDE_THE_PIXEL,
            "sent": {"right": SENT_BACK, "leaves the gradients out": (1, 1, 1)},
            "together": {
                "right": sum,
                "the middle use alone": lambda uses: uses[1],
                "averages the uses": lambda uses: sum(uses) / 3,
                "times the pixel itself": lambda uses: 4 * sum(uses),
            },
        },
    ),
    "kernel_of_the_way_back": Chain(
        lambda size, order: order(size),
        {
            "size": {"right": 3, "a kernel that grows": 5},
            "order": {
                "right": lambda size: (size, size, 32, 16),
                "keeps the roles": lambda size: (size, size, 16, 32),
                "turns all axes round": lambda size: (32, 16, size, size),
                "one channel comes out": lambda size: (size, size, 32, 1),
            },
        },
    ),
    "pixels_left_out": Chain(
        lambda read, count: count(read),
        {
            "read": {"right": READ, "every pixel is read": SIDE, "a window too few": SIDE - 3},
            "count": {
                "right": lambda read: SIDE**2 - read**2,
                "the corner twice": lambda read: 2 * SIDE * (SIDE - read),
                "the corner in neither": lambda read: 2 * read * (SIDE - read),
                "the pixels that are read": lambda read: read**2,
                "one side alone": lambda read: SIDE * (SIDE - read),
                "the corner alone": lambda read: (SIDE - read) ** 2,
                "every second pixel": lambda read: SIDE**2 // 2,
            },
        },
    ),
    "gradient_of_scores": Chain(
        lambda one_hot, sign, scale: tuple(sign * value / scale for value in one_hot),
        {
            "one_hot": {
                "right": (0.5, 0.3 - 1, 0.2),
                "without one hot": PROBABILITIES,
                "the right class alone": (0.0, 0.3 - 1, 0.0),
                "one hot at the first": (0.5 - 1, 0.3, 0.2),
                "stops at the probabilities": (0.0, -1 / 0.3, 0.0),
            },
            "sign": {"right": 1, "the other sign": -1},
            "scale": {"right": 1, "divides by the classes": 3},
        },
    ),
    "forward_passes_needed": Chain(
        lambda moved, sides: sides(moved),
        {
            "moved": {"right": WEIGHTS, "all weights at once": 1, "every pair of weights": WEIGHTS**2 / 2},
            "sides": {
                "right": lambda moved: 2 * moved,
                "one for each weight": lambda moved: moved,
                "one sided differences": lambda moved: moved + 1,
            },
        },
    ),
}
