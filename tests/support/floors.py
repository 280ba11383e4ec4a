"""Which module of the package stands on which floor."""

#: NumPy alone.
MATHS = {
    "numbers",
    "arrays",
    "image_files",
    "colours",
    "lessons",
    "kernels",
    "convolution",
    "geometry",
    "pooling",
    "receptive_field",
    "activations",
    "dropout",
    "normalization",
    "fashion_mnist",
    "cifar10",
    "image_folders",
    "images",
    "invariance",
    "nearest",
    "layer_table",
    "numpy_network",
    "own_parts",
    "mistakes",
    "layers_by_hand",
    "stored",
    "stored_backward",
    "page_data",
    "page_pictures",
    "one_thread",
}
#: Keras, imported inside functions.
KERAS = {"models", "batches", "training", "recipes", "learning_rate", "inside", "augmentation", "experiments"}
