"""Answers to the exercises of lesson 09."""

import numpy as np

from course_utils.exercises.looking_inside import occluded
from tests.support.trials import Trials

trials = Trials()

# Predictions with a few words to choose from

CHOICES = {
    "without_the_mark": (
        "hardly any",
        {"nearly all": "learns everything there is", "about half": "mark and shape alike"},
    ),
    "black_on_black": ("stays", {"falls": "the patch hides something", "rises": "less to distract"}),
    "gradient_of_the_probability": (
        "under a tenth as long",
        {"over ten times as long": "sure is steep", "about as long": "softmax changes nothing"},
    ),
    "points_where_nothing_is": (
        "most",
        {"hardly any": "only what is there", "about half": "shared with the shirt"},
    ),
    "minds_least": (
        "guided backpropagation",
        {"gradient": "the gradient is robust", "Grad-CAM": "coarse cells are robust"},
    ),
    "most_destructive": ("brightness", {"Grad-CAM": "the networks own map", "random": "everything at once"}),
    "points_without_a_reason": (
        "gradient × input",
        {"occlusion": "covers the mark", "gradient": "steep at the mark"},
    ),
    "its_favourite_shirt": ("brighter", {"darker": "nothing in the corner", "alike": "all pixels alike"}),
}
for name, (right, wrong) in CHOICES.items():
    trials.right_values(name, right, np.str_(right), right.capitalize())
    trials.wrong_values(name, 0.9, "none of them", [right], True, says="among")
    for word, slip in wrong.items():
        trials.wrong_values(name, word, named=slip)

# covered_images: places of a patch of 4 in steps of 2 over 28 × 28

trials.right_values("covered_images", 169, 13 * 13, 169.0, np.int64(169), 13**2)
trials.wrong_values("covered_images", 13, 13.0, named="one row of places")
trials.wrong_values("covered_images", 144, 12 * 12, named="steps in place of places")
trials.wrong_values("covered_images", 196, 14 * 14, named="the patch has no size")
trials.wrong_values("covered_images", 625, 25 * 25, named="in steps of one")
trials.wrong_values("covered_images", 49, named="side by side")
trials.wrong_values("covered_images", 170, 26, 12, 14, 784, 392, 100, 0, -169, (13, 13), "169", None)

# a_flat_end: 0.02 · min(x, 150) at 250

trials.right_values("a_flat_end", (0, 3), (0.0, 3.0), [0, 3], np.array([0, 3.0]), (0 * 250, 0.02 * 150))
trials.wrong_values("a_flat_end", (5, 3), (0.02 * 250, 3), named="the slope further down")
trials.wrong_values("a_flat_end", (0, 0), named="flat all the way")
trials.wrong_values("a_flat_end", (0, 5), named="steep all the way")
trials.wrong_values("a_flat_end", (3, 0), named="the two exchanged")
trials.wrong_values("a_flat_end", (0, 0.012), named="the mean slope alone")
trials.wrong_values(
    "a_flat_end", (0.02, 3), (0, 2), (5, 5), (3, 3), (0, 1.5), (0, -3), 3, (0,), (0, 3, 0), "0, 3", None
)

# three_rows: 3, −2, 5, −4 went in; −6, 7, 8, −9 come back

