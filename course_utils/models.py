"""The Keras models of the course: first four that classify garments, then three small ones for experiments.

`classic`, `course_network`, `dense_network` and `vgg_network` take pixels from 0 to 255, (batch, 28, 28, 1), and scale
them themselves: whoever uses them cannot forget to. `small_cnn`, which learns within seconds, does so too unless told
otherwise. `deep_network` and `dense_layer` take images as they come, because notebook 05 asks what scaling changes.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import inspect
import tempfile
from pathlib import Path

from course_utils import files
from course_utils.arrays import shown, whole_number
from course_utils.geometry import as_count, as_number
from course_utils.numbers import counted


def classic(*, filters=(32, 32), kernel_size=3, strides=1, padding="valid", units=128):
    """The classic starting point: convolution and max pooling twice, then two dense layers.

    Parameters
    ----------
    filters : (int, int)
        Filters of the two convolutions.
    kernel_size, strides, padding
        Of both convolutions, as in `keras.layers.Conv2D`.
    units : int
        Units of the first dense layer.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 113,386 parameters as it stands.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers, filters, units = keras.layers, _counts(filters, "filters", 2), as_count(units, "units")
    convolution = {"kernel_size": kernel_size, "strides": strides, "padding": padding, "activation": "relu"}
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(filters[0], **convolution),
            layers.MaxPooling2D(),
            layers.Conv2D(filters[1], **convolution),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(units, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="classic",
    )


def course_network(*, filters=(16, 40, 80), units=128, rate=0.2):
    """The course's own network: convolutions that stride in place of pooling, then two dense layers.

    Stride 2 computes a quarter of the positions, so that three convolutions, with more filters, cost fewer
    multiplications than the two of `classic`. Batch normalisation bears the high learning rate of
    `recipes.course_recipe`; the first convolution goes without, because its maps are the largest and
    normalising them costs as much as making them.

    Parameters
    ----------
    filters : sequence of int
        Of each convolution. Sizes go 28, 14, 7, 3.
    units : int
        Of the first dense layer.
    rate : float
        Share of its outputs that dropout leaves out in training.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 129,162 parameters as it stands.

    Notes
    -----
    Dropout before batch normalisation lets it keep a variance that inference does not have (Li et al., "Understanding
    the Disharmony between Dropout and Batch Normalization by Variance Shift", CVPR 2019). In five epochs of the
    course's recipe, the means of four seeds on the validation images: 91.93 % with dropout before and behind the first
    dense layer, 92.17 behind it alone, 92.27 before it alone, 92.15 without. Two were worse than one in three of the
    four; where the one stands makes no difference that these show.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers, filters, units = keras.layers, _counts(filters, "filters"), as_count(units, "units")
    rate = _share(rate, "rate")
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)], name="course")
    for number, count in enumerate(filters, start=1):
        first, last = number == 1, number == len(filters)
        # Padding costs least where maps are large. No bias before batch normalisation, which has a shift of its own.
        padding = "valid" if last else "same"
        model.add(layers.Conv2D(count, 3, strides=2, padding=padding, use_bias=first, name=f"conv_{number}"))
        if not first:
            model.add(layers.BatchNormalization(momentum=0.9, name=f"norm_{number}"))
        model.add(layers.ReLU(name=f"relu_{number}"))
    model.add(layers.Flatten(name="flatten"))
    model.add(layers.Dense(units, use_bias=False, name="dense"))
    model.add(layers.BatchNormalization(momentum=0.9, name="norm_dense"))
    model.add(layers.ReLU(name="relu_dense"))
    model.add(layers.Dropout(rate))
    model.add(layers.Dense(10, activation="softmax", name="scores"))
    return model


def dense_network(*, units=(128,)):
    """A network without convolutions: every pixel is connected to every unit.

    Parameters
    ----------
    units : sequence of int
        Of each hidden layer.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 101,770 parameters as it stands.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    hidden = [layers.Dense(count, activation="relu") for count in _counts(units, "units")]
    inputs = [layers.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Flatten()]
    return keras.Sequential([*inputs, *hidden, layers.Dense(10, activation="softmax")], name="dense")


