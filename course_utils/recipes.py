"""Recipes: an optimizer, and the settings of `training.fit` with which the course trains its networks.

A recipe is a dictionary, to be unpacked: `fit(course_network, train, **course_recipe())`.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

from course_utils.learning_rate import one_cycle


def course_recipe(*, epochs=5, batch_size=256, peak=0.012):
    """Settings of `training.fit` with which the lessons train `models.course_network`.

    Parameters
    ----------
    epochs, batch_size : int
    peak : float
        The highest learning rate of `one_cycle`.

    Returns
    -------
    settings : dict

    Introduced in notebook 06.
    """
    optimizer = one_cycle(peak, weight_decay=0.05, beta_2=0.98)
    return {"epochs": epochs, "batch_size": batch_size, "optimizer": optimizer}


def quick_recipe():
    """Settings of `training.fit` with which `models.course_network` passes 90 % in three epochs.

    Returns
    -------
    settings : dict

    Behind the lessons: benchmarks/time_to_accuracy.py
    """
    return course_recipe(epochs=3)


def long_recipe(*, epochs=15):
    """Settings of `training.fit` with which `models.vgg_network` passes 93.5 %.

    Half the images are mirrored, because clothes keep their class, and each loses a rectangle of up to a fifth of
    its pixels, which makes it harder to learn by heart. Label smoothing keeps the network from growing ever surer of
    images it already knows.

    Parameters
    ----------
    epochs : int
        Passes over the training images; the learning rate rises and falls once in all of them.

    Returns
    -------
    settings : dict

    Behind the lessons: benchmarks/time_to_accuracy.py
    """

    def augment():
        from course_utils.quiet import keras

        layers = keras.layers
        return [layers.RandomFlip("horizontal"), layers.RandomErasing((1, 1), scale=(0.02, 0.2), fill_value=0)]

    optimizer = one_cycle(0.01, weight_decay=0.05, beta_2=0.98)
    return {"epochs": epochs, "optimizer": optimizer, "augment": augment, "label_smoothing": 0.1}
