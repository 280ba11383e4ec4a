"""Explorers: one idea each, moved by keyboard or mouse, with a picture where no kernel runs and a sentence beside it.

`from course_utils.explorers import GeometryExplorer`
"""

from course_utils.explorers.augmentation.augmentation_explorer import AugmentationExplorer
from course_utils.explorers.confusion.confusion_explorer import ConfusionExplorer
from course_utils.explorers.convolution.convolution_explorer import ConvolutionExplorer
from course_utils.explorers.dropout.dropout_explorer import DropoutExplorer
from course_utils.explorers.garment.garment_explorer import GarmentExplorer
from course_utils.explorers.geometry.geometry_explorer import GeometryExplorer
from course_utils.explorers.invariance.invariance_explorer import InvarianceExplorer
from course_utils.explorers.kernels.kernel_gallery import KernelGallery
from course_utils.explorers.lens.lens_explorer import LensExplorer
from course_utils.explorers.network.network_explorer import NetworkExplorer
from course_utils.explorers.normalization.normalization_explorer import NormalizationExplorer
from course_utils.explorers.pooling.pooling_explorer import PoolingExplorer
from course_utils.explorers.receptive_field.receptive_field_explorer import ReceptiveFieldExplorer
from course_utils.explorers.softmax.softmax_explorer import SoftmaxExplorer
from course_utils.explorers.training.training_explorer import TrainingExplorer

__all__ = [
    "AugmentationExplorer",
    "ConfusionExplorer",
    "ConvolutionExplorer",
    "DropoutExplorer",
    "GarmentExplorer",
    "GeometryExplorer",
    "InvarianceExplorer",
    "KernelGallery",
    "LensExplorer",
    "NetworkExplorer",
    "NormalizationExplorer",
    "PoolingExplorer",
    "ReceptiveFieldExplorer",
    "SoftmaxExplorer",
    "TrainingExplorer",
]
