"""A learning rate that changes while a network trains.

Keras is imported inside the function, so that importing this module costs nothing.
"""


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

    Notes
    -----
    After Smith and Topin, "Super-Convergence", arXiv:1708.07120 (2017), in straight lines.

    Introduced in notebook 06.
    """

    def optimizer(steps):
        from course_utils.quiet import keras

        class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                share = keras.ops.cast(step, "float32") / steps
                rise, fall = share / warm_up, (1 - share) / (1 - warm_up)
                return peak * keras.ops.maximum(keras.ops.minimum(rise, fall), 0.01)

            def get_config(self):
                return {"peak": peak, "steps": steps, "warm_up": warm_up}

        return keras.optimizers.AdamW(OneCycle(), weight_decay=weight_decay, beta_2=beta_2)

    return optimizer
