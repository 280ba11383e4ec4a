"""The recipes: settings that `training.fit` takes."""

import numpy as np

from course_utils import models, recipes, training
from course_utils.training import fit
from tests.support.small_training import bars, network

TRAIN = bars(400)


def test_course_recipe_is_what_fit_takes():
    run = fit(network, TRAIN, **recipes.course_recipe(epochs=1, batch_size=100))
    assert len(run.history["loss"]) == 1


def test_quick_recipe_is_the_course_recipe_with_fewer_epochs():
    quick, course = recipes.quick_recipe(), recipes.course_recipe()
    assert 0 < quick["epochs"] < course["epochs"]
    assert set(quick) == set(course)


def test_long_recipe_mirrors_and_erases():
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    images = np.ones((20, 28, 28, 1), "float32") * np.linspace(1, 2, 28, dtype="float32")[:, np.newaxis]
    changed = images
    for layer in recipes.long_recipe()["augment"]():
        changed = np.asarray(layer(changed, training=True))
    erased = (changed == 0).mean(axis=(1, 2, 3))
    assert np.all((erased > 0) & (erased < 0.25))
    rises = [image[image.all(axis=1)[:, 0]][0, [0, -1], 0].tolist() for image in changed]
    assert [1.0, 2.0] in rises
    assert [2.0, 1.0] in rises


def test_long_recipe_trains():
    losses = fit(network, TRAIN, **recipes.long_recipe(epochs=3) | {"batch_size": 50}).history["loss"]
    assert losses[-1] < losses[0]


def test_the_recipe_fits_fit():
    images, labels = np.zeros((20, 28, 28), np.uint8), np.arange(20) % 10
    for build, recipe in [
        (models.course_network, recipes.course_recipe(epochs=1)),
        (models.vgg_network, recipes.long_recipe(epochs=1)),
    ]:
        assert np.isfinite(training.fit(build, (images, labels), **recipe).history["loss"]).all()