GRADIENT, DECONVNET, GUIDED = [-6, 0, 8, 0], [0, 7, 8, 0], [0, 0, 8, 0]
trials.right_values(
    "three_rows",
    (GRADIENT, DECONVNET, GUIDED),
    [GRADIENT, DECONVNET, GUIDED],
    np.array([GRADIENT, DECONVNET, GUIDED]),
    tuple(map(tuple, (GRADIENT, DECONVNET, GUIDED))),
)
trials.wrong_values("three_rows", (DECONVNET, GRADIENT, GUIDED), named="gradient and deconvnet exchanged")
trials.wrong_values("three_rows", (GRADIENT, DECONVNET, [-6, 7, 8, 0]), named="guided by either")
trials.wrong_values("three_rows", (GUIDED, DECONVNET, GUIDED), named="no negative gradient")
trials.wrong_values("three_rows", ([-6, 7, 8, -9], DECONVNET, GUIDED), named="a gradient that ignores relu")
trials.wrong_values("three_rows", ([3, 0, 5, 0], [0, -2, 5, 0], [0, 0, 5, 0]), named="hands back the inputs")
trials.wrong_values("three_rows", ([-18, 0, 40, 0], [0, -14, 40, 0], [0, 0, 40, 0]), named="times the input")
trials.wrong_values("three_rows", (GRADIENT, GUIDED, DECONVNET), (GUIDED, DECONVNET, GRADIENT), (GRADIENT,) * 3)
trials.wrong_values("three_rows", (GRADIENT, DECONVNET), GRADIENT, ([6, 0, 8, 0], DECONVNET, GUIDED), "guided", None, 8)

# above_the_floor: 0.64 over a floor of 0.52

trials.right_values("above_the_floor", (0.64 - 0.52) / (1 - 0.52), 0.12 / 0.48, 0.25, 1 / 4, np.float32(0.25))
trials.wrong_values("above_the_floor", 0.64, named="no floor at all")
trials.wrong_values("above_the_floor", 25, 100 * 0.12 / 0.48, named="in per cent")
trials.wrong_values("above_the_floor", 0.64 - 0.52, 0.12, named="the distance alone")
trials.wrong_values("above_the_floor", 0.64 / 0.52, named="over the floor")
trials.wrong_values("above_the_floor", (0.64 - 0.52) / 0.64, named="floor kept in the whole")
trials.wrong_values("above_the_floor", (1 - 0.64) / (1 - 0.52), 0.75, named="the share that was lost")
trials.wrong_values(
    "above_the_floor", 0.52, 0.48, 0.36, 0.64 / 0.48, 0.12 / 0.52, -0.25, 0, 1, "a quarter", (1, 4), None
)

# occlusion_map


@trials.right("occlusion_map")
def while_it_fits(network, image, patch_size, strides, fill):
    rows, top = [], 0
    while top + patch_size <= image.shape[0]:
        row, left = [], 0
        while left + patch_size <= image.shape[1]:
            covered = np.array(image, float)
            covered[top : top + patch_size, left : left + patch_size] = fill
            row.append(float(network(image[None])[0] - network(covered[None])[0]))
            left += strides
        rows.append(row)
        top += strides
    return rows


@trials.right("occlusion_map")
def with_a_mask(network, image, patch_size, strides, fill):
    height, width = image.shape
    rows = (height - patch_size) // strides + 1
    columns = (width - patch_size) // strides + 1
    y, x = np.mgrid[:height, :width]
    drops = np.empty((rows, columns))
    for r, c in np.ndindex(rows, columns):
        under = (y >= r * strides) & (y < r * strides + patch_size)
        under &= (x >= c * strides) & (x < c * strides + patch_size)
        drops[r, c] = network(image[np.newaxis]).item() - network(np.where(under, fill, image)[np.newaxis]).item()
    return drops


@trials.wrong("occlusion_map", "answers in place of drops")
def forgets_the_whole(network, image, patch_size, strides, fill):
    return 1 * occluded(network, image, patch_size, strides, fill, drop=lambda whole, covered: covered)


@trials.wrong("occlusion_map", "covered less whole")
def turned_round(*case):
    return -while_it_fits_array(*case)


@trials.wrong("occlusion_map", "the size of the change")
def absolute(*case):
    return np.abs(while_it_fits_array(*case))


@trials.wrong("occlusion_map", "always black")
def zeros(network, image, patch_size, strides, fill):
    return while_it_fits_array(network, image, patch_size, strides, 0.0)


@trials.wrong("occlusion_map", "in steps of one pixel")
def every_pixel(network, image, patch_size, strides, fill):
    return while_it_fits_array(network, image, patch_size, 1, fill)


