"""A learning rate that changes while a network trains.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import functools

from course_utils.geometry import as_count, as_number


def one_cycle(peak, *, warm_up=0.3, weight_decay=0.01, beta_2=0.999):
    """An AdamW optimizer whose learning rate rises to a peak and falls to nearly zero, once.

    Parameters
    ----------
    peak : float
        The highest learning rate.
    warm_up : float
        Share of the steps in which it rises.
    weight_decay, beta_2 : float
        As in `keras.optimizers.AdamW`. A smaller `beta_2` remembers fewer steps, which suits short trainings.

    Returns
    -------
    optimizer : function of the number of steps
        Give it to `training.fit`, which knows that number.

    Raises
    ------
    ValueError
        A setting is out of range.

    Notes
    -----
    After Smith and Topin, "Super-Convergence", arXiv:1708.07120 (2017), in straight lines.

    Introduced in notebook 04.
    """
    peak = as_number(peak, "peak", lambda rate: rate > 0, "give a learning rate above 0")
    warm_up = as_number(warm_up, "warm_up", lambda share: 0 < share < 1, "give a share between 0 and 1")
    weight_decay = as_number(weight_decay, "weight_decay", lambda decay: decay >= 0, "give a number from 0 up")
    beta_2 = as_number(beta_2, "beta_2", lambda share: 0 <= share < 1, "give a share from 0 up to, not including, 1")

    def optimizer(steps):
        from course_utils.quiet import keras

        schedule = _one_cycle_class()(peak, as_count(steps, "steps"), warm_up)
        return keras.optimizers.AdamW(schedule, weight_decay=weight_decay, beta_2=beta_2)

    return optimizer


def at_its_last_rate(optimizer, variables):
    """The optimizer of a finished training, as any Keras can load it from a file.

    Parameters
    ----------
    optimizer : Keras optimizer
    variables : list of Keras variables
        That it has trained.

    Returns
    -------
    optimizer : Keras optimizer
        The one given; or, where its learning rate followed `OneCycle`, which Keras alone does not know, a new one of
        the same settings at the rate where that ended.
    """
    optimizer = getattr(optimizer, "inner_optimizer", optimizer)  # in half precision, Keras puts another around it
    if not isinstance(getattr(optimizer, "_learning_rate", None), _one_cycle_class()):
        return optimizer
    settings = optimizer.get_config() | {"learning_rate": float(optimizer.learning_rate)}
    settled = type(optimizer).from_config(settings)
    settled.build(variables)
    return settled


def __getattr__(name):
    """`OneCycle`, made when it is first asked for, because it needs Keras; from then on Keras can load it."""
    if name == "OneCycle":
        return _one_cycle_class()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@functools.cache
def _one_cycle_class():
    from course_utils.quiet import keras

    @keras.saving.register_keras_serializable(package="course_utils")
    class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
        """The learning rate of each step: up to the peak in a straight line, and down again."""

        def __init__(self, peak, steps, warm_up):
            self.peak, self.steps, self.warm_up = peak, steps, warm_up

        def __call__(self, step):
            share = keras.ops.cast(step, "float32") / self.steps
            rise, fall = share / self.warm_up, (1 - share) / (1 - self.warm_up)
            return self.peak * keras.ops.maximum(keras.ops.minimum(rise, fall), 0.01)

        def get_config(self):
            return {"peak": self.peak, "steps": self.steps, "warm_up": self.warm_up}

    return OneCycle
