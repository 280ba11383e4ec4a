"""Predictions of lesson 07 as chains of steps."""

from tests.support.chains import Chain

#: How many images come of `images` in `epochs`, in batches of `batch`.
COUNTED = {
    "right": lambda images, epochs, batch: images * epochs,
    "the first epoch again and again": lambda images, epochs, batch: images,
    "counts the originals as well": lambda images, epochs, batch: images + images * epochs,
    "two versions of each": lambda images, epochs, batch: images * 2,
    "two versions of each in every epoch": lambda images, epochs, batch: images * 2 * epochs,
    "one draw for a batch": lambda images, epochs, batch: -(-images // batch) * epochs,
    "draws for full batches": lambda images, epochs, batch: images // batch * epochs,
    "batches and a part of one": lambda images, epochs, batch: images / batch * epochs,
    "the batches of an epoch": lambda images, epochs, batch: -(-images // batch),
    "one draw for an epoch": lambda images, epochs, batch: epochs,
    "doubled in every epoch": lambda images, epochs, batch: images * 2**epochs,
    "doubled in every epoch but the first": lambda images, epochs, batch: images * 2 ** (epochs - 1),
    "each image by each other": lambda images, epochs, batch: images**2,
    "to the power of the epochs": lambda images, epochs, batch: images**epochs,
    "multiplied by the batch": lambda images, epochs, batch: images * batch * epochs,
    "by the batch in one epoch": lambda images, epochs, batch: images * batch,
    "the batch in every epoch": lambda images, epochs, batch: batch * epochs,
    "drops the short batch": lambda images, epochs, batch: images // batch * batch * epochs,
    "fills the short batch": lambda images, epochs, batch: -(-images // batch) * batch * epochs,
    "changed ones after the first epoch": lambda images, epochs, batch: images * (epochs - 1),
    "epoch on epoch": lambda images, epochs, batch: images * epochs * (epochs + 1) // 2,
    "adds the epochs": lambda images, epochs, batch: images + epochs,
    "divides by the epochs": lambda images, epochs, batch: images / epochs,
}

#: How far `fraction` of a `side` goes, in each direction.
REACH = {
    "right": lambda way, side: way,
    "shares the range between left and right": lambda way, side: way / 2,
    "from one end to the other": lambda way, side: way * 2,
    "what stays in view": lambda way, side: side - way,
    "along the diagonal": lambda way, side: way * 2**0.5,
    "one pixel before it": lambda way, side: way - 1,
}

CHAINS = {
    "farthest_right": Chain(
        lambda fraction, side, reach: reach(fraction * side, side),
        {
            "fraction": {"right": 0.25, "a quarter of a percent": 0.0025, "twenty-five": 25, "read as 0.2": 0.2},
            "side": {"right": 28, "counts in pixels": 1, "takes a part of all pixels": 784, "the last index": 27},
            "reach": REACH,
        },
    ),
    "versions_seen": Chain(
        lambda drawn, cached, originals, again: (again(1), again(drawn + originals), again(cached(drawn) + originals)),
        {
            "drawn": {
                "right": 3,
                "one draw for all epochs": 1,
                "shifts from the second epoch on": 2,
                "two for a shift, as for a flip, in every epoch": 6,
                "one for each image": 500,
            },
            "cached": {
                "right": lambda drawn: 1,
                "draws anew behind the cache": lambda drawn: drawn,
                "the cache shows nothing new": lambda drawn: 0,
            },
            "originals": {"right": 0, "adds the originals": 1},
            "again": {
                "right": lambda versions: versions,
                "counts an image seen again": lambda versions: max(versions, 3),
                "counts in images": lambda versions: 500 * versions,
            },
        },
    ),
    "calls_that_change": Chain(
        lambda **calls: tuple(calls.values()),
        {
            "dropout": {"right": False, "dropout is active when called": True},
            "rotate": {"right": True, "rotation waits for training": False},
            "told": {"right": False, "rotation does not hear training": True},
            "model": {"right": True, "a model called is at inference": False},
            "predict": {"right": False, "predict leaves it active": True},
        },
    ),
    "variants": Chain(
        lambda counted, images: counted(images, epochs=6, batch=40),
        {
            "counted": COUNTED,
            "images": {"right": 350, "holds out a fifth first": 280, "holds out a tenth first": 315},
        },
    ),
}