def vgg_network(*, filters=(24, 48, 96), rate=0.2):
    """A small network in the manner of VGG: seven 3×3 convolutions, max pooling, ever more filters.

    It takes longer than `course_network`, and is better. The first convolution is computed at every pixel: stride 2
    there would save a tenth of the time and cost about 0.4 points of accuracy. What is pooled is pooled before it is
    normalised: a quarter of the positions, a quarter of that work. Most multiplications happen at 14×14 and 7×7.
    Global average pooling takes the place of a large dense layer.

    Parameters
    ----------
    filters : sequence of int
        Of the convolutions at the sizes 28, 14 and 7, each pooled; from the second on, two more of as many filters
        follow at the size that pooling leaves.
    rate : float
        Share of the averages that dropout leaves out in training.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 262,210 parameters as it stands.

    Notes
    -----
    After Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
    arXiv:1409.1556 (2014), who pool behind the last convolution of a block, and without batch normalisation.

    Behind the lessons: benchmarks/time_to_accuracy.py
    """
    from course_utils.quiet import keras

    layers, filters, rate = keras.layers, _counts(filters, "filters"), _share(rate, "rate")
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)], name="vgg")
    for number, count in enumerate(filters):
        for pooled in [True] if number == 0 else [True, False, False]:
            model.add(layers.Conv2D(count, 3, padding="same", use_bias=False))
            if pooled:
                model.add(layers.MaxPooling2D())
            model.add(layers.BatchNormalization(momentum=0.9))
            model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(rate))
    model.add(layers.Dense(10, activation="softmax", name="scores"))
    return model


def small_cnn(
    *, filters=(8, 16, 32), batch_norm=False, dropout=0.0, scaling=1 / 255, kernel_initializer="glorot_uniform"
):
    """A network small enough for experiments: convolutions of stride 2, then one dense layer.

    Parameters
    ----------
    filters : tuple of int
        Filters of the convolutions, 3×3 each; their ReLUs are called `relu_1` and so on.
    batch_norm : bool
        Normalise after each convolution, before its ReLU.
    dropout : float
        Rate of the dropout before the last layer; at 0 there is none.
    scaling : float or None
        Pixels are multiplied by it. None takes the images as they come: only notebook 05 does so, to
        measure what happens then.
    kernel_initializer : str
        How the convolutions' first weights are drawn, as Keras names it.

    Returns
    -------
    model : keras.Sequential
        Images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers, filters, dropout = keras.layers, _counts(filters, "filters"), _share(dropout, "dropout")
    stack = [layers.Input((28, 28, 1))] + ([] if scaling is None else [layers.Rescaling(scaling)])
    for number, count in enumerate(filters, start=1):
        # Batch norm subtracts the mean, so a bias before it would have no effect.
        drawn = {"kernel_initializer": kernel_initializer}
        stack.append(layers.Conv2D(count, 3, strides=2, use_bias=not batch_norm, **drawn))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.ReLU(name=f"relu_{number}"))
    stack += [layers.Flatten()] + ([layers.Dropout(dropout)] if dropout else [])
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")], name="small")


def deep_network(activation, *, depth=10, units=64, batch_norm=False, kernel_initializer="he_normal"):
    """Dense layers one behind the other, to watch activations and gradients pass through them.

    Parameters
    ----------
    activation : str
        As Keras names it: "relu", "sigmoid", "tanh" …
    depth, units : int
        Hidden layers, called `hidden_1` and so on; units of each.
    batch_norm : bool
        Normalise before each activation.
    kernel_initializer : str
        How the hidden layers' first weights are drawn, as Keras names it.

    Returns
    -------
    model : keras.Sequential
        Standardised images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers, depth, units = keras.layers, as_count(depth, "depth"), as_count(units, "units")
    stack = [layers.Input((28, 28, 1)), layers.Flatten()]
    for number in range(1, depth + 1):
        stack.append(layers.Dense(units, kernel_initializer=kernel_initializer, name=f"hidden_{number}"))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.Activation(activation, name=f"activation_{number}"))
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax", name="scores")], name="deep")


