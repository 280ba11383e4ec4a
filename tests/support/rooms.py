"""Which module of the package stands on which floor."""

from course_utils.lessons import LESSONS

#: NumPy alone.
MATHS = {
    "kernels",
    "convolution",
    "geometry",
    "pooling",
    "receptive_field",
    "activations",
    "dropout",
    "normalization",
    "fashion_mnist",
    "images",
    "invariance",
    "nearest",
}
#: Keras, imported inside functions.
KERAS = {"models", "batches", "training", "recipes", "inside", "augmentation", "experiments"}
#: Exercises, one file a lesson.
BANK = {row.bank for row in LESSONS}
