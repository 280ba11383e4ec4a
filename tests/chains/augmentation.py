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

CHAINS = {
    "variants": Chain(
        lambda counted, images: counted(images, epochs=6, batch=40),
        {
            "counted": COUNTED,
            "images": {"right": 350, "holds out a fifth first": 280, "holds out a tenth first": 315},
        },
    ),
}
