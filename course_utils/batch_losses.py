"""The loss of each batch, noted while a network trains."""


class BatchLosses:
    """The loss of each batch. Mixed into a Keras callback (see `batch_losses`)."""

    def on_train_begin(self, logs=None):
        """Start an empty list."""
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        """Keras starts its mean anew with each epoch."""
        self._sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Keras reports the mean since the epoch began: the loss of this batch is what it adds to the sum."""
        before, self._sum = self._sum, float(logs["loss"]) * (batch + 1)
        self.losses.append(self._sum - before)


def batch_losses():
    """A Keras callback whose `losses` holds the loss of each batch after training.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    class Callback(BatchLosses, keras.callbacks.Callback):
        """`BatchLosses` as Keras wants it."""

    return Callback()
