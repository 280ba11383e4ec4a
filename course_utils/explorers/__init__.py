"""Explorers: one idea each, moved by keyboard or mouse, with a picture where no kernel runs and a sentence beside it.

`from course_utils.explorers import GeometryExplorer`

Each is imported when it is asked for first: a page that shows one, or a kernel, does not wait for the others.
"""

import importlib

_PLACES = {
    "AugmentationExplorer": "augmentation.augmentation_explorer",
    "ConfusionExplorer": "confusion.confusion_explorer",
    "ConvolutionExplorer": "convolution.convolution_explorer",
    "DropoutExplorer": "dropout.dropout_explorer",
    "GarmentExplorer": "garment.garment_explorer",
    "GeometryExplorer": "geometry.geometry_explorer",
    "InvarianceExplorer": "invariance.invariance_explorer",
    "KernelGallery": "kernels.kernel_gallery",
    "LensExplorer": "lens.lens_explorer",
    "NetworkExplorer": "network.network_explorer",
    "NormalizationExplorer": "normalization.normalization_explorer",
    "PoolingExplorer": "pooling.pooling_explorer",
    "ReceptiveFieldExplorer": "receptive_field.receptive_field_explorer",
    "SoftmaxExplorer": "softmax.softmax_explorer",
    "TrainingExplorer": "training.training_explorer",
}

__all__ = list(_PLACES)


def __getattr__(name):
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__():
    return [*globals(), *__all__]