@trials.wrong("occlusion_map", "places in place of pixels")
def the_step_forgotten(network, image, patch_size, strides, fill):
    drops = np.zeros([(side - patch_size) // strides + 1 for side in image.shape])
    for row, column in np.ndindex(*drops.shape):
        covered = image.copy()
        covered[row : row + patch_size, column : column + patch_size] = fill
        drops[row, column] = network(image[None])[0] - network(covered[None])[0]
    return drops


@trials.wrong("occlusion_map")
def rows_and_columns_exchanged(*case):
    return while_it_fits_array(*case).T


@trials.wrong("occlusion_map")
def squared_drops(*case):
    return while_it_fits_array(*case) ** 2


@trials.wrong("occlusion_map")
def only_the_largest(*case):
    return while_it_fits_array(*case).max()


@trials.raises("occlusion_map")
def without_the_axis_of_images(network, image, patch_size, strides, fill):
    return network(image)


def while_it_fits_array(*case):
    return np.array(while_it_fits(*case))


# cam_cells


@trials.right("cam_cells")
def by_einsum(maps, gradients):
    return np.einsum("rcm,m->rc", maps, gradients.mean((0, 1))).clip(min=0)


@trials.right("cam_cells")
def cell_by_cell(maps, gradients):
    rows, columns, count = maps.shape
    weights = [gradients[:, :, m].sum() / rows / columns for m in range(count)]
    return [
        [max(0.0, sum(w * v for w, v in zip(weights, maps[r, c], strict=True))) for c in range(columns)]
        for r in range(rows)
    ]


@trials.wrong("cam_cells", "no relu")
def signed(maps, gradients):
    return np.einsum("rcm,m->rc", maps, gradients.mean((0, 1)))


@trials.wrong("cam_cells", "sums in place of means")
def summed(maps, gradients):
    return np.maximum(np.einsum("rcm,m->rc", maps, gradients.sum((0, 1))), 0)


@trials.wrong("cam_cells", "a weight for each place")
def product(maps, gradients):
    return np.maximum(np.sum(maps * gradients, axis=2), 0)


@trials.wrong("cam_cells", "relu before the sum")
def positive_maps(maps, gradients):
    return np.sum(np.maximum(maps * gradients.mean((0, 1)), 0), axis=2)


@trials.wrong("cam_cells", "weights without their sign")
def sizes(maps, gradients):
    return np.maximum(np.abs(gradients.mean((0, 1))) * maps, 0).sum(-1)


@trials.wrong("cam_cells", "positive gradients alone")
def relu_of_the_gradients(maps, gradients):
    return (maps * np.maximum(gradients, 0).mean((0, 1))).sum(-1)


@trials.wrong("cam_cells", "the mean over the channels")
def weights_for_each_place(maps, gradients):
    return np.maximum(maps.sum(-1) * gradients.mean(-1), 0)


@trials.wrong("cam_cells", "one weight for all maps")
def the_mean_of_everything(maps, gradients):
    return np.clip((maps * np.mean(gradients)).sum(2), 0, None)


@trials.wrong("cam_cells", "relu before the sum")
def relu_of_the_weights(maps, gradients):
    return np.sum(maps * np.maximum(gradients.mean((0, 1)), 0), axis=2)


@trials.wrong("cam_cells", "divided by the largest")
def divided_by_the_largest(maps, gradients):
    cells = by_einsum(maps, gradients)
    return cells / max(cells.max(), 1e-9)


@trials.wrong("cam_cells")
def weights_alone(maps, gradients):
    return gradients.mean((0, 1))


@trials.wrong("cam_cells")
def median_gradients(maps, gradients):
    return np.maximum(maps @ np.median(gradients, (0, 1)), 0)


# blacked_out


@trials.right("blacked_out")
def by_sorted_places(image, explanation, count):
    left = image.copy()
    places = sorted(np.ndindex(image.shape), key=lambda place: explanation[place], reverse=True)
    for place in places[:count]:
        left[place] = 0
    return left


@trials.right("blacked_out")
def by_partition(image, explanation, count):
    keep = np.ones(image.size, bool)
    keep[np.argpartition(-explanation.ravel(), count - 1)[:count]] = False
    return image * keep.reshape(image.shape)


@trials.wrong("blacked_out", "the lowest")
def begins_with_the_lowest(image, explanation, count):
    left = image.ravel().copy()
    left[np.argsort(explanation.ravel())[:count]] = 0
    return left.reshape(image.shape)


@trials.wrong("blacked_out", "the largest magnitudes")
def by_size(image, explanation, count):
    return by_sorted_places(image, np.abs(explanation), count)


@trials.wrong("blacked_out", "keeps the highest")
def insertion(image, explanation, count):
    kept = np.zeros_like(image)
    for place in sorted(np.ndindex(image.shape), key=lambda place: explanation[place])[-count:]:
        kept[place] = image[place]
    return kept


@trials.wrong("blacked_out")
def filled_with_the_mean(image, explanation, count):
    left = image.astype(float)
    left[by_sorted_places(image, explanation, count) == 0] = image.mean()
    return left


@trials.wrong("blacked_out")
def nothing_changed(image, explanation, count):
    return image.copy() + 0.0 + (count < 0) if count > 1 else np.zeros_like(image)


@trials.wrong("blacked_out", "nothing is deleted")
def written_into_a_copy(image, explanation, count):
    left = image.copy()
    left.flatten()[np.argsort(explanation.ravel())[-count:]] = 0
    return left


@trials.wrong("blacked_out", "all that are positive")
def all_positive_ones(image, explanation, count):
    return np.where(explanation > 0, 0, image)


# integrated


@trials.right("integrated")
def the_way_first(gradient, image, baseline, steps):
    way = image - baseline
    slopes = [gradient(baseline + way * (2 * k + 1) / (2 * steps)) for k in range(steps)]
    return way * np.mean(slopes, axis=0)


@trials.right("integrated")
def from_the_other_end(gradient, image, baseline, steps):
    way = baseline - image
    slopes = [gradient(image + way * (k + 0.5) / steps) for k in range(steps)]
    return -way * sum(slopes) / steps


@trials.wrong("integrated", "from the image to the baseline")
def the_wrong_way(gradient, image, baseline, steps):
    return -the_way_first(gradient, image, baseline, steps)


@trials.wrong("integrated", "slopes alone")
def only_the_mean_slope(gradient, image, baseline, steps):
    return np.mean([gradient(baseline + (image - baseline) * (k + 0.5) / steps) for k in range(steps)], axis=0)


@trials.wrong("integrated", "starts at black")
def ignores_the_baseline(gradient, image, baseline, steps):
    return np.mean([gradient(image * (k + 0.5) / steps) for k in range(steps)], axis=0) * image


@trials.wrong("integrated", "one slope at the end")
def at_the_image(gradient, image, baseline, steps):
    return (image - baseline) * gradient(image)


@trials.wrong("integrated")
def one_slope_at_the_start(gradient, image, baseline, steps):
    return (image - baseline) * gradient(baseline)


@trials.wrong("integrated")
def one_slope_in_the_middle(gradient, image, baseline, steps):
    return (image - baseline) * gradient((image + baseline) / 2)


@trials.wrong("integrated", "slopes from end to end")
def by_linspace(gradient, image, baseline, steps):
    way = image - baseline
    return way * sum(gradient(baseline + share * way) for share in np.linspace(0, 1, steps)) / steps


@trials.wrong("integrated", "no brackets")
def times_image_and_less_baseline(gradient, image, baseline, steps):
    return the_way_first(gradient, image, baseline, steps) / (image - baseline) * image - baseline


@trials.wrong("integrated")
def two_ends_and_one_too_many(gradient, image, baseline, steps):
    slopes = [gradient(baseline + (image - baseline) * k / steps) for k in range(steps + 1)]
    return sum(slopes) / steps * (image - baseline)
