"""A look inside a network: its maps equal the computation by hand, and its gradients the calculation on paper."""

from functools import partial

import numpy as np
import pytest

from course_utils import batches, fashion_mnist, inside, models
from course_utils.activations import relu, softmax
from course_utils.convolution import cross_correlate, sliding_windows
from course_utils.models import deep_network, dense_layer, small_cnn
from course_utils.pooling import max_pool
from tests.support.small_training import gradient_by_hand, untouched

RNG = np.random.default_rng(0)
IMAGES = RNG.random((40, 28, 28)).astype(np.float32)
LABELS = RNG.integers(0, 10, 40)


@pytest.fixture(scope="module")
def pixels():
    return batches.with_channel(fashion_mnist.load("validation")[0][:4])


@pytest.fixture(scope="module")
def classic():
    return models.classic()


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2])
def test_feature_maps_equal_the_computation_by_hand(pixels, padding, strides):
    model = models.classic(filters=(3, 5), padding=padding, strides=strides)
    rng = np.random.default_rng(0)
    model.set_weights([rng.normal(0, 0.3, weights.shape) for weights in model.get_weights()])
    maps, number = pixels / np.float32(255), 0
    weights = model.get_weights()
    for layer in model.layers[1:5]:
        if "conv" in layer.name:
            kernel, bias = weights[number : number + 2]
            maps, number = relu(cross_correlate(maps, kernel, strides=strides, padding=padding) + bias), number + 2
        else:
            maps = max_pool(maps)
        assert np.allclose(inside.feature_maps(model, pixels, layer.name), maps, atol=1e-4), layer.name
    hidden = relu(maps.reshape(4, -1) @ weights[4] + weights[5])
    assert np.allclose(model.predict(pixels, verbose=0), softmax(hidden @ weights[6] + weights[7]), atol=1e-4)


def test_feature_maps_of_an_unknown_layer(classic, pixels):
    with pytest.raises(ValueError, match=r"no layer is called 'conv9'; this model has: rescaling"):
        inside.feature_maps(classic, pixels, "conv9")


def test_a_kernel_gradient_is_a_sum_over_positions(pixels):
    model = models.classic()
    of_kernel, of_maps, maps = inside.gradients(model, pixels[:1], [3], model.layers[1].name)
    slopes = np.where(maps > 0, of_maps, 0)[0]
    windows = sliding_windows(pixels[0, ..., 0] / 255, 3)
    assert np.allclose(np.einsum("rcij,rcf->ijf", windows, slopes), of_kernel[:, :, 0], atol=1e-5)
    with pytest.raises(ValueError, match="no layer is called"):
        inside.gradients(model, pixels[:1], [3], "conv9")


def test_gradient_norms_equal_the_gradient_by_hand():
    for scale in (1, 255):
        found = inside.gradient_norms(dense_layer(), scale * IMAGES, LABELS)
        by_hand = np.linalg.norm(gradient_by_hand(scale * IMAGES, LABELS, np.zeros((784, 10))))
        assert found == {"scores": pytest.approx(by_hand, rel=1e-4)}


def test_measuring_gradients_leaves_the_model_as_it_was():
    assert untouched(small_cnn(batch_norm=True), partial(inside.gradient_norms, images=IMAGES, labels=LABELS))


def test_mean_gradient_norms_are_means_over_seeds():
    build = partial(deep_network, "tanh", depth=2)
    single = [inside.mean_gradient_norms(build, IMAGES, LABELS, seeds=[seed]) for seed in (0, 1)]
    both = inside.mean_gradient_norms(build, IMAGES, LABELS, seeds=(0, 1))
    assert len(both) == 3
    assert both == pytest.approx(np.mean(single, axis=0), rel=1e-6)
    assert not np.allclose(single[0], single[1])


def test_spreads_of_the_first_layer():
    build = partial(deep_network, "relu", depth=2)
    found = inside.spreads(build, IMAGES, seeds=[3])
    kernel = models.build_from(3, build).get_layer("hidden_1").kernel.numpy()
    first = np.maximum(IMAGES.reshape(40, -1) @ kernel, 0)
    assert len(found) == 2
    assert found[0] == pytest.approx(first.std(axis=0).mean(), rel=1e-4)


def test_sizes_and_cosines_of_the_first_layer():
    build = partial(deep_network, "relu", depth=2)
    kernel = models.build_from(3, build).get_layer("hidden_1").kernel.numpy()
    first = np.maximum(IMAGES.reshape(40, -1) @ kernel, 0)
    assert inside.sizes(build, IMAGES, seeds=[3])[0] == pytest.approx(np.sqrt((first**2).mean()), rel=1e-4)
    lengths = np.sqrt((first**2).sum(axis=1))
    pairs = [first[m] @ first[n] / lengths[m] / lengths[n] for m in range(40) for n in range(m)]
    assert inside.cosines(build, IMAGES, seeds=[3])[0] == pytest.approx(np.mean(pairs), rel=1e-4)
    with pytest.raises(ValueError, match="there is one image: give at least two"):
        inside.cosines(build, IMAGES[:1], seeds=[3])


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        (
            np.zeros((4, 20, 28)),
            "images has the shape 4 × 20 × 28, which is not allowed: give images as the model takes",
        ),
        ("image", "images is text"),
        (np.full((4, 28, 28), np.nan), "images holds NaN"),
        (np.zeros((0, 28, 28)), "images is empty"),
        (IMAGES[:4], "no pixel is brighter than 1, and this model divides by 255 itself: give pixels from 0 to 255"),
    ],
)
def test_images_that_are_not_the_models(classic, images, sentence):
    with pytest.raises(ValueError, match=sentence):
        inside.feature_maps(classic, images, classic.layers[1].name)


def test_images_may_leave_out_axes(classic, pixels):
    name = classic.layers[1].name
    maps = inside.feature_maps(classic, pixels, name)
    np.testing.assert_array_equal(inside.feature_maps(classic, pixels[..., 0].tolist(), name), maps)
    np.testing.assert_allclose(inside.feature_maps(classic, pixels[0, ..., 0], name), maps[:1], atol=1e-6)


@pytest.mark.parametrize("labels", [np.eye(10)[LABELS], LABELS[:5], LABELS + 10, list("abcd")])
def test_labels_that_do_not_go_with_the_images(labels):
    for act in (inside.gradient_norms, partial(inside.gradients, layer_name="scores")):
        with pytest.raises(ValueError, match="labels"):
            act(dense_layer(), IMAGES, labels)


def test_a_column_of_labels_gives_the_same_gradient(pixels):
    vector, column = (
        inside.gradient_norms(dense_layer(), IMAGES, labels) for labels in (LABELS, LABELS[:, np.newaxis])
    )
    assert vector == column
    with pytest.raises(ValueError, match="has no kernel: name a convolution or a dense layer"):
        model = dense_layer()
        inside.gradients(model, pixels, [1, 2, 3, 4], model.layers[0].name)


def test_networks_without_named_activations_have_no_spreads():
    with pytest.raises(ValueError, match=r"without layers named activation_…: give models.deep_network"):
        inside.spreads(dense_layer, IMAGES, seeds=[0])
    with pytest.raises(ValueError, match="seeds 0 is not allowed"):
        inside.spreads(partial(deep_network, "relu", depth=1), IMAGES, seeds=0)
    with pytest.raises(ValueError, match="there are no images"):
        inside.spreads(partial(deep_network, "relu", depth=1), IMAGES[:0], seeds=[0])
