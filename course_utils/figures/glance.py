"""The figure of a network at a glance, with feature maps and scores that are computed, not invented."""

import numpy as np

from course_utils import kernels
from course_utils.activations import relu
from course_utils.colours import FEATURE_MAP, KERNEL, PALE
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.figures.data import garment, train, whole_feature_map
from course_utils.figures.svg import Picture, written
from course_utils.nearest import class_averages
from course_utils.pooling import max_pool

_BOOT = 0
_EXAMPLES = 2_000  # training images whose average maps the scores compare with
_EDGES = (kernels.sobel_x, -kernels.sobel_x, kernels.sobel_y, -kernels.sobel_y)
_PAIRS = ((0, 2), (0, 3), (1, 2), (1, 3), (0, 1), (2, 3))


def layers(images):
    """Feature maps of both layers: edges (…, 26, 26, 4), their pools, and pooled meetings of edges (…, 5, 5, 6).

    Four kernels find edges of four directions. Six kernels of the second layer, 3×3×4, add two of these maps
    and subtract the others: each answers where its two directions meet.
    """
    first = np.stack(_EDGES, axis=-1)[:, :, np.newaxis]
    second = np.full((3, 3, len(_EDGES), len(_PAIRS)), -1.0)
    for kernel, pair in enumerate(_PAIRS):
        second[:, :, list(pair), kernel] = 1
    edges = relu(whole_feature_map(images[..., np.newaxis], first))
    pooled = max_pool(edges)
    return edges, pooled, max_pool(relu(whole_feature_map(pooled, second)))


def scores(image):
    """How alike the last maps are to each class's average maps: the cosine of the angle between them."""
    images, labels = (values[:_EXAMPLES] for values in train())
    features = layers(images)[2].reshape(_EXAMPLES, -1)
    means = class_averages(features, labels)
    maps = layers(image)[2].ravel()
    return means @ maps / (np.linalg.norm(means, axis=1) * np.linalg.norm(maps))


def network_at_a_glance():
    """A boot through two layers of hand-made kernels to ten scores."""
    image = garment(_BOOT)
    ten = scores(image)
    picture = Picture(
        "network_at_a_glance",
        "An image goes in, ten class scores come out",
        "From left to right: an ankle boot of 28 by 28 pixels; four kernels and the four feature maps of 26 by 26 that "
        "they make, each showing edges of one direction; the same maps pooled to 13 by 13; six maps of 5 by 5; and ten "
        f"bars, one score per class. {CLASS_NAMES[int(ten.argmax())]} has the highest, {_score(ten.max())}.",
        height=695,
    )
    picture.image(30, 240, image, 6)
    _first_layer(picture, image)
    _later_layers(picture, image)
    _bars(picture, ten)
    _captions(picture)
    return picture


def _first_layer(picture, image):
    """Draw four kernels and their maps, and the maps pooled."""
    edges, pooled, _ = layers(image)
    picture.arrow((203, 324), (237, 324))
    for number, kernel in enumerate(_EDGES):
        y = 110 + 112 * number
        picture.grid(244, y + 16, kernel, 24, KERNEL, size=15)
        picture.arrow((320, y + 52), (344, y + 52), weight=2.5)
        picture.feature_map(350, y, edges[..., number], 4)
        picture.arrow((460, y + 52), (494, y + 52), weight=2.5)
        picture.feature_map(502, y + 26, pooled[..., number], 4)


def _later_layers(picture, image):
    picture.arrow((564, 324), (600, 324))
    for number in range(len(_PAIRS)):
        picture.feature_map(612, 123 + 68 * number, layers(image)[2][..., number], 10)
    picture.arrow((674, 324), (710, 324))


def _bars(picture, ten):
    """Draw one bar per class; the highest is filled dark and bold."""
    for label, (name, score) in enumerate(zip(CLASS_NAMES, ten, strict=True)):
        y, best = 128 + 40 * label, label == ten.argmax()
        picture.text(816, y + 20, name, anchor="end", size=17, bold=bool(best))
        picture.box(824, y + 2, 110 * float(score), 26, FEATURE_MAP, fill=FEATURE_MAP if best else PALE[FEATURE_MAP])
        picture.text(832 + 110 * float(score), y + 21, _score(score), size=17, bold=bool(best))


def _score(score):
    return written(score, fixed=True)


def _captions(picture):
    """Write what each part is, and what is honest about it."""
    below = {
        114: "image, 28 × 28",
        280: "kernels, 3 × 3",
        402: "4 maps, 26 × 26",
        528: "4 maps, 13 × 13",
        637: "6 maps, 5 × 5",
        845: "ten class, scores",
    }
    for x, words in below.items():
        picture.text(x, 577, words.split(", "), anchor="middle")
    for x, words in ((349, "extract features"), (528, "shrink"), (637, "and again"), (850, "score")):
        picture.text(x, 90, words, anchor="middle", bold=True)
    picture.text(
        30,
        648,
        [
            "Nothing is trained here: the kernels are chosen by hand, and a score says",
            "how alike the last maps are to the average maps of a class (cosine).",
        ],
    )