def dense_layer():
    """One dense layer of ten classes on the flattened image, without bias, all its weights zero.

    Its gradient can be computed by hand: inputs times errors.

    Returns
    -------
    model : keras.Sequential
        Images (batch, 28, 28, 1) in, as they come, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    scores = layers.Dense(10, activation="softmax", use_bias=False, kernel_initializer="zeros", name="scores")
    return keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), scores], name="one_layer")


def build_from(seed, build):
    """A new model whose first weights follow from a seed.

    Parameters
    ----------
    seed : int
        Sets Python's, NumPy's and Keras' generators; from 0 up to 2³² - 1.
    build : function
        Returns a new model, as all functions above.

    Returns
    -------
    model : Keras model

    Raises
    ------
    ValueError
        `build` is no such function, or the seed out of range.

    Introduced in notebook 11.
    """
    from course_utils.quiet import keras

    _check_builds(build)
    number = whole_number(seed)
    if number is None or not 0 <= number < 2**32:
        raise ValueError(f"seed {shown(seed)} is not allowed: give a whole number from 0 to 4,294,967,295.")
    keras.utils.set_random_seed(number)
    model = build()
    if not isinstance(model, keras.Model) or not model.layers:
        given = "a model without layers" if isinstance(model, keras.Model) else shown(model)
        raise ValueError(f"build returns {given}: let it return a new Keras model.")
    return model


def _check_builds(build):
    """Raise unless this is a function that can be called as it is."""
    from course_utils.quiet import keras

    if isinstance(build, keras.Model) or not callable(build):
        given = "a model" if isinstance(build, keras.Model) else shown(build)
        raise ValueError(
            f"build is {given}: give a function that returns a new one, such as models.classic without ()."
        )
    try:
        inspect.signature(build).bind()
    except TypeError as error:
        raise ValueError(f"build cannot be called without arguments, {error}: put them in, lambda: build(…).") from None
    except ValueError:  # nothing is known about its arguments
        pass


def each_seed(seeds):
    """Several seeds as a list; ValueError where it is one alone, or none.

    >>> each_seed(range(3))
    [0, 1, 2]
    """
    several = [] if isinstance(seeds, str) or not hasattr(seeds, "__iter__") else list(seeds)
    if not several:
        raise ValueError(f"seeds {shown(seeds)} is not allowed: give several, such as (0, 1, 2), or one as (0,).")
    return several


def keep(model, file):
    """Write a network into a file, from which `keras.models.load_model` makes it again.

    Written beside and renamed: a full disk or a closed laptop leaves an older file of that name as it was, where
    `model.save` alone would have begun to overwrite it.

    Parameters
    ----------
    model : Keras model
    file : path
        Ending in .keras; its folder must exist.

    Returns
    -------
    path : pathlib.Path

    Raises
    ------
    ValueError
        It is no model, or the name has another ending.
    OSError
        The file cannot be written; what was there is there.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    if not isinstance(model, keras.Model):
        raise ValueError(f"model {shown(model)} is not allowed: give a Keras model, such as run.model.")
    path = Path(file)
    if path.suffix != ".keras":
        raise ValueError(f"{path.name} is not allowed: give a name that ends in .keras, such as network.keras.")
    try:
        with tempfile.TemporaryDirectory() as folder:
            model.save(Path(folder) / path.name)
            return files.write_bytes(path, (Path(folder) / path.name).read_bytes())
    except OSError as error:
        raise OSError(f"the network is not kept: {files.told(error)}.") from None


def _share(value, name):
    return as_number(value, name, lambda share: 0 <= share < 1, "give a share from 0 up to, not including, 1")


def _counts(given, name, number=None):
    """Several whole numbers of at least 1, as a tuple."""
    several = tuple(given) if hasattr(given, "__iter__") and not isinstance(given, (str, bytes)) else None
    if several is None or (number is not None and len(several) != number) or not several:
        many = (
            "several numbers, such as (16, 32)" if number is None else f"{counted(number, 'number')}, such as (32, 32)"
        )
        raise ValueError(f"{name} {shown(given)} is not allowed: give {many}.")
    return tuple(as_count(count, name) for count in several)
