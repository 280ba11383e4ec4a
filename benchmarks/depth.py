"""Training losses of networks with 3 to 33 convolutions, plain and with shortcuts: the table that lesson 11 shows.

    python -m benchmarks.depth        a few minutes; writes course_utils/data/depth/losses.json anew

It has no bar and is none of `python -m benchmarks`: what comes out is shown in the lesson, which trains two of these
networks itself. 2,000 garments, Adam at 0.003, batches of 50, four epochs, three seeds.
"""

import json
from functools import partial
from pathlib import Path

from course_utils import fashion_mnist, files
from course_utils.batches import first_of_each_class
from course_utils.residual import DEPTH_FILE, SETTINGS, residual_network
from course_utils.training import fit

BLOCKS, SEEDS = (1, 4, 10, 16), (1, 2, 3)


def measure():
    """One entry for each network and seed: convolutions, shortcuts, seed and the loss of each epoch."""
    from course_utils.quiet import keras

    train, runs = first_of_each_class(*fashion_mnist.load("train"), SETTINGS["images"] // 10), []
    settings = {"epochs": SETTINGS["epochs"], "batch_size": SETTINGS["batch_size"]}
    for seed in SEEDS:
        for blocks in BLOCKS:
            for shortcuts in (False, True):
                build = partial(residual_network, blocks=blocks, shortcuts=shortcuts)
                optimizer = keras.optimizers.Adam(SETTINGS["learning_rate"])
                losses = fit(build, train, optimizer=optimizer, seed=seed, **settings).history["loss"]
                losses = [round(loss, 2) for loss in losses]
                runs.append({"convolutions": 2 * blocks + 1, "shortcuts": shortcuts, "seed": seed, "losses": losses})
                print(runs[-1], flush=True)
    return runs


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(run) for run in measure())
    files.write_text(Path(DEPTH_FILE), f"[\n{lines}\n]\n")
